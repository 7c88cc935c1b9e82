"""Where an actor stands towards a child, from rows that are live now."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from models import Child, Relation, Unit
from models.codes import Kin, Role, UnitKind
from services.access.rules import POLICY, Action, Standing
from services.access.types import ChildRef, ClassRef, SchoolRef
from services.people.actor import Actor
from services.people.queries import live

School = aliased(Unit)
_CLASS: tuple[Any, ...] = (
    col(Unit.id).label("class_id"),
    col(Unit.name).label("class_name"),
    col(School.id).label("school_id"),
    col(School.name).label("school_name"),
    col(School.parent_id).label("county_id"),
    col(School.timezone),
)
_CHILD: tuple[Any, ...] = (
    col(Child.id).label("child_id"),
    col(Child.name),
    col(Child.born_on),
    col(Child.care),
    col(Child.away),
    col(Child.boards),
)
_CLASSES: Select[*tuple[Any, ...]] = (
    Select(*_CLASS).join(School, col(Unit.parent_id) == School.id).where(col(Unit.kind) == UnitKind.CLASS)
)
_CHILDREN: Select[*tuple[Any, ...]] = (
    Select(*_CHILD, *_CLASS)
    .join(Unit, col(Child.class_id) == Unit.id)
    .join(School, col(Unit.parent_id) == School.id)
    .where(col(Child.left_at).is_(None))
    .order_by(col(Child.class_id), col(Child.id))
)
_ONE_CHILD = _CHILDREN.where(col(Child.id) == bindparam("child_id"))


async def find_class(session: AsyncSession, *, class_id: int) -> ClassRef | None:
    row = (await session.exec(_CLASSES.where(col(Unit.id) == class_id))).first()
    return class_ref(row) if row else None


async def find_child(session: AsyncSession, *, child_id: int) -> ChildRef | None:
    """Return a child who is still at the school."""
    row = (await session.exec(_ONE_CHILD, params={"child_id": child_id})).first()
    return child_ref(row) if row else None


async def list_children(session: AsyncSession, *conditions: ColumnElement[bool]) -> list[ChildRef]:
    """The children that fulfil `conditions`, in the order of their registration."""
    return [child_ref(row) for row in await session.exec(_CHILDREN.where(*conditions))]


async def list_of_class(session: AsyncSession, *, class_id: int) -> list[ChildRef]:
    return await list_children(session, col(Child.class_id) == class_id)


async def list_of_family(
    session: AsyncSession, *, now: datetime, person_ids: tuple[int, ...]
) -> list[ChildRef]:
    theirs = select(Relation.child_id).where(col(Relation.person_id).in_(person_ids), live(Relation, now))
    return await list_children(session, col(Child.id).in_(theirs))


async def list_classes(session: AsyncSession, *, school_ids: frozenset[int]) -> list[ClassRef]:
    query = _CLASSES.where(col(Unit.parent_id).in_(school_ids)).order_by(col(Unit.id))
    return [class_ref(row) for row in await session.exec(query)]


async def standings(
    session: AsyncSession, *, now: datetime, actor: Actor, child: ChildRef
) -> dict[Standing, int]:
    """Map each standing the actor has towards this child to the person who has it."""
    found = staff_standings(actor, child.unit)
    if not actor.is_family:
        return found
    relations = await session.exec(
        select(Relation)
        .where(
            Relation.child_id == child.child_id,
            col(Relation.person_id).in_(actor.person_ids),
            live(Relation, now),
        )
        .order_by(col(Relation.id))
    )
    for relation in relations:
        standing = Standing.CARER if relation.kin is Kin.CARER else Standing.PARENT
        if relation.person_id is not None:
            found.setdefault(standing, relation.person_id)
    return found


async def find_school(session: AsyncSession, *, school_id: int) -> SchoolRef | None:
    found = select(Unit).where(Unit.id == school_id, Unit.kind == UnitKind.SCHOOL)
    row = (await session.exec(found)).first()
    return SchoolRef(school_id, row.name, row.parent_id, row.timezone) if row else None


def school_standings(actor: Actor, school: SchoolRef) -> dict[Standing, int]:
    """Where the actor's roles put them towards a school as a whole."""
    home = {
        Role.ADMINISTRATOR: school.school_id,
        Role.SAFEGUARDING: school.school_id,
        Role.COUNTY_OFFICER: school.county_id,
    }
    return _standings(actor, home, school.school_id)


def staff_standings(actor: Actor, unit: ClassRef) -> dict[Standing, int]:
    """Where the actor's roles put them towards a class and the school around it."""
    home = {
        Role.TEACHER: unit.class_id,
        Role.ADMINISTRATOR: unit.school_id,
        Role.SAFEGUARDING: unit.school_id,
        Role.COUNTY_OFFICER: unit.county_id,
    }
    return _standings(actor, home, unit.school_id)


def _standings(actor: Actor, home: dict[Role, int | None], school_id: int) -> dict[Standing, int]:
    """`home`: of which unit a role must be held."""
    found: dict[Standing, int] = {}
    for held in actor.roles:
        if held.unit_id == home.get(held.role):
            found.setdefault(Standing(held.role.value), held.person_id)
        if held.school_id == school_id:
            found.setdefault(Standing.COLLEAGUE, held.person_id)
    return found


def acting_person(action: Action, found: dict[Standing, int]) -> int:
    """In whose name: the first standing that the action allows."""
    return next(person for standing, person in found.items() if standing in POLICY[action])


def class_ref(row: Any) -> ClassRef:
    return ClassRef(row.class_id, row.class_name, row.school_id, row.school_name, row.county_id, row.timezone)


def child_ref(row: Any) -> ChildRef:
    return ChildRef(row.child_id, row.name, row.born_on, row.care, row.away, row.boards, unit=class_ref(row))
