"""What a profile says of purposes and periods, where it says anything of them."""

from typing import Any

from services.papers.types import Kept, Use


def uses_of(profile: Any) -> tuple[Use, ...]:
    """The purposes that people are told of or asked for."""
    return tuple(
        Use(one.code, dict(one.words), dict(one.meaning), is_option=one.basis == "consent")
        for one in getattr(profile, "purposes", ())
    )


def kept_of(profile: Any) -> tuple[Kept, ...]:
    """How long each kind is kept."""
    return tuple(
        Kept(str(one.kind), dict(one.words), one.days, one.years, one.after)
        for one in getattr(profile, "retention", ())
    )
