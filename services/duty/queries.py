"""Who is on duty where, and where nobody is."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, DutyCheck, OtherWay, Person, RoleGrant, Unit
from models.codes import Role, UnitKind
from services.duty import rosters
from services.people.queries import live
from services.profile import Profile


@dataclass(frozen=True)
class Holder:
    """Somebody on a step of the ladder; `has_phone`: has joined, and doesn't turn us away."""

    person_id: int
    role: Role
    unit_id: int
    unit: str
    timezone: str
    since: datetime
    has_phone: bool


@dataclass(frozen=True)
class Vacancy:
    """A step of the ladder on which nobody stands, or nobody whom a message reaches."""

    unit_id: int
    unit: str
    role: Role
    is_vacant: bool


async def list_holders(session: AsyncSession, *, now: datetime, profile: Profile) -> list[Holder]:
    """Everybody who holds a role of the ladder, each grant once."""
    rows = await session.exec(
        select(RoleGrant, Person, Unit, Account)
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .join(Unit, col(Unit.id) == col(RoleGrant.unit_id))
        .outerjoin(Account, col(Account.id) == col(Person.account_id))
        .where(col(RoleGrant.role).in_(_roles(profile)), live(RoleGrant, now))
        .order_by(col(Unit.id), col(RoleGrant.id))
    )
    return [
        Holder(
            grant.person_id, grant.role, grant.unit_id, unit.name, person.timezone, grant.from_at,
            account is not None and account.unreachable_at is None,
        )
        for grant, person, unit, account in rows
    ]  # fmt: skip


async def list_overseers(
    session: AsyncSession, *, now: datetime, profile: Profile, person_id: int
) -> list[int]:
    """Who should know that somebody on duty doesn't answer: the same unit's others, and the county's."""
    holders = await list_holders(session, now=now, profile=profile)
    units = {one.unit_id for one in holders if one.person_id == person_id}
    parents = set(await session.exec(select(Unit.parent_id).where(col(Unit.id).in_(units))))
    around = units | {one for one in parents if one is not None}
    return sorted({one.person_id for one in holders if one.unit_id in around and one.person_id != person_id})


async def list_vacancies(session: AsyncSession, *, now: datetime, profile: Profile) -> list[Vacancy]:
    """The steps of each school's ladder, and of each county's, that would reach nobody now."""
    holders = await list_holders(session, now=now, profile=profile)
    held = {(one.unit_id, one.role) for one in holders}
    reached = {(one.unit_id, one.role) for one in holders if one.has_phone}
    units = await session.exec(select(Unit).where(col(Unit.kind) != UnitKind.CLASS).order_by(col(Unit.id)))
    wanted = [(unit, role) for unit in units for role in _roles(profile) if _belongs(role, unit.kind)]
    return [
        Vacancy(unit.id or 0, unit.name, role, is_vacant=(unit.id, role) not in held)
        for unit, role in wanted
        if (unit.id, role) not in reached
    ]


async def list_lone(session: AsyncSession, *, now: datetime, profile: Profile) -> list[str]:
    """The schools where at most one adult can be told of a case, whoever stands in counted."""
    schools = await session.exec(select(Unit).where(Unit.kind == UnitKind.SCHOOL).order_by(col(Unit.id)))
    roles = rosters.roles_at(profile, UnitKind.SCHOOL)
    found = []
    for school in schools.all():
        adults = await rosters.map_able(session, now=now, school_id=school.id or 0, roles=roles)
        if len(adults) <= 1:
            found.append(school.name)
    return found


async def count_unanswered(session: AsyncSession, *, since: datetime) -> int:
    """How many of those asked since then have not said that they are there."""
    query = select(func.count()).where(col(DutyCheck.asked_at) >= since, col(DutyCheck.answered_at).is_(None))
    return (await session.exec(query)).one()


async def list_with_other_way(session: AsyncSession) -> set[int]:
    return set(await session.exec(select(OtherWay.person_id).distinct()))


def _roles(profile: Profile) -> list[Role]:
    return [step.role for step in profile.ladder.steps]


def _belongs(role: Role, kind: UnitKind) -> bool:
    return (role is Role.COUNTY_OFFICER) == (kind is UnitKind.COUNTY)
