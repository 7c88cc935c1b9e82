"""A county's officers, its schools, and a further one that they found."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Invitation, Unit
from models.codes import Role, UnitKind
from services.access.rules import Action
from services.access.service import Denied
from services.audit import service as audit
from services.errors import CareError
from services.joining import queries
from services.joining.authority import as_officer
from services.joining.county_view import CountyView, view_county
from services.joining.links import after, issue
from services.joining.rules import clean_unit_name
from services.joining.types import Invited, Waiting
from services.people import service as people
from services.people.actor import Actor
from services.people.places import find_county, find_named
from services.people.queries import get_unit, list_holders
from services.pins import service as pins
from services.pins.types import Closed
from services.profile import Profile


async def see_county(
    session: AsyncSession, *, now: datetime, actor: Actor, county_id: int
) -> CountyView | Denied:
    allowed = await as_officer(session, now=now, actor=actor, action=Action.SEE_COUNTY, county_id=county_id)
    return (
        allowed if isinstance(allowed, Denied) else await view_county(session, now=now, county_id=county_id)
    )


async def found_school(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    county_id: int,
    township: str | None,
    name: str,
) -> Invited | Waiting | Denied | Closed:
    """Found a school in the county and make the link of its head; the PIN is asked first.

    A school that has no head yet is found again: its head gets another link.
    Raises CareError county.school_known, or as clean_unit_name does.
    """
    closed = await pins.keep_open(session, now=now, actor=actor)
    if closed is not None:
        return closed
    officer = await as_officer(session, now=now, actor=actor, action=Action.FOUND_SCHOOL, county_id=county_id)
    if isinstance(officer, Denied):
        return officer
    school_id = await _settle_school(session, now=now, county_id=county_id, township=township, name=name)
    return await _link(session, now=now, profile=profile, school_id=school_id, inviter_id=officer)


async def invite_head(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, school_id: int
) -> Invited | Waiting | Denied | Closed:
    """Make a link for the head of a school that has none. Raises CareError county.has_head."""
    closed = await pins.keep_open(session, now=now, actor=actor)
    if closed is not None:
        return closed
    officer = await _as_officer_of(session, now=now, actor=actor, school_id=school_id)
    if isinstance(officer, Denied):
        return officer
    if await _has_head(session, now=now, school_id=school_id):
        raise CareError("county.has_head")
    return await _link(session, now=now, profile=profile, school_id=school_id, inviter_id=officer)


async def invite_officer(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, county_id: int
) -> Invited | Denied | Closed:
    """Make a link for a fellow officer; the PIN is asked first.

    Another officer than the inviter lets the newcomer in, as soon as there is another.
    """
    closed = await pins.keep_open(session, now=now, actor=actor)
    if closed is not None:
        return closed
    officer = await as_officer(
        session, now=now, actor=actor, action=Action.INVITE_OFFICER, county_id=county_id
    )
    if isinstance(officer, Denied):
        return officer
    role = Role.COUNTY_OFFICER
    target = await queries.staff_target(session, role=role, unit_id=county_id)
    invitation = _invitation(now, profile, role=role, unit_id=county_id, inviter_id=officer)
    return await issue(session, now=now, invitation=invitation, place=target.place)


async def put_in_township(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int, township: str
) -> CountyView | Denied:
    """Say in which township a school lies; one that is known stays. Raises as clean_unit_name does."""
    officer = await _as_officer_of(session, now=now, actor=actor, school_id=school_id)
    if isinstance(officer, Denied):
        return officer
    county_id = await find_county(session, school_id=school_id) or 0
    school = await get_unit(session, school_id)
    if school.parent_id == county_id:
        school.parent_id = await _settle_township(session, county_id=county_id, name=township)
        session.add(school)
        await session.flush()
    return await view_county(session, now=now, county_id=county_id)


async def invite_head_of(
    session: AsyncSession,
    *,
    now: datetime,
    profile: Profile,
    county: str,
    township: str | None,
    name: str,
    timezone: str,
) -> str:
    """Found a school by the operator's word and return the token of its head's link.

    Raises CareError county.school_known, county.waits, or as clean_unit_name does.
    """
    cleaned = clean_unit_name(county)
    known = await find_named(session, kind=UnitKind.COUNTY, name=cleaned, above=[None])
    county_id = known.id if known else None
    if county_id is None:
        county_id = await people.add_unit(
            session, kind=UnitKind.COUNTY, name=cleaned, parent_id=None, timezone=timezone
        )
    school_id = await _settle_school(session, now=now, county_id=county_id, township=township, name=name)
    link = await _link(session, now=now, profile=profile, school_id=school_id, inviter_id=None)
    if isinstance(link, Waiting):
        raise CareError("county.waits", name=link.name)
    await audit.record(
        session, now=now, actor=None, action="invite_founder", subject="invitation",
        subject_id=link.invitation_id, allowed=True,
    )  # fmt: skip
    return link.token


async def is_watched(session: AsyncSession, *, now: datetime, county: str | None) -> bool:
    """Whether a county of that name has an officer by now; a school outside any county has none."""
    known = county and await find_named(
        session, kind=UnitKind.COUNTY, name=clean_unit_name(county), above=[None]
    )
    if not known:
        return False
    return bool(await list_holders(session, now=now, role=Role.COUNTY_OFFICER, unit_id=known.id or 0))


async def _has_head(session: AsyncSession, *, now: datetime, school_id: int) -> bool:
    return bool(await list_holders(session, now=now, role=Role.ADMINISTRATOR, unit_id=school_id))


async def _as_officer_of(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int
) -> int | Denied:
    county_id = await find_county(session, school_id=school_id)
    return await as_officer(
        session, now=now, actor=actor, action=Action.FOUND_SCHOOL, county_id=county_id or 0
    )


async def _settle_school(
    session: AsyncSession, *, now: datetime, county_id: int, township: str | None, name: str
) -> int:
    """Return the school of that name there, made when there is none. Raises CareError county.school_known."""
    cleaned = clean_unit_name(name)
    # Two who found at once wait here for one another: a name becomes one unit.
    county = (await session.exec(select(Unit).where(Unit.id == county_id).with_for_update())).one()
    above = county_id
    if township is not None:
        above = await _settle_township(session, county_id=county_id, name=township)
    known = await find_named(session, kind=UnitKind.SCHOOL, name=cleaned, above={above, county_id})
    if known is None:
        return await people.add_unit(
            session, kind=UnitKind.SCHOOL, name=cleaned, parent_id=above, timezone=county.timezone
        )
    if await _has_head(session, now=now, school_id=known.id or 0):
        raise CareError("county.school_known", school=cleaned)
    known.parent_id = above
    session.add(known)
    await session.flush()
    return known.id or 0


async def _settle_township(session: AsyncSession, *, county_id: int, name: str) -> int:
    cleaned = clean_unit_name(name)
    known = await find_named(session, kind=UnitKind.TOWNSHIP, name=cleaned, above=[county_id])
    if known is not None:
        return known.id or 0
    county = await get_unit(session, county_id)
    return await people.add_unit(
        session, kind=UnitKind.TOWNSHIP, name=cleaned, parent_id=county_id, timezone=county.timezone
    )


async def _link(
    session: AsyncSession, *, now: datetime, profile: Profile, school_id: int, inviter_id: int | None
) -> Invited | Waiting:
    """The link of a school's first head; or whoever has used one and waits to be confirmed."""
    role = Role.ADMINISTRATOR
    target = await queries.staff_target(session, role=role, unit_id=school_id)
    used = (Invitation.unit_id == school_id, Invitation.role == role, col(Invitation.used_at).is_not(None))
    query = select(Invitation).where(*used, col(Invitation.decided_at).is_(None))
    waiting = (await session.exec(query)).first()
    if waiting is not None:
        return Waiting(waiting.id or 0, waiting.joined_name or "", target.place)
    invitation = _invitation(now, profile, role=role, unit_id=school_id, inviter_id=inviter_id)
    return await issue(session, now=now, invitation=invitation, place=target.place)


def _invitation(
    now: datetime, profile: Profile, *, role: Role, unit_id: int, inviter_id: int | None
) -> Invitation:
    until = after(now, profile.invitation_hours.staff)
    return Invitation(
        token_hash="", role=role, unit_id=unit_id, inviter_id=inviter_id, created_at=now, expires_at=until
    )
