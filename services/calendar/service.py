"""A school's calendar: read by the planner, kept by the school's administrators."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import SpanKind
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied, GrantedSchool
from services.access.types import SchoolRef
from services.calendar import queries
from services.calendar.rules import Calendar, Day, Span, read_span
from services.calendar.state import knows_made_up_days, state_of
from services.calendar.types import CalendarView
from services.people.actor import Actor
from services.profile import Profile
from services.wallclock import find_zone, local

AHEAD = timedelta(days=120)


async def calendars_of(
    session: AsyncSession, *, school_ids: Collection[int], profile: Profile
) -> dict[int, Calendar]:
    """The calendars of these schools: one query, whatever their number."""
    spans = await queries.list_spans(session, school_ids=school_ids)
    return {one: calendar_of(profile.country, spans.get(one, ())) for one in school_ids}


@lru_cache(maxsize=4096)
def calendar_of(country: str | None, spans: tuple[Span, ...]) -> Calendar:
    """One object for the same contents, so that what is computed with it can be kept."""
    return Calendar(spans, state_of(country))


async def see(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int, profile: Profile
) -> CalendarView | Denied:
    """Return what holds from today on."""
    decision = await _decide(session, now=now, actor=actor, school_id=school_id)
    if isinstance(decision, Denied):
        return decision
    return await _view(session, now=now, school=decision.school, profile=profile)


async def add(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    school_id: int,
    profile: Profile,
    kind: SpanKind,
    text: str,
) -> CalendarView | Denied:
    """Enter a span as it was typed. Raises CareError as `rules.read_span` does."""
    decision = await _decide(session, now=now, actor=actor, school_id=school_id)
    if isinstance(decision, Denied):
        return decision
    known = (await queries.list_spans(session, school_ids=[school_id])).get(school_id, ())
    span = read_span(kind, text, today=_today(now, decision.school), known=known)
    await queries.add_span(session, now=now, school_id=school_id, span=span, person_id=decision.person_id)
    await queries.lay_out_school(session, now=now, school_id=school_id)
    return await _view(session, now=now, school=decision.school, profile=profile)


async def drop(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int, profile: Profile, span_id: int
) -> CalendarView | Denied:
    """Forget a span; one that is gone already makes no difference."""
    decision = await _decide(session, now=now, actor=actor, school_id=school_id)
    if isinstance(decision, Denied):
        return decision
    if await queries.drop_span(session, school_id=school_id, span_id=span_id):
        await queries.lay_out_school(session, now=now, school_id=school_id)
    return await _view(session, now=now, school=decision.school, profile=profile)


async def _decide(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int
) -> GrantedSchool | Denied:
    return await access.decide_school(
        session, now=now, actor=actor, action=Action.KEEP_CALENDAR, school_id=school_id
    )


async def _view(session: AsyncSession, *, now: datetime, school: SchoolRef, profile: Profile) -> CalendarView:
    today = _today(now, school)
    spans = (await queries.list_spans(session, school_ids=[school.school_id])).get(school.school_id, ())
    coming = tuple(one for one in spans if one.to_on >= today)
    year = (today + AHEAD).year
    return CalendarView(
        school.school_id,
        school.name,
        coming,
        tuple(_state_days(today, profile.country)),
        None if knows_made_up_days(profile.country, year) else year,
        max((one.to_on for one in spans if one.kind is SpanKind.TERM), default=None),
    )


def _state_days(today: date, country: str | None) -> list[tuple[date, bool]]:
    state = state_of(country)
    days = (today + timedelta(days=n) for n in range(AHEAD.days))
    return [(day, said is Day.MADE_UP) for day in days if (said := state(day)) is not None]


def _today(now: datetime, school: SchoolRef) -> date:
    return local(now, find_zone(school.timezone)).date()
