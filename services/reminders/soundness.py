"""What was entered rightly once and can't be used any more: rules without a date, zones that are gone."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import CalendarSpan, Child, Person, Plan, Unit
from models.codes import SpanKind, UnitKind
from services.errors import CareError
from services.reminders.kinds import parse
from services.reminders.occurrences import ensure_future
from services.reminders.windows import parse_reach
from services.wallclock import exists_zone

SOON = timedelta(days=30)


@dataclass(frozen=True)
class LostZone:
    """A zone that the zone data doesn't have, and how many people and places are kept by it."""

    zone: str
    count: int


async def list_lost_rules(session: AsyncSession, *, today: date) -> list[int]:
    """The plans whose own rule can't be read, or never comes again."""
    rows = await session.exec(
        select(Plan.id, Plan.rule)
        .join(Child, col(Child.id) == col(Plan.child_id))
        .where(col(Plan.rule).is_not(None), col(Child.left_at).is_(None))
        .order_by(col(Plan.id))
    )
    return [plan_id or 0 for plan_id, rule in rows if rule and not _has_future(rule, today)]


async def list_lost_windows(session: AsyncSession) -> list[int]:
    """The children whose windows can't be read: any hour counts as theirs."""
    rows = await session.exec(
        select(Child.id, Child.reach).where(col(Child.reach).is_not(None), col(Child.left_at).is_(None))
    )
    return [child_id or 0 for child_id, reach in rows if reach and not _can_be_read(reach)]


async def list_lost_zones(session: AsyncSession) -> list[LostZone]:
    """The zones in use that don't exist; whoever is kept by them is timed by UTC."""
    found: dict[str, int] = {}
    for column in (col(Person.timezone), col(Unit.timezone)):
        for zone, count in await session.exec(select(column, func.count()).group_by(column)):
            found[zone] = found.get(zone, 0) + count
    return [LostZone(zone, count) for zone, count in sorted(found.items()) if not exists_zone(zone)]


async def list_ending_terms(session: AsyncSession, *, today: date) -> list[tuple[str, date]]:
    """The schools that have entered terms, the last of which is over soon or already."""
    last = func.max(col(CalendarSpan.to_on))
    rows = await session.exec(
        select(Unit.name, last)
        .join(CalendarSpan, col(CalendarSpan.unit_id) == col(Unit.id))
        .where(Unit.kind == UnitKind.SCHOOL, CalendarSpan.kind == SpanKind.TERM)
        .group_by(col(Unit.id), col(Unit.name))
        .having(last <= today + SOON)
        .order_by(col(Unit.id))
    )
    return list(rows)


def _has_future(rule: object, today: date) -> bool:
    try:
        ensure_future(parse(rule), today=today)
    except CareError:
        return False
    return True


def _can_be_read(reach: object) -> bool:
    try:
        parse_reach(reach)
    except CareError:
        return False
    return True
