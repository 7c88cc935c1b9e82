"""Whom at home a missing or hurt child may be spoken of with, as the profile's matrix says. Pure."""

from collections.abc import Sequence

from models.case_codes import Involved
from services.profile import Adult, Profile, When, who_is_told


def asked_at_home(
    profile: Profile, situation: str, involved: Involved | None, before: Sequence[str]
) -> frozenset[Adult]:
    """Who may be asked about a missing child, or called to one that was hurt: whom the matrix lets know now.

    Nobody while it isn't said who may be involved: the child may have run from them, or been hurt by them.
    """
    asks = any(one.asks_home for one in profile.situations if one.code == situation)
    if not asks or involved is None:
        return frozenset()
    verdicts = who_is_told(profile, situation, involved, before)
    return frozenset(one.adult for one in verdicts if one.when is When.NOW) - {Adult.OTHER_SIDE}


def tells_home(profile: Profile, situation: str) -> bool:
    """Whether home isn't asked where the child is, but told, and called to come."""
    return any(one.asks_home == "come" for one in profile.situations if one.code == situation)
