"""Gather the facts of a paper; that it was made is itself written down."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from services.audit import service as audit
from services.errors import CareError
from services.incidents import queries as incidents
from services.incidents.rules import clock_of
from services.papers import queries, rules
from services.papers.purposes import PURPOSES
from services.papers.queries import Span
from services.papers.types import Breach, Impact, Processing, Setup, Yearly
from services.profile import Profile
from services.wallclock import MIDNIGHT, find_zone, instant_of, local


async def impact(session: AsyncSession, *, now: datetime, profile: Profile, setup: Setup) -> Impact:
    """Whom the installation concerns today, and how it is set."""
    today, gate = _today(now, setup), profile.age_gates.data_consent
    people = await queries.count_people(session, now=now, gate=gate, born_after=_years_before(today, gate))
    schemes = await queries.list_schemes(session)
    await _write_down(session, now=now, subject="impact")
    return Impact(setup, today, people, PURPOSES, schemes)


async def processing(session: AsyncSession, *, now: datetime, setup: Setup) -> Processing:
    """What is done with people's data here."""
    schemes = await queries.list_schemes(session)
    await _write_down(session, now=now, subject="processing")
    return Processing(setup, _today(now, setup), PURPOSES, schemes)


async def yearly(
    session: AsyncSession, *, now: datetime, profile: Profile, setup: Setup, year: int | None
) -> Yearly:
    """Count a year, the last whole one where none is named. Raises CareError papers.year_not_begun."""
    zone, today = find_zone(setup.zone), _today(now, setup)
    year = year or today.year - 1
    if year > today.year:
        raise CareError("papers.year_not_begun", year=year)
    span = Span(_new_year(year, zone), _new_year(year + 1, zone))
    requests = await queries.list_requests(session, span=span, zone=zone)
    noticed = await incidents.list_noticed(session, profile=profile, since=span.since, until=span.until)
    facts = Yearly(
        setup=setup,
        made_on=today,
        year=year,
        is_over=year < today.year,
        due_on=date.fromisoformat(f"{year + 1}-{setup.law.yearly_due}"),
        children=await queries.count_children(session, span=span),
        consents=await queries.count_consents(session, span=span),
        accesses=await queries.count_accesses(session, span=span),
        requests=rules.count_requests(requests, today=today),
        purges=await queries.count_purges(session, span=span),
        incidents=rules.count_incidents(noticed, now=now),
    )
    await _write_down(session, now=now, subject="yearly")
    return facts


async def breach(
    session: AsyncSession, *, now: datetime, profile: Profile, setup: Setup, incident_id: int
) -> Breach:
    """One incident with its words, which this opens. Raises CareError incidents.no_such."""
    kept = await incidents.get(session, profile=profile, incident_id=incident_id)
    words = await incidents.get_words(session, incident_id=incident_id)
    await _write_down(session, now=now, subject="incident", subject_id=incident_id)
    zone = find_zone(setup.zone)
    return Breach(
        setup=setup,
        made_on=_today(now, setup),
        number=incident_id,
        kind=kept.kind,
        words=words,
        people=kept.people,
        noticed_at=local(kept.noticed_at, zone),
        happened_at=_local(kept.happened_at, zone),
        due_at=local(kept.due_at, zone),
        clock=clock_of(kept, now),
        authority_told_at=_local(kept.authority_told_at, zone),
        people_told_at=_local(kept.people_told_at, zone),
        closed_at=_local(kept.closed_at, zone),
    )


def _local(instant: datetime | None, zone: ZoneInfo) -> datetime | None:
    return local(instant, zone) if instant else None


def _today(now: datetime, setup: Setup) -> date:
    return local(now, find_zone(setup.zone)).date()


def _new_year(year: int, zone: ZoneInfo) -> datetime:
    return instant_of(date(year, 1, 1), MIDNIGHT, zone)


def _years_before(day: date, years: int) -> date:
    """Return the same day that many years ago; of a 29 February the 28th, where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


async def _write_down(
    session: AsyncSession, *, now: datetime, subject: str, subject_id: int | None = None
) -> None:
    await audit.record(
        session,
        now=now,
        actor=None,
        action="make_paper",
        subject=subject,
        subject_id=subject_id,
        allowed=True,
    )
