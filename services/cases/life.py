"""Write down what happened to a case: the event, where it takes the case, which clocks it sets or ends.

A clock counts from when a thing happened, not from when it was noted.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, bindparam
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseClock, CaseEvent
from models.case_codes import CaseFact, ClockKind
from services.cases.history import in_force, owed_by, stands_at
from services.cases.rules import ENDS, Terms, move

NOT_BY_FACTS = frozenset({ClockKind.REFERRAL, ClockKind.CLOSING})  # what they wait for has columns of its own
# Built once: every press about a case asks for them, often more than once.
_CASE_ID: BindParameter[int] = bindparam("case_id")
_HISTORY = select(CaseEvent).where(CaseEvent.case_id == _CASE_ID).order_by(col(CaseEvent.id))
_CLOCKS = (
    select(CaseClock)
    .where(CaseClock.case_id == _CASE_ID, col(CaseClock.settled_at).is_(None))
    .order_by(col(CaseClock.first_due_at), col(CaseClock.id))
)


async def enter(
    session: AsyncSession,
    *,
    now: datetime,
    case: Case,
    fact: CaseFact,
    person_id: int | None = None,
    level: int | None = None,
    happened_at: datetime | None = None,
    subject_id: int | None = None,
    child_id: int | None = None,
) -> CaseEvent:
    """Append the event, and let it move the case; the caller holds the case's row."""
    event = CaseEvent(
        case_id=case.id or 0, fact=fact, person_id=person_id, level=level, happened_at=happened_at or now,
        entered_at=now, subject_id=subject_id, child_id=child_id,
    )  # fmt: skip
    case.state = move(case.state, fact)
    session.add_all((event, case))
    await session.flush()
    running = await list_clocks(session, case_id=case.id or 0)
    for clock in running:
        if clock.kind in ENDS.get(fact, frozenset()) & NOT_BY_FACTS:
            await end_clock(session, now=now, clock_id=clock.id or 0)
    is_asked = fact is CaseFact.CLOSE_ASKED and case.is_live and not case.is_practice
    if is_asked and all(clock.kind is not ClockKind.CLOSING for clock in running):
        due = terms_of(case).due(ClockKind.CLOSING, now=now)
        await set_clock(session, case_id=case.id or 0, kind=ClockKind.CLOSING, due=due)
    await _owe(session, now=now, case=case, events=in_force(await list_history(session, case_id=case.id)))
    return event


async def amend(session: AsyncSession, *, now: datetime, case: Case, event: CaseEvent) -> None:
    """Append an event that amends another, and let the case stand as if it had been so from the first."""
    session.add(event)
    await session.flush()
    events = in_force(await list_history(session, case_id=case.id))
    case.state = stands_at(one.fact for one in events)
    session.add(case)
    await _owe(session, now=now, case=case, events=events)


async def _owe(session: AsyncSession, *, now: datetime, case: Case, events: Sequence[CaseEvent]) -> None:
    """Let those clocks run that follow from what stands; a drill owes nobody anything."""
    if case.is_practice:
        return
    owed = owed_by(((one.fact, one.happened_at) for one in events), terms_of(case))
    running = await list_clocks(session, case_id=case.id or 0)
    for kind in set(ClockKind) - NOT_BY_FACTS:
        mine = {clock.first_due_at: clock for clock in running if clock.kind is kind}
        for due in mine.keys() - set(owed.get(kind, ())):
            await end_clock(session, now=now, clock_id=mine[due].id or 0)
        missing = [due for due in owed.get(kind, ()) if due not in mine]
        await set_clock(session, case_id=case.id or 0, kind=kind, due=missing)


async def list_history(session: AsyncSession, *, case_id: int | None) -> list[CaseEvent]:
    """Every event, also what was amended or taken back later."""
    return list(await session.exec(_HISTORY, params={"case_id": case_id}))


async def set_clock(
    session: AsyncSession,
    *,
    case_id: int,
    kind: ClockKind,
    due: Sequence[datetime],
    subject_id: int | None = None,
    asks_at: datetime | None = None,
) -> None:
    """Let a clock run for each of these instants; `asks_at`: when it asks first, if before."""
    session.add_all(
        CaseClock(case_id=case_id, kind=kind, first_due_at=at, due_at=asks_at or at, subject_id=subject_id)
        for at in due
    )
    await session.flush()


async def end_clock(session: AsyncSession, *, now: datetime, clock_id: int) -> None:
    """It is done, or needs no answer any more."""
    ended = update(CaseClock).where(col(CaseClock.id) == clock_id, col(CaseClock.settled_at).is_(None))
    await session.exec(ended.values(settled_at=now, due_at=None))


async def list_clocks(session: AsyncSession, *, case_id: int) -> list[CaseClock]:
    """What is still owed, the earliest first."""
    return list(await session.exec(_CLOCKS, params={"case_id": case_id}))


def terms_of(case: Case) -> Terms:
    """The terms as they stood when the case was sent: editing the profile can't lose a clock."""
    given = case.ladder[0] if case.ladder else {}
    usual = Terms()
    minutes = given.get("police_nag_minutes", 15)
    return Terms(
        call=None if minutes is None else timedelta(minutes=minutes),
        feedback=timedelta(days=given.get("feedback_days", usual.feedback.days)),
        reviews=tuple(given.get("review_days", usual.reviews)),
    )
