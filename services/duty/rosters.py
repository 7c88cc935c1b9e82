"""Load a unit's roster, and who of a unit could be told of a case."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from types import MappingProxyType

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, DutyChange, DutyLeave, DutyTurn, Person, RoleGrant, SecondPerson, Unit
from models.codes import OF_A_SCHOOL, Role, UnitKind
from services.duty.rules import Leave, Roster, Turn
from services.people.queries import list_holders, live
from services.profile import Profile

HELD_AT = MappingProxyType(
    {
        UnitKind.SCHOOL: OF_A_SCHOOL,
        UnitKind.VILLAGE: frozenset({Role.VILLAGE_DIRECTOR}),
        UnitKind.TOWNSHIP: frozenset({Role.TOWNSHIP_SUPERVISOR}),
        UnitKind.COUNTY: frozenset({Role.COUNTY_OFFICER}),
    }
)
# Who says when whose turn is, at each kind of unit that a step of a ladder is held for.
KEEPERS = MappingProxyType(
    {
        UnitKind.SCHOOL: Role.ADMINISTRATOR,
        UnitKind.TOWNSHIP: Role.TOWNSHIP_SUPERVISOR,
        UnitKind.COUNTY: Role.COUNTY_OFFICER,
    }
)


async def load(session: AsyncSession, *, now: datetime, unit_id: int, first: date, last: date) -> Roster:
    """The plan of a unit, and what differs from it from one day to another."""
    turns = await session.exec(select(DutyTurn).where(DutyTurn.unit_id == unit_id))
    changes = await session.exec(
        select(DutyChange)
        .where(
            DutyChange.unit_id == unit_id,
            col(DutyChange.day).between(first, last),
            col(DutyChange.is_accepted).is_(True),
        )
        .order_by(col(DutyChange.answered_at), col(DutyChange.id))
    )
    return Roster(
        {(one.weekday, one.half): one.person_id for one in turns},
        {Turn(one.day, one.half): one.person_id for one in changes},
        await list_leaves(session, now=now, unit_id=unit_id, first=first, last=last),
    )


async def list_leaves(
    session: AsyncSession, *, now: datetime, unit_id: int, first: date, last: date
) -> Sequence[Leave]:
    """Who of a unit and its classes is away on any of these days, in the order in which it was told."""
    here = select(Unit.id).where(or_(col(Unit.id) == unit_id, col(Unit.parent_id) == unit_id))
    people = select(RoleGrant.person_id).where(col(RoleGrant.unit_id).in_(here), live(RoleGrant, now))
    rows = await session.exec(
        select(DutyLeave)
        .where(
            col(DutyLeave.person_id).in_(people),
            col(DutyLeave.ended_at).is_(None),
            col(DutyLeave.first) <= last,
            col(DutyLeave.last) >= first,
        )
        .order_by(col(DutyLeave.id))
    )
    return [Leave(one.person_id, one.first, one.last, one.deputy_id, one.id or 0) for one in rows]


async def has_plan(session: AsyncSession, *, unit_id: int) -> bool:
    """Whether anybody was ever entered: a school without a roster has no gaps."""
    query = select(DutyTurn.id).where(DutyTurn.unit_id == unit_id).limit(1)
    return (await session.exec(query)).first() is not None


async def map_able(
    session: AsyncSession, *, now: datetime, school_id: int, roles: Collection[Role], reachable: bool = True
) -> dict[int, str]:
    """Who holds one of these roles at the school or a class of it and has joined, by name.

    `reachable` False adds phones that have turned us away before.
    """
    here = select(Unit.id).where(or_(col(Unit.id) == school_id, col(Unit.parent_id) == school_id))
    query = (
        select(Person.id, Person.name)
        .join(RoleGrant, col(RoleGrant.person_id) == col(Person.id))
        .join(Account, col(Account.id) == col(Person.account_id))
        .where(col(RoleGrant.role).in_(roles), col(RoleGrant.unit_id).in_(here), live(RoleGrant, now))
        .distinct()
        .order_by(col(Person.id))
    )
    if reachable:
        query = query.where(col(Account.unreachable_at).is_(None))
    return {person_id or 0: name for person_id, name in await session.exec(query)}


async def list_seconds(session: AsyncSession, *, school_id: int) -> set[int]:
    """Who said yes to standing in at this school; whether they still do is in their role."""
    query = select(SecondPerson.person_id).where(
        SecondPerson.school_id == school_id, col(SecondPerson.is_accepted).is_(True)
    )
    return set(await session.exec(query))


def roles_at(profile: Profile, kind: UnitKind) -> frozenset[Role]:
    """The roles of a ladder that are held at such a unit."""
    return frozenset(step.role for step in profile.ladder.steps) & HELD_AT.get(kind, frozenset())


async def list_keepers(session: AsyncSession, *, now: datetime, unit: Unit) -> list[int]:
    """Who keeps a unit's roster."""
    role = KEEPERS.get(unit.kind)
    return [] if role is None else await list_holders(session, now=now, role=role, unit_id=unit.id or 0)
