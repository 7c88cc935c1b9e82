"""What is overdue asks the right person, then everybody the case has come to, then the next step."""

from datetime import datetime

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseClock
from models.case_codes import CaseFact, ClockKind
from models.codes import Notice
from services.alerts import exclusions, recipients, telling
from services.alerts.events import list_events
from services.alerts.queries import find_case
from services.alerts.rules import is_last, role_at
from services.cases import life
from services.cases.rules import rings_again
from services.casework import queries
from services.casework.rules import Whom, under_way_until, whom_to_ask
from services.notifications import service as notifications

log = structlog.get_logger()


async def has_due(session: AsyncSession, *, now: datetime) -> bool:
    due = await queries.next_due_at(session)
    return due is not None and due <= now


async def ring_due(session: AsyncSession, *, now: datetime) -> None:
    """Ring every clock that has come, one by one: one accident stops no other."""
    while (clock := await queries.claim_clock(session, now=now)) is not None:
        try:
            async with session.begin_nested():
                await _ring(session, now=now, clock_id=clock.id or 0, case_id=clock.case_id)
        except Exception:
            log.exception("casework.not_rung", clock_id=clock.id)


async def _ring(session: AsyncSession, *, now: datetime, clock_id: int, case_id: int) -> None:
    case = await find_case(session, case_id=case_id, lock=True)
    clock = await queries.find_clock(session, clock_id=clock_id)
    if clock is None or clock.settled_at is not None:
        return
    if case is None or not case.is_live:
        await life.end_clock(session, now=now, clock_id=clock_id)
        return
    busy = await _busy_until(session, case) if clock.kind is ClockKind.CALL else None
    if busy is not None and busy > now:
        clock.due_at = busy
    elif now < clock.first_due_at:  # nothing is overdue yet: a word beforehand
        await _tell(session, now=now, case=case, clock=clock, turn="before")
        clock.due_at = clock.first_due_at
    else:
        await _ask(session, now=now, case=case, clock=clock)
        clock.due_at = now + rings_again(clock.kind, rung=clock.rung)
        clock.rung += 1
    session.add_all((clock, case))
    await session.flush()


async def _ask(session: AsyncSession, *, now: datetime, case: Case, clock: CaseClock) -> None:
    was = case.level
    await _tell(session, now=now, case=case, clock=clock, turn=clock.rung)
    if clock.rung == 0 or case.level > was:
        await telling.note(session, now=now, case=case, fact=CaseFact.OVERDUE, level=case.level)
    log.info("casework.overdue", case_id=case.id, clock=clock.kind, rung=clock.rung)


async def _tell(
    session: AsyncSession, *, now: datetime, case: Case, clock: CaseClock, turn: int | str
) -> None:
    for person_id in await _list_asked(session, now=now, case=case, clock=clock):
        await notifications.enqueue(
            session, now=now, kind=Notice.CASE_CLOCK, recipient_id=person_id,
            params={"case_id": case.id, "clock_id": clock.id},
            priority=telling.urgency(case),
            dedup_key=f"case_clock:{clock.id}:{turn}:{person_id}",
        )  # fmt: skip


async def _list_asked(session: AsyncSession, *, now: datetime, case: Case, clock: CaseClock) -> list[int]:
    asks = clock.kind is ClockKind.CALL and await _may_ask_reporter(session, now=now, case=case)
    whom = whom_to_ask(clock.kind, rung=clock.rung, asks_reporter=asks)
    if whom is Whom.REPORTER:
        return [case.reporter_id]
    if whom is Whom.HOLDER and case.taken_by_id is not None:
        return [case.taken_by_id]
    # An untaken case climbs by its own ladder.
    if whom is Whom.NEXT and case.taken_by_id is not None and not is_last(case.ladder, case.level):
        case.level += 1
    roles = {role_at(case.ladder, level) for level in range(case.level + 1)}
    people = await recipients.list_recipients(session, now=now, case=case, roles=roles)
    first = case.closing_by_id if clock.kind is ClockKind.CLOSING else None
    return [one for one in people if one != first]


async def _may_ask_reporter(session: AsyncSession, *, now: datetime, case: Case) -> bool:
    """Nobody is asked on a family's phone, nor on one that somebody reads who must notice nothing."""
    if case.is_silent or case.from_home:
        return False
    return not await exclusions.is_overlooked(session, now=now, case=case)


async def _busy_until(session: AsyncSession, case: Case) -> datetime | None:
    events = await list_events(session, case_id=case.id)
    return under_way_until((one.fact, one.entered_at) for one in events)
