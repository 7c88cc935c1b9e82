"""What this subject tells people unasked, loaded when it is sent."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Notice, Role
from services.notifications.facts import Loader
from services.people.queries import get_unit, list_holders
from services.practice import queries, report
from services.practice.types import PracticeAsked, PracticeReport


async def load_asked(
    session: AsyncSession, *, now: datetime, recipient_id: int, practice_id: int, police: str
) -> PracticeAsked | None:
    """None once it has begun, or is over."""
    practice = await queries.find(session, practice_id=practice_id)
    if practice is None or practice.ended_at is not None or practice.case_id is not None:
        return None
    school = await get_unit(session, practice.school_id)
    return PracticeAsked(practice_id, school.name, practice.ends_at, police)


async def load_report(
    session: AsyncSession, *, now: datetime, recipient_id: int, practice_id: int
) -> PracticeReport | None:
    """None for somebody who administers the school no more."""
    practice = await queries.find(session, practice_id=practice_id)
    if practice is None:
        return None
    heads = await list_holders(session, now=now, role=Role.ADMINISTRATOR, unit_id=practice.school_id)
    return PracticeReport(await report.draw_up(session, practice)) if recipient_id in heads else None


NOTICES: dict[Notice, Loader] = {Notice.PRACTICE_ASKED: load_asked, Notice.PRACTICE_REPORT: load_report}
