"""What the audit has of a week at a school, and which schools wait for their digest."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, exists, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, AuditEntry, Case, CaseSibling, Child, Person, Relation, RoleGrant, Unit
from models.codes import UnitKind
from services.children.looks import Looks, is_for_a_case, list_begun
from services.digest.rules import READS, TRIES, Entry, is_telling_time, last_week
from services.digest.types import Week
from services.wallclock import DAY, MIDNIGHT, days_of_week, find_zone, instant_of

PLANNED = "plan_digest"  # the audit's row that a week's digest of a school is planned
SUBJECT = "digest"


async def list_waiting(session: AsyncSession, *, now: datetime) -> list[int]:
    """The schools whose hour it is, and whose last week nobody has gone through yet."""
    zones = await session.exec(select(Unit.timezone).where(Unit.kind == UnitKind.SCHOOL).distinct())
    found: list[int] = []
    for name in sorted(zones):
        zone = find_zone(name)
        if is_telling_time(now, zone):
            planned = _is_planned(since=_bounds(last_week(now, zone), zone)[1])
            here = (Unit.kind == UnitKind.SCHOOL, Unit.timezone == name, ~planned)
            found += [one or 0 for one in await session.exec(select(Unit.id).where(*here))]
    return sorted(found)


async def claim_school(session: AsyncSession, *, now: datetime, school_id: int) -> Unit | None:
    """The school, locked, if it still waits: of two planners the second finds it planned."""
    locked = select(Unit).where(Unit.id == school_id).with_for_update(key_share=True)
    school = (await session.exec(locked)).first()
    return school if school and school_id in await list_waiting(session, now=now) else None


async def load_week(session: AsyncSession, *, school: Unit, week: str) -> Week:
    """Read the week of whoever had a role at the school in it."""
    school_id, zone = school.id or 0, find_zone(school.timezone)
    first, end = _bounds(week, zone)
    units = await _list_units(session, school_id=school_id, first=first, end=end)
    phones = await _map_phones(session, person_ids=units)
    homes = await _list_homes(session, person_ids=units)
    places = await _map_places(session, school_id=school_id)
    linking = select(CaseSibling.case_id).where(col(CaseSibling.child_id).in_(places))
    of_ours = or_(
        col(Case.child_id).in_(places), col(Case.school_id) == school_id, col(Case.id).in_(linking)
    )  # fmt: skip
    begun = await list_begun(session, cases=of_ours)
    entries = []
    for row in await _list_entries(session, phones=phones, first=first, end=end):
        of_child = row.subject == "child"
        place = places.get(row.subject_id or 0) if of_child else None
        if of_child and (_is_elsewhere(row, place) or _is_of_a_case(row, begun)):
            continue
        person_id = row.person_id or 0
        is_own = bool(units[person_id] & (place or set())) or (person_id, row.subject_id) in homes
        thing = (row.subject, row.subject_id)
        entries.append(Entry(person_id, row.at, row.action, thing, row.allowed, of_child and is_own))
    return Week(tuple(entries), phones, homes)


def _is_elsewhere(row: AuditEntry, place: set[int] | None) -> bool:
    """Whether a look was at a child of another school, which hears of it itself."""
    return row.allowed and place is None


def _is_of_a_case(row: AuditEntry, begun: dict[int, Looks]) -> bool:
    """Also who looked as much before: from a case on, nobody who knows of it is counted beside that child."""
    return is_for_a_case(row.person_id or 0, row.at, looks=(), begun=begun.get(row.subject_id or 0, ()))


def _is_planned(*, since: datetime) -> ColumnElement[bool]:
    return exists().where(
        col(AuditEntry.subject) == SUBJECT, col(AuditEntry.subject_id) == col(Unit.id),
        col(AuditEntry.action) == PLANNED, col(AuditEntry.at) >= since,
    )  # fmt: skip


def _bounds(week: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    monday, sunday = days_of_week(week)
    return instant_of(monday, MIDNIGHT, zone), instant_of(sunday + DAY, MIDNIGHT, zone)


async def _list_units(
    session: AsyncSession, *, school_id: int, first: datetime, end: datetime
) -> dict[int, set[int]]:
    """Map whoever had a role at the school, or at a class of it, to all units in which they had one."""
    held = (col(RoleGrant.from_at) < end) & or_(
        col(RoleGrant.until_at).is_(None), col(RoleGrant.until_at) > first
    )
    here = select(Unit.id).where(or_(col(Unit.id) == school_id, col(Unit.parent_id) == school_id))
    staff = select(RoleGrant.person_id).where(held, col(RoleGrant.unit_id).in_(here))
    rows = await session.exec(
        select(RoleGrant.person_id, RoleGrant.unit_id).where(held, col(RoleGrant.person_id).in_(staff))
    )
    units: dict[int, set[int]] = defaultdict(set)
    for person_id, unit_id in rows:
        units[person_id].add(unit_id)
    return dict(units)


async def _map_phones(session: AsyncSession, *, person_ids: Collection[int]) -> dict[int, int | None]:
    rows = await session.exec(select(Person.id, Person.account_id).where(col(Person.id).in_(person_ids)))
    return {person_id or 0: account_id for person_id, account_id in rows}


async def _list_homes(session: AsyncSession, *, person_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    mate = aliased(Person)
    rows = await session.exec(
        select(Person.id, Relation.child_id)
        .join(mate, col(mate.account_id) == col(Person.account_id))
        .join(Relation, col(Relation.person_id) == col(mate.id))
        .where(col(Person.id).in_(person_ids))
        .distinct()
    )
    return frozenset((person_id or 0, child_id) for person_id, child_id in rows)


async def _map_places(session: AsyncSession, *, school_id: int) -> dict[int, set[int]]:
    """Map each child of the school to its class, and to the village of its home."""
    rows = await session.exec(
        select(Child.id, Child.class_id, Child.village_id)
        .join(Unit, col(Unit.id) == col(Child.class_id))
        .where(Unit.parent_id == school_id)
    )
    return {child_id or 0: {one for one in places if one is not None} for child_id, *places in rows}


async def _list_entries(
    session: AsyncSession, *, phones: dict[int, int | None], first: datetime, end: datetime
) -> list[AuditEntry]:
    """By phone, as the index is; on a phone that several people share nothing has a name in the audit."""
    accounts = {one for one in phones.values() if one is not None}
    telegram_ids = select(Account.telegram_id).where(col(Account.id).in_(accounts))
    reads = col(AuditEntry.action).in_(READS) & col(AuditEntry.subject).in_(("child", "class"))
    rows = await session.exec(
        select(AuditEntry)
        .where(
            col(AuditEntry.telegram_id).in_(telegram_ids),
            col(AuditEntry.at) >= first,
            col(AuditEntry.at) < end,
            col(AuditEntry.person_id).in_(phones),
            or_(reads, col(AuditEntry.action).in_(TRIES)),
        )
        .order_by(col(AuditEntry.id))
    )
    return list(rows)
