"""Look up the adults around children, many children at a time where the planner asks."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Person, Relation, RoleGrant, Unit
from models.codes import TEACHERS, Role
from services.access.types import ClassRef
from services.children.types import Place
from services.people.queries import list_open_phones, live

HEADS = frozenset({Role.ADMINISTRATOR})


async def list_places(session: AsyncSession, *, now: datetime, child_id: int) -> list[Place]:
    """The live places beside a child, in the order in which they were made."""
    rows = await session.exec(
        select(Relation, Person.name)
        .join(Person, col(Relation.person_id) == Person.id, isouter=True)
        .where(Relation.child_id == child_id, live(Relation, now))
        .order_by(col(Relation.id))
    )
    return [Place(row.id or 0, row.kin, row.away, name) for row, name in rows]


async def list_relations(session: AsyncSession, *, now: datetime, child_id: int) -> list[Relation]:
    rows = await session.exec(
        select(Relation).where(Relation.child_id == child_id, live(Relation, now)).order_by(col(Relation.id))
    )
    return list(rows)


async def is_known(session: AsyncSession, *, school_id: int, name: str, born_on: date) -> bool:
    """Whether the school has a child of this name and birth date already."""
    found = (
        exists()
        .where(col(Child.class_id) == Unit.id, col(Unit.parent_id) == school_id)
        .where(col(Child.name) == name, col(Child.born_on) == born_on, col(Child.left_at).is_(None))
    )
    return bool((await session.exec(select(found))).one())


async def list_class_staff(
    session: AsyncSession, *, now: datetime, classes: Mapping[int, int]
) -> dict[int, list[int]]:
    """Map each class to its teachers' person ids; a class without one is its administrators' concern.

    `classes` maps the id of a class to the id of its school.
    """
    held = await _holders(session, now=now, roles=TEACHERS, unit_ids=set(classes))
    orphans = {school_id for class_id, school_id in classes.items() if class_id not in held}
    heads = await _holders(session, now=now, roles=HEADS, unit_ids=orphans) if orphans else {}
    return {class_id: held.get(class_id) or heads.get(school, []) for class_id, school in classes.items()}


async def list_answering(session: AsyncSession, *, now: datetime, unit: ClassRef) -> list[int]:
    """A class's teachers; with them its school's administrators while no teacher's phone takes messages."""
    found = await list_class_staff(session, now=now, classes={unit.class_id: unit.school_id})
    staff = found[unit.class_id]
    if await list_open_phones(session, person_ids=staff):
        return staff
    heads = await _holders(session, now=now, roles=HEADS, unit_ids={unit.school_id})
    return list(dict.fromkeys((*staff, *heads.get(unit.school_id, []))))


async def _holders(
    session: AsyncSession, *, now: datetime, roles: Collection[Role], unit_ids: Collection[int]
) -> dict[int, list[int]]:
    rows = await session.exec(
        select(RoleGrant.unit_id, RoleGrant.person_id)
        .where(col(RoleGrant.unit_id).in_(unit_ids), col(RoleGrant.role).in_(roles), live(RoleGrant, now))
        .distinct()
        .order_by(col(RoleGrant.person_id))
    )
    found: dict[int, list[int]] = {}
    for unit_id, person_id in rows:
        found.setdefault(unit_id, []).append(person_id)
    return found


async def list_names(session: AsyncSession, *, person_ids: Collection[int]) -> tuple[str, ...]:
    rows = await session.exec(
        select(Person.name).where(col(Person.id).in_(person_ids)).order_by(col(Person.id))
    )
    return tuple(rows)
