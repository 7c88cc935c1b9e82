"""What a case's road tells people unasked, loaded when it is sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models.case_codes import CaseOutcome, ClockKind
from models.codes import Notice
from services.alerts import doors, reading
from services.alerts.notices import concerning, reported_by
from services.alerts.types import Standing
from services.casework import queries
from services.notifications.facts import Facts, Loader
from services.people.queries import load_actor_of


@dataclass(frozen=True)
class CaseClockRings(Facts):
    """Something is overdue: neither the child nor what happened. `since`: when it was due, or will be."""

    case_id: int
    number: str
    kind: ClockKind
    since: datetime
    to_reporter: bool
    is_early: bool


@dataclass(frozen=True)
class CaseClosingAsked(Facts):
    """`outcome` None: the second person wants the case to go on."""

    case_id: int
    number: str
    outcome: CaseOutcome | None


@dataclass(frozen=True)
class CaseWeek(Facts):
    """What is still open, newest first."""

    cases: tuple[Standing, ...]


async def load_clock(
    session: AsyncSession, *, now: datetime, recipient_id: int, case_id: int, clock_id: int
) -> CaseClockRings | None:
    """None once it is done, or for somebody who may no longer know."""
    own = await reported_by(session, now, recipient_id, case_id)
    case = own or await concerning(session, now=now, recipient_id=recipient_id, case_id=case_id)
    clock = await queries.find_clock(session, clock_id=clock_id)
    if case is None or not case.is_live or clock is None or clock.settled_at is not None:
        return None
    due = clock.first_due_at
    is_early = clock.kind is ClockKind.REFERRAL and now < due  # of another kind: the machine's was set back
    return CaseClockRings(case_id, case.number, clock.kind, due, own is not None, is_early)


async def load_closing(
    session: AsyncSession, *, now: datetime, recipient_id: int, case_id: int
) -> CaseClosingAsked | None:
    """To the second person while the question stands; to the first one once it was answered with no."""
    case = await concerning(session, now=now, recipient_id=recipient_id, case_id=case_id)
    if case is None or not case.is_live or case.closing_by_id == recipient_id:
        return None
    if case.closing_by_id is None and case.taken_by_id != recipient_id:
        return None
    return CaseClosingAsked(case_id, case.number, case.outcome)


async def load_week(session: AsyncSession, *, now: datetime, recipient_id: int) -> CaseWeek | None:
    actor = await load_actor_of(session, now=now, person_id=recipient_id)
    cases = [one for one in await doors.list_openable(session, now=now, actor=actor) if not one.is_practice]
    return CaseWeek(tuple([await reading.standing(session, one) for one in cases])) if cases else None


NOTICES: dict[Notice, Loader] = {
    Notice.CASE_CLOCK: load_clock,
    Notice.CASE_CLOSING: load_closing,
    Notice.CASE_WEEK: load_week,
}
