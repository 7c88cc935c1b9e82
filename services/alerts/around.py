"""Everybody who might hear of a case, or must not: the school's people, those outside, the child's family."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, Child, Person, Relation, RoleGrant, Unit
from models.codes import Kin, Role
from services.alerts import exclusions
from services.cases.siblings import list_linked
from services.people.places import find_county
from services.people.queries import live


@dataclass(frozen=True)
class Around:
    """Somebody, by a role or as kin of the child; `is_out`: they notice nothing of the case."""

    person_id: int
    name: str
    role: Role | None
    kin: Kin | None
    is_out: bool


async def list_around(session: AsyncSession, *, now: datetime, case: Case) -> list[Around]:
    """The school first, then those outside it, then the family; each once, its reporter apart."""
    out = await exclusions.list_excluded(session, now=now, case=case)
    staff = await list_staff(session, now=now, case=case)
    outside = await _of_units(session, now=now, unit_ids=await _outside(session, case), out=out)
    found = {one.person_id: one for one in (*staff, *outside, *await _kin(session, now, case, out))}
    return [one for one in found.values() if one.person_id != case.reporter_id]


async def list_staff(session: AsyncSession, *, now: datetime, case: Case) -> list[Around]:
    """The people of the case's school, its reporter apart."""
    out = await exclusions.list_excluded(session, now=now, case=case)
    classes = select(Unit.id).where(Unit.parent_id == case.school_id)
    unit_ids = [case.school_id, *(one for one in await session.exec(classes) if one is not None)]
    staff = await _of_units(session, now=now, unit_ids=unit_ids, out=out)
    return [one for one in staff if one.person_id != case.reporter_id]


async def _of_units(
    session: AsyncSession, *, now: datetime, unit_ids: Sequence[int], out: set[int]
) -> list[Around]:
    """Who holds a role there, by the first of them."""
    rows = await session.exec(
        select(Person.id, Person.name, RoleGrant.role)
        .join(RoleGrant, col(RoleGrant.person_id) == Person.id)
        .where(col(RoleGrant.unit_id).in_(unit_ids), live(RoleGrant, now))
        .order_by(col(Person.name), col(RoleGrant.id))
    )
    found: dict[int, Around] = {}
    for person_id, name, role in rows:
        found.setdefault(person_id or 0, Around(person_id or 0, name, Role(role), None, person_id in out))
    return list(found.values())


async def _outside(session: AsyncSession, case: Case) -> list[int]:
    """The child's village, its township, the school's county."""
    village = select(Child.village_id).where(Child.id == case.child_id)
    places = select(Unit.id, Unit.parent_id).where(col(Unit.id).in_(village))
    here = (await session.exec(places)).first() or (None, None)
    county = await find_county(session, school_id=case.school_id)
    return [one for one in (*here, county) if one is not None]


async def _kin(session: AsyncSession, now: datetime, case: Case, out: set[int]) -> list[Around]:
    children = [case.child_id, *await list_linked(session, case_id=case.id)]
    rows = await session.exec(
        select(Person.id, Person.name, Relation.kin)
        .join(Relation, col(Relation.person_id) == Person.id)
        .where(or_(*(col(Relation.child_id) == one for one in children)), col(Relation.from_at) <= now)
        .order_by(col(Relation.id))
    )
    return [Around(one or 0, name, None, Kin(kin), one in out) for one, name, kin in rows]
