"""What each notice is said for; one that rests on consent is asked about whenever it is about to leave.

What protects a child rests on duty, and no withdrawal stops it.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Notice
from services.access.purposes import Purpose
from services.consents import queries, service
from services.profile import Profile

# A kind for an optional purpose of the profile has that purpose's code, and names its child in `child_id`.
_OF: Mapping[str, frozenset[Notice]] = {
    Purpose.CONTACT: frozenset({Notice.CALL_REMINDER}),
    Purpose.DUTY: frozenset(
        {
            Notice.LETTER_REMINDER, Notice.CONTACT_TOLD, Notice.SILENT_MONTHS, Notice.HOME_UNREACHED,
            Notice.FAMILY_WORDS,
        }
    ),
    Purpose.CASE: frozenset(
        {
            Notice.CASE_ALERT, Notice.CASE_STEP, Notice.CASE_REFRESH, Notice.CASE_UNREACHED,
            Notice.CASE_LAPSING, Notice.CASE_NEWS, Notice.HOME_QUESTION, Notice.HOME_SILENT,
            Notice.CASE_CLOCK, Notice.CASE_CLOSING, Notice.CASE_WEEK, Notice.DANGER_WORDS, Notice.KNOCK,
        }
    ),
    Purpose.RIGHTS: frozenset({Notice.REQUEST_MADE, Notice.REQUEST_ANSWERED}),
    Purpose.AUDIT: frozenset({Notice.UNUSUAL_READING}),
    Purpose.OPERATIONS: frozenset(
        {
            Notice.JOIN_PENDING, Notice.JOIN_DECIDED, Notice.LESSON_OFFER, Notice.PRACTICE_ASKED,
            Notice.PRACTICE_REPORT, Notice.DUTY_CHECK, Notice.DUTY_SILENT, Notice.DUTY_ASKED,
            Notice.DUTY_ANSWERED, Notice.DUTY_AWAY, Notice.DUTY_GAPS, Notice.SECOND_ASKED,
            Notice.SECOND_ANSWERED, Notice.UPDATE_PARKED,
        }
    ),
}  # fmt: skip
PURPOSE_OF: Mapping[Notice, str] = MappingProxyType(
    {kind: one for one, kinds in _OF.items() for kind in kinds}
)
UNASKED: frozenset[str] = frozenset(Purpose) - {Purpose.CONTACT}


async def may_be_said(
    session: AsyncSession,
    *,
    now: datetime,
    profile: Profile,
    kind: Notice,
    recipient_id: int,
    params: dict[str, Any],
    purpose_of: Mapping[Notice, str] = PURPOSE_OF,
) -> bool:
    """Whether the consent on which a notice rests holds now: what was queued before counts for nothing."""
    purpose = purpose_of[kind]
    if purpose in UNASKED:
        return True
    if purpose == Purpose.CONTACT:
        return recipient_id not in await queries.list_refusing(session, person_ids=[recipient_id])
    return await service.is_open(
        session, now=now, profile=profile, child_id=params["child_id"], purpose=purpose
    )
