"""Who may say “this is really them”: of a colleague, or of somebody beside a child.

    staff of a school      its administrators; of an administrator also the county's officers
    a county's officer     the other officers of the county
    a village's director   the administrators of its township's schools, and the county's officers
    a township's supervisor   the county's officers
    a family               whoever may invite it: the class's teachers, the school's administrators

A parent who works at a school is staff here: who comes back comes back to all of it. Nobody vouches for
somebody on their own phone: whoever holds it would vouch for themselves.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Person, Relation, Unit
from models.codes import Role, UnitKind
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied, Granted
from services.people.actor import Actor, Held
from services.people.places import list_schools
from services.people.queries import get_unit, list_holders, list_roles, live

# For whom the county's officers vouch, each within their own county.
OF_THE_COUNTY = frozenset(
    {Role.ADMINISTRATOR, Role.COUNTY_OFFICER, Role.TOWNSHIP_SUPERVISOR, Role.VILLAGE_DIRECTOR}
)


async def as_voucher(
    session: AsyncSession, *, now: datetime, actor: Actor, action: Action, person_id: int
) -> int | Denied:
    """Return in whose name the actor vouches for somebody, or refuse; either way it is written down."""
    mine = None
    if person_id not in await list_same_phone(session, person_ids=actor.person_ids):
        held = await list_roles(session, now=now, person_ids=[person_id])
        if held:
            staff = await _list_staff_vouchers(session, now=now, held=held)
            mine = next((one for one in actor.person_ids if one in staff), None)
        else:
            mine = await _of_family(session, now=now, actor=actor, person_id=person_id)
    return await access.settle(
        session, now=now, actor=actor, action=action, subject="person", subject_id=person_id,
        found=access.as_(Standing.VOUCHER, mine),
    )  # fmt: skip


async def list_vouchers(session: AsyncSession, *, now: datetime, person_id: int) -> list[int]:
    """Everybody who may, by their roles, and has a phone; nobody from the same one."""
    held = await list_roles(session, now=now, person_ids=[person_id])
    found = await _list_staff_vouchers(session, now=now, held=held)
    if not held:
        for class_id, school_id in await list_classes_of(session, now=now, person_id=person_id):
            for role in (Role.CLASS_TEACHER, Role.TEACHER):
                found += await list_holders(session, now=now, role=role, unit_id=class_id)
            found += await list_holders(session, now=now, role=Role.ADMINISTRATOR, unit_id=school_id)
    same = await list_same_phone(session, person_ids=[person_id])
    on_phone = (col(Person.id).in_(found), col(Person.account_id).is_not(None))
    joined = set((await session.exec(select(Person.id).where(*on_phone))).all())
    return [one for one in dict.fromkeys(found) if one in joined - same]


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


async def _list_staff_vouchers(session: AsyncSession, *, now: datetime, held: Sequence[Held]) -> list[int]:
    """By the roles of whoever is vouched for."""
    found: list[int] = []
    for one in held:
        if one.school_id is not None:
            found += await list_holders(session, now=now, role=Role.ADMINISTRATOR, unit_id=one.school_id)
        if one.role is Role.VILLAGE_DIRECTOR:
            for school_id in sorted(await list_schools(session, unit_id=one.unit_id)):
                found += await list_holders(session, now=now, role=Role.ADMINISTRATOR, unit_id=school_id)
        if one.role in OF_THE_COUNTY:
            county_id = await _find_county(session, unit_id=one.unit_id)
            found += await list_holders(session, now=now, role=Role.COUNTY_OFFICER, unit_id=county_id or 0)
    return found


async def _find_county(session: AsyncSession, *, unit_id: int) -> int | None:
    """Up the tree: a school may stand below a township."""
    above: int | None = unit_id
    while above is not None:
        unit = await get_unit(session, above)
        if unit.kind is UnitKind.COUNTY:
            return unit.id
        above = unit.parent_id
    return None


async def _of_family(session: AsyncSession, *, now: datetime, actor: Actor, person_id: int) -> int | None:
    beside = select(Relation.child_id).where(Relation.person_id == person_id, live(Relation, now))
    for child_id in (await session.exec(beside.order_by(col(Relation.id)))).all():
        door = await access.decide(
            session, now=now, actor=actor, action=Action.INVITE_FAMILY, child_id=child_id
        )
        if isinstance(door, Granted):
            return door.person_id
    return None
