"""Send a case, and let it climb until somebody takes it; it never stops by itself."""

from datetime import datetime

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.case_codes import CaseFact, CaseState
from models.codes import Sending
from services.alerts import exclusions, kin, on_duty, queries, reach, recipients, telling
from services.alerts.events import count_facts, find_told_at
from services.alerts.rules import Course, first_part, is_last, repeat, role_at, wait

TWO_KNOW = 2  # adults, before a case waits for anybody

log = structlog.get_logger()


async def send(
    session: AsyncSession, *, now: datetime, case: Case, course: Course, to_reporter: bool
) -> None:
    """Leave people out, freeze the ladder, and only then tell its first step.

    `to_reporter` False: the reporter is looking at the screen that says it.
    """
    await exclusions.exclude(session, now=now, case=case, groups=course.excludes)
    case.state = CaseState.OPEN if case.state is CaseState.DRAFT else case.state
    case.sent_at, case.ladder = case.sent_at or now, course.ladder
    await _tell_from(session, now=now, case=case, level=0, fact=CaseFact.SENT, to_reporter=to_reporter)


async def climb(
    session: AsyncSession,
    *,
    now: datetime,
    case: Case,
    in_time: bool = False,
    but: int | None = None,
    says_unreached: bool = True,
) -> None:
    """Tell the next step, or the last one once more; before that, who of the present one wasn't told yet.

    `in_time`: the clock moves it, so these have the rest of the step's wait. `but`: who has just given it up.
    `says_unreached` False: the reporter was told just now that somebody couldn't be reached.
    """
    ends_at = await _ends_at(session, now=now, case=case)
    if await _widen(session, now=now, case=case) and in_time and ends_at > now:
        case.escalate_at = ends_at
        return
    if is_last(case.ladder, case.level):
        await _repeat(session, now=now, case=case, but=but)
    else:
        await _tell_from(
            session, now=now, case=case, level=case.level + 1, fact=CaseFact.CLIMBED,
            says_unreached=says_unreached,
        )  # fmt: skip


async def begin_anew(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """Climb from the first step, as if nobody had been told yet."""
    await exclusions.exclude(session, now=now, case=case, groups=())
    await _tell_from(session, now=now, case=case, level=0, fact=CaseFact.CLIMBED)
    await kin.tell_holders(session, now=now, case=case)


async def skip_unreached(session: AsyncSession, *, now: datetime, case_id: int, level: int) -> None:
    """Climb at once when the last hope of a level turned out to be out of reach."""
    case = await queries.find_case(session, case_id=case_id, lock=True)
    if case is None or case.level != level or not _is_waiting(case):
        return
    if await _is_alive(session, now=now, case=case):
        return
    if not await reach.has_newcomers(session, now=now, case=case):
        await _pass_by(session, now=now, case=case)
    elif (ends_at := await _ends_at(session, now=now, case=case)) > now:
        await _widen(session, now=now, case=case)
        case.escalate_at = ends_at
    else:
        await _repeat(session, now=now, case=case)
    session.add(case)
    await session.flush()


async def _pass_by(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """Nobody of the present level can be reached: the next one is told."""
    is_first = await _count(session, case, (CaseFact.UNREACHED,)) == 0
    await telling.note(
        session, now=now, case=case, fact=CaseFact.UNREACHED, level=case.level, to_reporter=is_first
    )
    if is_last(case.ladder, case.level):
        await _nobody_here(session, now=now, case=case)
    else:
        await climb(session, now=now, case=case, says_unreached=not is_first)


async def hurry(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """Nobody has received anything: tell the next step now; at the last one, raise the top alarm."""
    if not is_last(case.ladder, case.level) or await reach.has_newcomers(session, now=now, case=case):
        await climb(session, now=now, case=case)
    else:
        await telling.cry_unreached(session, now=now, case=case)
    session.add(case)
    await session.flush()


async def is_heard(session: AsyncSession, *, now: datetime, case: Case, hopes: bool) -> bool:
    """Whether somebody who may know has received it; `hopes`: or will, by what is on its way."""
    alerts = await reach.list_alerts(session, now=now, case=case)
    return any(hopes or row.sending is Sending.SENT for row in alerts)


async def _tell_from(
    session: AsyncSession,
    *,
    now: datetime,
    case: Case,
    level: int,
    fact: CaseFact,
    to_reporter: bool = True,
    says_unreached: bool = True,
) -> None:
    """Tell the first step from `level` on that reaches somebody, and the next where one person isn't enough.

    One isn't enough at a school with a single adult; nor is a step whose people are all away. However many
    steps are vacant, the reporter hears of it once.
    """
    lone = await on_duty.find_lone(session, now=now, case=case)
    heard = (lone or set()) & {case.reporter_id} | await queries.list_ever_told(session, case_id=case.id or 0)
    for step in range(level, len(case.ladder)):
        case.level = step
        parted = await _tell_step(session, now=now, case=case)
        if not parted.first:
            says = says_unreached and await reach.has_hope(session, now=now, case=case)
            await telling.note(
                session, now=now, case=case, fact=CaseFact.UNREACHED, level=step, to_reporter=says
            )
            says_unreached = says_unreached and not says
            continue
        await telling.note(session, now=now, case=case, fact=fact, level=step, to_reporter=to_reporter)
        has_time = first_part if parted.others else wait
        case.escalate_at = now + has_time(case.ladder, step)
        heard |= set(parted.first)
        goes_on = parted.is_away or (lone is not None and len(heard) < TWO_KNOW)
        if not goes_on or is_last(case.ladder, step):
            return
        fact, to_reporter = CaseFact.CLIMBED, True
    await _nobody_here(session, now=now, case=case)


async def _tell_step(session: AsyncSession, *, now: datetime, case: Case) -> on_duty.Parted:
    """Tell those of the present step who come first."""
    role = role_at(case.ladder, case.level)
    people = await recipients.list_recipients(session, now=now, case=case, roles={role})
    parted = await on_duty.split(session, now=now, case=case, role=role, people=people)
    await telling.alert(session, now=now, case=case, person_ids=parted.first)
    await telling.knock_on(session, now=now, case=case, roles={role}, later=parted.others)
    return parted


async def _widen(session: AsyncSession, *, now: datetime, case: Case) -> bool:
    """Tell everybody of the present step who wasn't told on it; False: there is nobody."""
    role = role_at(case.ladder, case.level)
    people = await recipients.list_recipients(session, now=now, case=case, roles={role})
    told = await queries.list_ever_told(session, case_id=case.id or 0, level=case.level)
    others = [one for one in people if one not in told]
    if others:
        await telling.alert(session, now=now, case=case, person_ids=others)
        await telling.knock_on(session, now=now, case=case, roles={role})
        log.info("alerts.widened", case_id=case.id, step=case.level)
    return bool(others)


async def _ends_at(session: AsyncSession, *, now: datetime, case: Case) -> datetime:
    """When the present step's wait is over; never later than one wait from now, whatever the clock did."""
    told_at = await find_told_at(session, case_id=case.id or 0, level=case.level)
    lasts = wait(case.ladder, case.level)
    return now if told_at is None else min(told_at, now) + lasts


async def _repeat(session: AsyncSession, *, now: datetime, case: Case, but: int | None = None) -> None:
    """Ask the last step again; when it has nobody, everybody the case has come past."""
    await telling.knock_on(session, now=now, case=case, roles={role_at(case.ladder, case.level)})
    people = await reach.whoever_is_left(session, now=now, case=case, but=but)
    if not people:
        await telling.note(session, now=now, case=case, fact=CaseFact.UNREACHED, level=case.level)
        await _nobody_here(session, now=now, case=case)
        return
    told = await _count(session, case, (CaseFact.SENT, CaseFact.CLIMBED))
    await telling.alert(session, now=now, case=case, person_ids=people)
    # The reporter hears that it repeats, not each time that it does: it may go on all night. Of a step
    # that is vacant they have heard, and who was asked in its place knew of the case before.
    is_vacant = await reach.is_vacant(session, now=now, case=case)
    await telling.note(
        session, now=now, case=case, fact=CaseFact.CLIMBED, level=case.level,
        to_reporter=told <= 1 and not is_vacant,
    )  # fmt: skip
    case.escalate_at = now + repeat(case.ladder, times=told - 1)


async def _nobody_here(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """The ladder's end reached nobody: try again soon, and say it loudly if no earlier step was reached."""
    case.escalate_at = now + repeat(case.ladder, times=0)
    if await reach.alive(session, now=now, case=case):
        log.error("alerts.step_unreached", case_id=case.id, step=case.level)
    else:
        await telling.cry_unreached(session, now=now, case=case)


async def _count(session: AsyncSession, case: Case, facts: tuple[CaseFact, ...]) -> int:
    return await count_facts(session, case_id=case.id, level=case.level, facts=facts)


async def _is_alive(session: AsyncSession, *, now: datetime, case: Case) -> bool:
    """Whether anybody of the present level was told, or still will be."""
    return case.level in await reach.alive(session, now=now, case=case)


def _is_waiting(case: Case) -> bool:
    return case.is_live and case.taken_by_id is None
