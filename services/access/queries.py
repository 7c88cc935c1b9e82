"""Where an actor stands towards a child, from rows that are live now."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, case
from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from models import Child, Person, Relation, Unit
from models.codes import Cover, Grant, Kin, Role, UnitKind
from services.access.rules import NEEDS, POLICY, USUAL, Action, Standing
from services.access.types import ChildRef, ClassRef, SchoolRef, Stand
from services.people.actor import Actor
from services.people.queries import live

School, Above, Village = aliased(Unit), aliased(Unit), aliased(Unit)
_CLASS: tuple[Any, ...] = (
    col(Unit.id).label("class_id"),
    col(Unit.name).label("class_name"),
    col(School.id).label("school_id"),
    col(School.name).label("school_name"),
    case((col(Above.kind) == UnitKind.COUNTY, col(Above.id)), else_=col(Above.parent_id)).label("county_id"),
    col(School.timezone),
)
_CHILD: tuple[Any, ...] = (
    col(Child.id).label("child_id"),
    col(Child.name),
    col(Child.born_on),
    col(Child.care),
    col(Child.away),
    col(Child.boards),
    col(Child.frozen_at),
    col(Child.village_id),
    col(Village.parent_id).label("township_id"),
    col(Child.left_at),
)
_CLASSES: Select[*tuple[Any, ...]] = (
    Select(*_CLASS)
    .join(School, col(Unit.parent_id) == School.id)
    .join(Above, col(School.parent_id) == Above.id, isouter=True)
    .where(col(Unit.kind) == UnitKind.CLASS)
)
_SCHOOLS: Select[*tuple[Any, ...]] = (
    Select(*_CLASS[2:])
    .join(Above, col(School.parent_id) == Above.id, isouter=True)
    .where(col(School.kind) == UnitKind.SCHOOL)
)
_EVER: Select[*tuple[Any, ...]] = (
    Select(*_CHILD, *_CLASS)
    .join(Unit, col(Child.class_id) == Unit.id)
    .join(School, col(Unit.parent_id) == School.id)
    .join(Above, col(School.parent_id) == Above.id, isouter=True)
    .join(Village, col(Child.village_id) == Village.id, isouter=True)
    .order_by(col(Child.class_id), col(Child.id))
)
_CHILDREN = _EVER.where(col(Child.left_at).is_(None))
_GONE = _EVER.where(col(Child.left_at).is_not(None))
_ONE_CHILD, _ONE_GONE = (one.where(col(Child.id) == bindparam("child_id")) for one in (_CHILDREN, _GONE))

# Built once: each press of a family asks this twice, and building it costs more than running it.
_THESE = col(Person.id).in_(bindparam("person_ids", expanding=True))
_PHONES = select(Person.account_id).where(_THESE, col(Person.account_id).is_not(None))
_MATES = select(Person.id).where(or_(_THESE, col(Person.account_id).in_(_PHONES)))
_NOW: BindParameter[datetime] = bindparam("now")
_BESIDE = (
    select(Relation)
    .where(
        col(Relation.child_id) == bindparam("child_id"),
        col(Relation.person_id).in_(_MATES),
        live(Relation, _NOW),
    )
    .order_by(col(Relation.id))
)


async def find_class(session: AsyncSession, *, class_id: int) -> ClassRef | None:
    row = (await session.exec(_CLASSES.where(col(Unit.id) == class_id))).first()
    return class_ref(row) if row else None


async def find_child(session: AsyncSession, *, child_id: int, is_gone: bool = False) -> ChildRef | None:
    """Return a child who is still at the school, or one who has left it (`is_gone`)."""
    query = _ONE_GONE if is_gone else _ONE_CHILD
    row = (await session.exec(query, params={"child_id": child_id})).first()
    return child_ref(row) if row else None


async def list_children(
    session: AsyncSession, *conditions: ColumnElement[bool], is_gone: bool = False
) -> list[ChildRef]:
    """The children that fulfil `conditions`, in the order of their registration."""
    query = _GONE if is_gone else _CHILDREN
    return [child_ref(row) for row in await session.exec(query.where(*conditions))]


async def list_of_class(session: AsyncSession, *, class_id: int) -> list[ChildRef]:
    return await list_children(session, col(Child.class_id) == class_id)


async def list_of_village(session: AsyncSession, *, village_ids: frozenset[int]) -> list[ChildRef]:
    return await list_children(session, col(Child.village_id).in_(village_ids))


async def list_of_family(
    session: AsyncSession,
    *,
    now: datetime,
    person_ids: tuple[int, ...],
    with_frozen: bool = False,
    is_gone: bool = False,
) -> list[ChildRef]:
    """The children beside whom one of these people stands and isn't barred.

    A child whose parents are in dispute is among them only `with_frozen`.
    """
    beside = select(Relation.child_id).where(col(Relation.person_id).in_(person_ids), live(Relation, now))
    barred = beside.where(col(Relation.barred_at).is_not(None))
    calm = () if with_frozen else (col(Child.frozen_at).is_(None),)
    mine = (col(Child.id).in_(beside), col(Child.id).not_in(barred))
    return await list_children(session, *mine, *calm, is_gone=is_gone)


async def list_classes(session: AsyncSession, *, school_ids: frozenset[int]) -> list[ClassRef]:
    query = _CLASSES.where(col(Unit.parent_id).in_(school_ids)).order_by(col(Unit.id))
    return [class_ref(row) for row in await session.exec(query)]


async def standings(
    session: AsyncSession, *, now: datetime, actor: Actor, child: ChildRef
) -> dict[Standing, Stand]:
    """Map each standing the actor has towards this child to who has it, and what they were granted.

    One barred person on a phone closes it for everybody who reads there; in a dispute both sides may only
    report harm.
    """
    found = staff_standings(actor, child.unit, child)
    if not actor.is_family:
        return found
    relations = await _beside(session, now=now, child_id=child.child_id, person_ids=actor.person_ids)
    if any(relation.barred_at is not None for relation in relations):
        return found
    for relation in relations:
        if relation.person_id in actor.person_ids:
            standing = Standing.IN_DISPUTE if child.is_frozen else _family_standing(relation)
            found.setdefault(standing, Stand(relation.person_id, granted(relation)))
    return found


async def _beside(
    session: AsyncSession, *, now: datetime, child_id: int, person_ids: Collection[int]
) -> Sequence[Relation]:
    """The live relations to a child of these people, and of whoever shares a phone with them."""
    asked = {"child_id": child_id, "person_ids": list(person_ids), "now": now}
    return (await session.exec(_BESIDE, params=asked)).all()


async def find_cover(session: AsyncSession, *, now: datetime, person_ids: Collection[int]) -> Cover | None:
    """The ordinary reason that one of these people is to be given; None: nobody is barred."""
    covers = await session.exec(
        select(Relation.cover)
        .where(
            col(Relation.person_id).in_(person_ids), live(Relation, now), col(Relation.barred_at).is_not(None)
        )
        .order_by(col(Relation.barred_at).desc())
    )
    found = covers.first()
    return Cover(found) if found else None


def granted(relation: Relation) -> frozenset[Grant]:
    """What the relation was granted: what somebody chose, or what is usual."""
    if relation.grants is None:
        return USUAL[relation.kin]
    return frozenset(Grant(one) for one in relation.grants)


def _family_standing(relation: Relation) -> Standing:
    if relation.kin is not Kin.CARER:
        return Standing.PARENT
    return Standing.GUARDIAN if relation.is_guardian else Standing.CARER


async def find_school(session: AsyncSession, *, school_id: int) -> SchoolRef | None:
    row: Any = (await session.exec(_SCHOOLS.where(col(School.id) == school_id))).first()
    return SchoolRef(row.school_id, row.school_name, row.county_id, row.timezone) if row else None


def school_standings(actor: Actor, school: SchoolRef) -> dict[Standing, Stand]:
    """Where the actor's roles put them towards a school as a whole."""
    home = {
        Role.ADMINISTRATOR: school.school_id,
        Role.SAFEGUARDING: school.school_id,
        Role.COUNTY_OFFICER: school.county_id,
    }
    return _standings(actor, home, school.school_id)


def staff_standings(actor: Actor, unit: ClassRef, child: ChildRef | None = None) -> dict[Standing, Stand]:
    """Where the actor's roles put them towards a class, the school around it, and the child's home."""
    home = {
        Role.TEACHER: unit.class_id,
        Role.CLASS_TEACHER: unit.class_id,
        Role.SUBJECT_TEACHER: unit.class_id,
        Role.ADMINISTRATOR: unit.school_id,
        Role.SAFEGUARDING: unit.school_id,
        Role.COUNTY_OFFICER: unit.county_id,
        Role.VILLAGE_DIRECTOR: child.village_id if child else None,
        Role.TOWNSHIP_SUPERVISOR: child.township_id if child else None,
    }
    return _standings(actor, home, unit.school_id)


def _standings(actor: Actor, home: dict[Role, int | None], school_id: int) -> dict[Standing, Stand]:
    """`home`: of which unit a role must be held. A volunteer is nobody's colleague."""
    found: dict[Standing, Stand] = {}
    for held in actor.roles:
        if held.unit_id == home.get(held.role):
            found.setdefault(Standing(held.role.value), Stand(held.person_id))
        if held.school_id == school_id and held.role is not Role.VOLUNTEER:
            found.setdefault(Standing.COLLEAGUE, Stand(held.person_id))
    return found


def acting_person(action: Action, found: Mapping[Standing, Stand]) -> int | None:
    """In whose name: the first standing that the action allows and whose grants suffice; None: nobody."""
    needed = NEEDS.get(action)
    for standing, stand in found.items():
        suffices = needed is None or stand.grants is None or needed in stand.grants
        if standing in POLICY.get(action, frozenset()) and suffices:
            return stand.person_id
    return None


def class_ref(row: Any) -> ClassRef:
    return ClassRef(row.class_id, row.class_name, row.school_id, row.school_name, row.county_id, row.timezone)


def child_ref(row: Any) -> ChildRef:
    return ChildRef(
        row.child_id, row.name, row.born_on, row.care, row.away, row.boards, unit=class_ref(row),
        is_frozen=row.frozen_at is not None, village_id=row.village_id, township_id=row.township_id,
        left_at=row.left_at,
    )  # fmt: skip
