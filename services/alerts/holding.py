"""Open a case, take it, list what is open: for those on the ladder, and for its reporter."""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.case_codes import CaseFact
from services.access.rules import Action
from services.access.service import Denied
from services.alerts import calls, lapsing, queries, reading, telling
from services.alerts.doors import is_own, list_openable, open_held
from services.alerts.events import list_events
from services.alerts.moments import is_same_tap
from services.alerts.reporting import open_report
from services.alerts.types import HeldCase, ReportedCase, Standing, Taken
from services.people.actor import Actor

TOLD_BY_HOLDER = frozenset({CaseFact.STILL_ON_IT, CaseFact.CHILD_SAFE, CaseFact.POLICE_CALLED})


async def open_case(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int
) -> HeldCase | ReportedCase | Denied:
    """Show a case to its reporter or to somebody on its ladder; each opening is written down."""
    if await is_own(session, actor=actor, case_id=case_id):
        return await open_report(session, now=now, actor=actor, case_id=case_id)
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=Action.OPEN_CASE)
    if isinstance(opened, Denied):
        return opened
    case, holder = opened
    await telling.note(session, now=now, case=case, fact=CaseFact.OPENED, person_id=holder)
    return await reading.held(session, case, now=now, viewer=holder)


async def take(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int, message_id: int
) -> Taken | Denied:
    """Let one person take the case: the climbing ends, the reporter hears it, other copies are refreshed.

    `message_id` is the pressed card, which is edited at once. A second press gets the same answer.
    """
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=Action.TAKE_CASE)
    if isinstance(opened, Denied):
        return opened
    case, holder = opened
    free = (queries.is_live()) & col(Case.taken_by_id).is_(None)
    won = await queries.change(
        session, case_id=case_id, only_if=free, taken_by_id=holder, taken_at=now, asked_at=None
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
    return Taken(standing, await reading.held(session, case, now=now, viewer=holder) if is_mine else None)


async def tell_holder_fact(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int, fact: CaseFact
) -> HeldCase | Denied:
    """Note what the holder says: at work, child safe, police told. The same tap twice is one fact.

    To somebody whose time has run out, the case says who has it now, or that it can be taken.
    """
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=Action.TELL_CASE)
    if isinstance(opened, Denied) or fact not in TOLD_BY_HOLDER:
        return Denied()
    case, holder = opened
    if case.taken_by_id == holder and case.is_live:
        events = await list_events(session, case_id=case_id)
        mine = (
            (one.fact, one.entered_at) for one in events if one.person_id == holder and one.child_id is None
        )
        if not is_same_tap(mine, fact, now=now):
            # Whoever worried enough to report waits for this one word.
            to_reporter = fact is CaseFact.CHILD_SAFE and holder != case.reporter_id
            report_id = None
            if fact is CaseFact.POLICE_CALLED and not await calls.is_reported(session, case=case):
                report_id = await calls.keep_report(
                    session, now=now, case=case, person_id=holder, called_at=now
                )
            await telling.note(
                session, now=now, case=case, fact=fact, person_id=holder, subject_id=report_id,
                to_reporter=to_reporter,
            )  # fmt: skip
    return await reading.held(session, case, now=now, viewer=holder)


async def hand_on(session: AsyncSession, *, now: datetime, actor: Actor, case_id: int) -> HeldCase | Denied:
    """Ask for somebody else: the next step is told at once, and everybody told so far may take it."""
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=Action.TAKE_CASE)
    if isinstance(opened, Denied) or opened[0].is_practice:
        return Denied()
    case, holder = opened
    if case.taken_by_id == holder and case.is_live:
        await lapsing.lapse(session, now=now, case=case, fact=CaseFact.HANDED_ON)
        await session.refresh(case)
    return await reading.held(session, case, now=now, viewer=holder)


async def list_cases(session: AsyncSession, *, now: datetime, actor: Actor) -> list[Standing]:
    """The open cases that this phone may open, newest first."""
    return [
        await reading.standing(session, case) for case in await list_openable(session, now=now, actor=actor)
    ]
