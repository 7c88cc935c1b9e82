"""Look up links and the places to which they lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import AuditEntry, Child, Consent, Invitation, Person, Relation, RoleGrant, Unit
from models.codes import OF_A_SCHOOL, Role, UnitKind
from services.joining.types import Place, Someone
from services.joining.vouching import list_schools_of
from services.people.places import find_county, list_schools
from services.people.queries import get_unit, list_holders, list_roles, live

AT_SCHOOL = OF_A_SCHOOL | {Role.VOLUNTEER}
_FRESH: dict[str, Any] = {"populate_existing": True}


@dataclass(frozen=True)
class Target:
    """A place, and whose word counts there. A founder's link has neither child nor school."""

    place: Place
    school_ids: frozenset[int] = frozenset()
    child_id: int | None = None
    timezone: str | None = None
    is_taken: bool = False
    class_id: int | None = None


async def find_by_fingerprint(session: AsyncSession, *, fingerprint: str) -> Invitation | None:
    return (await session.exec(select(Invitation).where(Invitation.token_hash == fingerprint))).first()


async def find_invitation(session: AsyncSession, *, invitation_id: int) -> Invitation | None:
    query = select(Invitation).where(Invitation.id == invitation_id).execution_options(populate_existing=True)
    return (await session.exec(query)).first()


async def find_with_target(
    session: AsyncSession, *, now: datetime, invitation_id: int
) -> tuple[Invitation, Target] | None:
    invitation = await find_invitation(session, invitation_id=invitation_id)
    target = await find_target(session, now=now, invitation=invitation) if invitation else None
    return (invitation, target) if invitation and target else None


async def find_target(session: AsyncSession, *, now: datetime, invitation: Invitation) -> Target | None:
    """Return where a link leads; None when the place beside the child, or the child, is gone."""
    if invitation.relation_id is not None:
        return await find_family_target(session, now=now, relation_id=invitation.relation_id)
    if is_way_back(invitation):
        return await find_way_back(session, now=now, person_id=invitation.person_id or 0)
    if invitation.unit_id is None or invitation.role is None:
        return Target(Place("", invitation.role))
    return await staff_target(session, role=invitation.role, unit_id=invitation.unit_id)


def is_way_back(invitation: Invitation) -> bool:
    """Whether a link leads somebody back, on another phone, to all that is theirs."""
    return invitation.role is None and invitation.relation_id is None


async def find_way_back(session: AsyncSession, *, now: datetime, person_id: int) -> Target | None:
    """None when nothing is theirs any more."""
    person = (
        await session.exec(select(Person).where(Person.id == person_id).execution_options(**_FRESH))
    ).one()
    schools = await list_schools_of(session, now=now, person_id=person_id)
    held = await list_roles(session, now=now, person_ids=[person_id])
    unit_id = next(iter([*schools, *(one.unit_id for one in held)]), None)
    if unit_id is None:
        return None
    home = await get_unit(session, unit_id)
    place = Place(home.name, returning=person.name)
    is_back = person.account_id is not None
    return Target(place, frozenset(schools), timezone=person.timezone, is_taken=is_back)


async def find_family_target(session: AsyncSession, *, now: datetime, relation_id: int) -> Target | None:
    query = (
        select(Relation, Child, Unit)
        .join(Child, col(Relation.child_id) == Child.id)
        .join(Unit, col(Child.class_id) == Unit.id)
        .where(Relation.id == relation_id, live(Relation, now), col(Child.left_at).is_(None))
    )
    row = (await session.exec(query)).first()
    if row is None:
        return None
    relation, child, unit = row
    school = await get_unit(session, unit.parent_id or 0)
    place = Place(school.name, kin=relation.kin, child_name=child.name, is_guardian=relation.is_guardian)
    taken = relation.person_id is not None
    return Target(place, frozenset({school.id or 0}), child.id, school.timezone, taken, child.class_id)


async def staff_target(session: AsyncSession, *, role: Role, unit_id: int) -> Target:
    unit = await get_unit(session, unit_id)
    schools = {
        UnitKind.CLASS: [unit.parent_id or 0],
        UnitKind.SCHOOL: [unit_id],
    }.get(unit.kind) or sorted(await list_schools(session, unit_id=unit_id))
    school = await get_unit(session, schools[0]) if schools else unit
    return Target(Place(school.name, role, unit.name), frozenset(schools), timezone=school.timezone)


async def count_failures(session: AsyncSession, *, telegram_id: int, action: str, since: datetime) -> int:
    query = select(func.count(col(AuditEntry.id))).where(
        AuditEntry.telegram_id == telegram_id,
        AuditEntry.action == action,
        col(AuditEntry.allowed).is_(False),
        AuditEntry.at > since,
    )
    return (await session.exec(query)).one()


async def list_people(session: AsyncSession, *, person_ids: Sequence[int]) -> tuple[Someone, ...]:
    query = select(Person).where(col(Person.id).in_(person_ids)).order_by(col(Person.id))
    return tuple(Someone(one.id or 0, one.name) for one in await session.exec(query))


async def list_family_ids(
    session: AsyncSession, *, now: datetime, person_ids: Sequence[int]
) -> frozenset[int]:
    """Those of `person_ids` who stand beside a child now."""
    query = select(Relation.person_id).where(col(Relation.person_id).in_(person_ids), live(Relation, now))
    return frozenset(one for one in await session.exec(query) if one is not None)


async def find_consent(session: AsyncSession, *, person_id: int, purpose: str) -> Consent | None:
    """The newest answer."""
    query = (
        select(Consent)
        .where(Consent.person_id == person_id, Consent.purpose == purpose)
        .order_by(col(Consent.id).desc())
    )
    return (await session.exec(query)).first()


async def find_last_used(session: AsyncSession, *, account_id: int) -> Invitation | None:
    """The link that this phone used last."""
    query = (
        select(Invitation)
        .where(Invitation.used_by_id == account_id)
        .order_by(col(Invitation.used_at).desc(), col(Invitation.id).desc())
    )
    return (await session.exec(query)).first()


async def find_post(
    session: AsyncSession, *, now: datetime, invitation: Invitation, target: Target
) -> tuple[int, int] | None:
    """The school and the role of whoever was let in, for the school to say until when."""
    if not invitation.accepted or invitation.role not in AT_SCHOOL:
        return None
    held = select(func.min(RoleGrant.id)).where(
        RoleGrant.person_id == invitation.person_id, RoleGrant.role == invitation.role,
        RoleGrant.unit_id == invitation.unit_id, live(RoleGrant, now),
    )  # fmt: skip
    grant_id = (await session.exec(held)).one()
    return (min(target.school_ids), grant_id) if grant_id else None


async def has_officer(session: AsyncSession, *, now: datetime, school_id: int) -> bool:
    """Whether the county of a school has somebody to whom reports about the school itself go."""
    county_id = await find_county(session, school_id=school_id)
    return bool(await list_holders(session, now=now, role=Role.COUNTY_OFFICER, unit_id=county_id or 0))
