"""Turn rows into what the reporter and the holders of a case see."""

from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseEvent
from models.case_codes import CaseState
from services.alerts import kin, queries
from services.alerts.events import find_told_at, list_events, list_words
from services.alerts.rules import ABOUT_HOME, is_unreached, role_at, wait
from services.alerts.safety import list_unanswered
from services.alerts.types import Fact, HeldCase, ReportedCase, Standing
from services.cases.siblings import list_linked
from services.people.local_numbers import find_local_numbers
from services.profile import age_on
from services.wallclock import find_zone, local


async def standing(session: AsyncSession, case: Case) -> Standing:
    taken_by = await queries.find_name(session, case.taken_by_id)
    return Standing(
        case.id or 0, case.number, case.state, case.raised_at, taken_by, case.taken_at, case.is_practice
    )


async def reported(session: AsyncSession, case: Case) -> ReportedCase:
    facts = await _facts(session, case)
    sent = case.state is not CaseState.DRAFT
    reached = sent and not is_unreached(fact.fact for fact in facts)
    return ReportedCase(
        standing=await standing(session, case),
        situation=case.situation,
        involved=case.involved,
        role=role_at(case.ladder, case.level) if reached else None,
        escalate_at=await next_step_at(session, case),
        facts=facts,
        hides_reporter=case.hides_reporter,
        named_before=tuple(case.named_before),
        is_unnamed=case.child_id is None and not case.is_practice,
        numbers=await find_local_numbers(session, school_id=case.school_id),
    )


async def next_step_at(session: AsyncSession, case: Case) -> datetime | None:
    """When somebody further on hears of it; that others of the same step do before is no step."""
    if case.escalate_at is None or not case.is_live or case.taken_by_id is not None:
        return case.escalate_at
    told_at = await find_told_at(session, case_id=case.id or 0, level=case.level)
    ends_at = told_at + wait(case.ladder, case.level) if told_at else case.escalate_at
    return max(ends_at, case.escalate_at)


async def held(session: AsyncSession, case: Case, *, now: datetime, viewer: int) -> HeldCase:
    """What somebody on the ladder sees; `viewer` is in whose name it was opened."""
    child = await queries.get_child(session, case)
    return HeldCase(
        standing=await standing(session, case),
        child_name=child.name,
        age=_age(child.born_on, local(case.raised_at, find_zone(child.timezone)).date()),
        class_name=child.class_name,
        school_name=child.school_name,
        situation=case.situation,
        involved=case.involved,
        reporters=await _reporters(session, case, viewer=viewer),
        hides_reporter=case.hides_reporter,
        from_home=case.from_home,
        is_silent=case.is_silent,
        facts=await _facts(session, case),
        is_mine=case.taken_by_id == viewer,
        named_before=tuple(case.named_before),
        linked=len(await list_linked(session, case_id=case.id)),
        not_safe=len(list_unanswered(await list_words(session, case_id=case.id))),
        kin=await kin.look(session, now=now, case=case, viewer=viewer),
        child_has_left=child.has_left,
    )


def _age(born_on: date | None, on: date) -> int | None:
    return None if born_on is None else age_on(born_on, on)


async def _reporters(session: AsyncSession, case: Case, *, viewer: int) -> tuple[str, ...]:
    """Who raised it, unless only whoever has taken it may know; from a family's phone, all who read there."""
    if case.hides_reporter and case.taken_by_id != viewer:
        return ()
    if case.from_home:
        return await queries.list_names_on_phone(session, case.reporter_id)
    return (await queries.find_name(session, case.reporter_id) or "",)


async def _facts(session: AsyncSession, case: Case) -> tuple[Fact, ...]:
    """Of the case's own child: its reporter knows of no other by this."""
    events = await list_events(session, case_id=case.id)
    return tuple([await _fact(session, case, event) for event in events if event.child_id is None])


async def _fact(session: AsyncSession, case: Case, event: CaseEvent) -> Fact:
    person = await queries.find_name(session, event.person_id) if event.fact in ABOUT_HOME else None
    by_reporter = event.person_id == case.reporter_id
    return Fact(event.fact, event.happened_at, event.entered_at, by_reporter, person)
