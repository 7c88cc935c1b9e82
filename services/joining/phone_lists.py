"""Whose phone may be lost: the people for whom an administrator, a county's officer or a teacher vouches."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Person, Relation, RoleGrant, Unit
from models.codes import Role, UnitKind
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied
from services.joining.types import Someone
from services.joining.vouching import OF_THE_COUNTY, list_same_phone
from services.people.actor import Actor
from services.people.places import list_villages
from services.people.queries import list_units_below, live

VOUCHES = {UnitKind.SCHOOL: Role.ADMINISTRATOR, UnitKind.COUNTY: Role.COUNTY_OFFICER}


@dataclass(frozen=True)
class PhoneOwners:
    """`unit_id` is a school or a county; `child_id` is set for a child's family instead."""

    title: str
    people: tuple[Someone, ...]
    unit_id: int = 0
    child_id: int = 0


async def list_staff(
    session: AsyncSession, *, now: datetime, actor: Actor, unit_id: int
) -> PhoneOwners | Denied:
    """A school's staff and its villages' directors for its administrators.

    For a county's officer the other officers, the administrators, and who looks after townships and villages.
    """
    unit = (await session.exec(select(Unit).where(Unit.id == unit_id))).first()
    role = VOUCHES.get(unit.kind) if unit else None
    mine = next((one.person_id for one in actor.roles if (one.role, one.unit_id) == (role, unit_id)), None)
    decided = await access.settle(
        session, now=now, actor=actor, action=Action.SEE_PHONES, subject="unit", subject_id=unit_id,
        found=access.as_(Standing.VOUCHER, mine),
    )  # fmt: skip
    if unit is None or isinstance(decided, Denied):
        return Denied()
    below = [one.id or 0 for one in await list_units_below(session, [unit_id])]
    below += [one.id or 0 for one in await list_units_below(session, below)]  # a township's schools
    watched: ColumnElement[bool] = col(RoleGrant.unit_id).in_([unit_id, *below])
    if unit.kind is UnitKind.COUNTY:
        watched &= col(RoleGrant.role).in_(OF_THE_COUNTY)
    else:
        villages = [one.village_id for one in await list_villages(session, school_id=unit_id)]
        watched |= (col(RoleGrant.role) == Role.VILLAGE_DIRECTOR) & col(RoleGrant.unit_id).in_(villages)
    holders = select(RoleGrant.person_id).where(watched, live(RoleGrant, now))
    return PhoneOwners(unit.name, await _others(session, actor, col(Person.id).in_(holders)), unit_id=unit_id)


async def list_family(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int
) -> PhoneOwners | Denied:
    """Who has taken a place beside a child, for whoever may invite its family."""
    door = await access.decide(session, now=now, actor=actor, action=Action.INVITE_FAMILY, child_id=child_id)
    if isinstance(door, Denied):
        return door
    beside = select(Relation.person_id).where(Relation.child_id == child_id, live(Relation, now))
    people = await _others(session, actor, col(Person.id).in_(beside))
    return PhoneOwners(door.child.name, people, child_id=child_id)


async def _others(session: AsyncSession, actor: Actor, such: ColumnElement[bool]) -> tuple[Someone, ...]:
    """Nobody vouches for somebody on their own phone."""
    same = await list_same_phone(session, person_ids=actor.person_ids)
    rows = await session.exec(select(Person).where(such).order_by(col(Person.id)))
    return tuple(Someone(one.id or 0, one.name) for one in rows if one.id not in same)
