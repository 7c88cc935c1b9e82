"""Open a case, take it, list what is open: for those on the ladder, and for its reporter."""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.codes import CaseFact, CaseState
from services.access.service import Denied
from services.alerts import queries, reading, telling
from services.alerts.doors import list_openable, open_held
from services.alerts.reporting import open_report
from services.alerts.types import HeldCase, ReportedCase, Standing, Taken
from services.people.actor import Actor


async def open_case(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int
) -> HeldCase | ReportedCase | Denied:
    """Show a case to its reporter or to somebody on its ladder; each opening is written down."""
    if await _is_own(session, actor=actor, case_id=case_id):
        return await open_report(session, now=now, actor=actor, case_id=case_id)
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action="open_case")
    if isinstance(opened, Denied):
        return opened
    case, holder = opened
    await telling.note(session, now=now, case=case, fact=CaseFact.OPENED, person_id=holder)
    return await reading.held(session, case)


async def take(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int, message_id: int
) -> Taken | Denied:
    """Let one person take the case: the climbing ends, the reporter hears it, other copies are refreshed.

    `message_id` is the pressed card, which is edited at once. A second press gets the same answer.
    """
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action="take_case")
    if isinstance(opened, Denied):
        return opened
    case, holder = opened
    free = (col(Case.state) == CaseState.OPEN) & col(Case.taken_by_id).is_(None)
    won = await queries.change(
        session, case_id=case_id, only_if=free, taken_by_id=holder, taken_at=now, escalate_at=None
    )
    if won is not None:
        await telling.note(
            session, now=now, case=won, fact=CaseFact.TAKEN, person_id=holder, to_reporter=True
        )
        pressed = (actor.telegram_id, message_id)
        await telling.refresh_copies(session, now=now, case=won, pressed=pressed)
    await session.refresh(case)
    is_mine = case.taken_by_id == holder
    standing = await reading.standing(session, case)
    return Taken(standing, await reading.held(session, case) if is_mine else None)


async def list_cases(session: AsyncSession, *, now: datetime, actor: Actor) -> list[Standing]:
    """The open cases that this phone may open, newest first."""
    return [
        await reading.standing(session, case) for case in await list_openable(session, now=now, actor=actor)
    ]


async def _is_own(session: AsyncSession, *, actor: Actor, case_id: int) -> bool:
    case = await queries.find_case(session, case_id=case_id)
    return case is not None and case.reporter_id in actor.person_ids
