"""Make links: one use, for one place, shown once; a new one stops the unused one before it."""

from datetime import datetime

from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Invitation, RoleGrant, Unit
from models.codes import OF_A_CLASS, Role, UnitKind
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied
from services.audit import service as audit
from services.errors import CareError
from services.joining import queries
from services.joining.authority import as_administrator, as_decider
from services.joining.links import after, issue, stop
from services.joining.places import schools_around, settle_unit
from services.joining.types import Invited, Place, Waiting
from services.people.actor import Actor
from services.people.queries import live
from services.pins import service as pins
from services.pins.types import Closed
from services.profile import Profile

UNIT_OF_ROLE = {
    **dict.fromkeys(OF_A_CLASS, UnitKind.CLASS),
    Role.ADMINISTRATOR: UnitKind.SCHOOL,
    Role.SAFEGUARDING: UnitKind.SCHOOL,
    Role.VOLUNTEER: UnitKind.SCHOOL,
    Role.COUNTY_OFFICER: UnitKind.SCHOOL,  # named by its school; the county may not be there yet
    Role.TOWNSHIP_SUPERVISOR: UnitKind.SCHOOL,
    Role.VILLAGE_DIRECTOR: UnitKind.VILLAGE,
}


async def invite_family(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, relation_id: int
) -> Invited | Waiting | Denied:
    """Make a link to a place beside a child; when somebody already waits for it, return them instead.

    Raises CareError joining.place_taken.
    """
    target = await queries.find_family_target(session, now=now, relation_id=relation_id)
    child_id = target.child_id if target and target.child_id else 0
    door = await access.decide(session, now=now, actor=actor, action=Action.INVITE_FAMILY, child_id=child_id)
    if isinstance(door, Denied) or target is None:
        return Denied()
    if target.is_taken:
        raise CareError("joining.place_taken")
    waiting = await _find_waiting(session, relation_id=relation_id)
    if waiting is not None:
        return Waiting(waiting.id or 0, waiting.joined_name or "", target.place)
    invitation = Invitation(
        token_hash="",
        relation_id=relation_id,
        inviter_id=door.person_id,
        created_at=now,
        expires_at=after(now, profile.invitation_hours.family),
    )
    return await issue(session, now=now, invitation=invitation, place=target.place)


async def invite_staff(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    role: Role,
    unit_id: int,
    county_name: str | None = None,
) -> Invited | Denied | Closed:
    """Make a link to a role: of a class for a teacher, else of the school `unit_id`.

    It lets somebody near the children, so the PIN is asked first. A county officer's county is made from
    `county_name` when the school has none yet.
    Raises CareError school.county_unknown when that is needed and missing.
    """
    closed = await pins.keep_open(session, now=now, actor=actor)
    if closed is not None:
        return closed
    unit = (await session.exec(select(Unit).where(Unit.id == unit_id))).first()
    fits = unit is not None and unit.kind is UNIT_OF_ROLE.get(role)
    own = await schools_around(session, unit=unit) if unit and fits else frozenset()
    inviter = await as_administrator(
        session, now=now, actor=actor, action=Action.INVITE_STAFF, school_ids=own
    )
    if isinstance(inviter, Denied) or unit is None:
        return Denied()
    unit_id = await settle_unit(session, role=role, unit=unit, county=county_name)
    target = await queries.staff_target(session, role=role, unit_id=unit_id)
    invitation = Invitation(
        token_hash="",
        role=role,
        unit_id=unit_id,
        inviter_id=inviter,
        created_at=now,
        expires_at=after(now, profile.invitation_hours.staff),
    )
    return await issue(session, now=now, invitation=invitation, place=target.place)


async def invite_founder(session: AsyncSession, *, now: datetime, profile: Profile) -> str:
    """Return the token of the first administrator's link. Raises CareError joining.founded."""
    held = exists().where(col(RoleGrant.role) == Role.ADMINISTRATOR, live(RoleGrant, now))
    if (await session.exec(select(held))).one():
        raise CareError("joining.founded")
    invitation = Invitation(
        token_hash="",
        role=Role.ADMINISTRATOR,
        created_at=now,
        expires_at=after(now, profile.invitation_hours.staff),
    )
    place = Place("", Role.ADMINISTRATOR)
    issued = await issue(session, now=now, invitation=invitation, place=place)
    await audit.record(
        session, now=now, actor=None, action="invite_founder", subject="invitation",
        subject_id=issued.invitation_id, allowed=True,
    )  # fmt: skip
    return issued.token


async def revoke(session: AsyncSession, *, now: datetime, actor: Actor, invitation_id: int) -> bool | Denied:
    """Stop an unused link; False when it was used before. A second press gets the same answer."""
    found = await queries.find_with_target(session, now=now, invitation_id=invitation_id)
    if found is None:
        return Denied()
    invitation, target = found
    decider = await as_decider(session, now=now, actor=actor, invitation=invitation, target=target)
    if isinstance(decider, Denied):
        return decider
    if invitation.used_at is not None:
        return False
    await stop(session, now=now, invitation=invitation)
    return True


async def _find_waiting(session: AsyncSession, *, relation_id: int) -> Invitation | None:
    query = select(Invitation).where(
        Invitation.relation_id == relation_id,
        col(Invitation.used_at).is_not(None),
        col(Invitation.decided_at).is_(None),
    )
    return (await session.exec(query)).first()
