"""Who may say “this is really them”: of a colleague, or of somebody beside a child.

    staff of a school      its administrators; of an administrator also the county's officers
    a county's officer     the other officers of the county
    a family               whoever may invite it: the class's teachers, the school's administrators

Nobody vouches for somebody on their own phone: whoever holds it would vouch for themselves.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Person, Relation, Unit
from models.codes import Role
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied, Granted
from services.audit import service as audit
from services.people.actor import Actor
from services.people.queries import list_holders, list_roles, live


async def as_voucher(
    session: AsyncSession, *, now: datetime, actor: Actor, action: str, person_id: int
) -> int | Denied:
    """Return in whose name the actor vouches for somebody, or refuse; either way it is written down."""
    mine = None
    if person_id not in await list_same_phone(session, person_ids=actor.person_ids):
        staff = await _list_staff_vouchers(session, now=now, person_id=person_id)
        mine = next((one for one in actor.person_ids if one in staff), None)
        mine = mine or await _of_family(session, now=now, actor=actor, person_id=person_id)
    await audit.record(
        session, now=now, actor=actor, action=action, subject="person", subject_id=person_id,
        allowed=mine is not None,
    )  # fmt: skip
    return Denied() if mine is None else mine


async def list_vouchers(session: AsyncSession, *, now: datetime, person_id: int) -> list[int]:
    """Everybody who may, by their roles; nobody from the same phone."""
    found = await _list_staff_vouchers(session, now=now, person_id=person_id)
    for class_id, school_id in await list_classes_of(session, now=now, person_id=person_id):
        found += await list_holders(session, now=now, role=Role.TEACHER, unit_id=class_id)
        found += await list_holders(session, now=now, role=Role.ADMINISTRATOR, unit_id=school_id)
    same = await list_same_phone(session, person_ids=[person_id])
    return [one for one in dict.fromkeys(found) if one not in same]


async def list_schools_of(session: AsyncSession, *, now: datetime, person_id: int) -> list[int]:
    """The schools where somebody works, or where the children beside whom they stand go."""
    held = await list_roles(session, now=now, person_ids=[person_id])
    classes = await list_classes_of(session, now=now, person_id=person_id)
    schools = [one.school_id for one in held if one.school_id is not None]
    return list(dict.fromkeys([*schools, *(school_id for _, school_id in classes)]))


async def list_classes_of(session: AsyncSession, *, now: datetime, person_id: int) -> list[tuple[int, int]]:
    """Class and school of each child beside whom somebody stands."""
    rows = await session.exec(
        select(Unit.id, Unit.parent_id)
        .join(Child, col(Child.class_id) == Unit.id)
        .join(Relation, col(Relation.child_id) == Child.id)
        .where(Relation.person_id == person_id, live(Relation, now), col(Child.left_at).is_(None))
        .order_by(col(Unit.id))
    )
    return [(class_id or 0, school_id or 0) for class_id, school_id in rows]


async def list_same_phone(session: AsyncSession, *, person_ids: Sequence[int]) -> frozenset[int]:
    """These people and everybody who shares a phone with one of them."""
    phones = select(Person.account_id).where(
        col(Person.id).in_(person_ids), col(Person.account_id).is_not(None)
    )
    rows = await session.exec(
        select(Person.id).where(or_(col(Person.id).in_(person_ids), col(Person.account_id).in_(phones)))
    )
    return frozenset(one for one in rows if one is not None)


async def _list_staff_vouchers(session: AsyncSession, *, now: datetime, person_id: int) -> list[int]:
    found: list[int] = []
    for held in await list_roles(session, now=now, person_ids=[person_id]):
        if held.school_id is not None:
            found += await list_holders(session, now=now, role=Role.ADMINISTRATOR, unit_id=held.school_id)
        county_id = held.unit_id if held.role is Role.COUNTY_OFFICER else None
        if held.role is Role.ADMINISTRATOR:
            county_id = (await session.exec(select(Unit.parent_id).where(Unit.id == held.unit_id))).first()
        if county_id is not None:
            found += await list_holders(session, now=now, role=Role.COUNTY_OFFICER, unit_id=county_id)
    return [one for one in found if one != person_id]


async def _of_family(session: AsyncSession, *, now: datetime, actor: Actor, person_id: int) -> int | None:
    beside = select(Relation.child_id).where(Relation.person_id == person_id, live(Relation, now))
    for child_id in (await session.exec(beside.order_by(col(Relation.id)))).all():
        door = await access.decide(
            session, now=now, actor=actor, action=Action.INVITE_FAMILY, child_id=child_id
        )
        if isinstance(door, Granted):
            return door.person_id
    return None
