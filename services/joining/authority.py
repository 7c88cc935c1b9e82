"""Whose word counts in a school: asked for each press, and written down."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Invitation
from models.codes import TEACHERS, Role
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied
from services.joining.queries import Target, is_way_back
from services.joining.vouching import as_voucher, list_vouchers
from services.people.actor import Actor, Held
from services.people.places import find_county
from services.people.queries import list_holders, list_open_phones, list_roles


def administrator_of(actor: Actor, school_ids: frozenset[int]) -> int | None:
    """The person on this phone who administers one of these schools."""
    return next(
        (
            held.person_id
            for held in actor.roles
            if held.role is Role.ADMINISTRATOR and held.unit_id in school_ids
        ),
        None,
    )


async def as_administrator(
    session: AsyncSession, *, now: datetime, actor: Actor, action: Action, school_ids: frozenset[int]
) -> int | Denied:
    """Return in whose name the actor administers, or refuse; either way it is written down."""
    return await access.settle(
        session, now=now, actor=actor, action=action, subject="unit",
        subject_id=min(school_ids, default=None),
        found=access.as_(Standing.ADMINISTRATOR, administrator_of(actor, school_ids)),
    )  # fmt: skip


async def as_officer(
    session: AsyncSession, *, now: datetime, actor: Actor, action: Action, county_id: int
) -> int | Denied:
    """Return in whose name the actor answers for a county, or refuse; either way it is written down."""
    mine = next(
        (
            held.person_id
            for held in actor.roles
            if held.role is Role.COUNTY_OFFICER and held.unit_id == county_id
        ),
        None,
    )
    return await access.settle(
        session, now=now, actor=actor, action=action, subject="unit", subject_id=county_id,
        found=access.as_(Standing.COUNTY_OFFICER, mine),
    )  # fmt: skip


async def as_decider(
    session: AsyncSession, *, now: datetime, actor: Actor, invitation: Invitation, target: Target
) -> int | Denied:
    """Return in whose name the actor confirms a newcomer: the inviter's, or an administrator's.

    An inviter who has lost the class meanwhile has lost the say too.
    """
    if is_way_back(invitation):
        return await as_voucher(
            session, now=now, actor=actor, action=Action.DECIDE_JOIN, person_id=invitation.person_id or 0
        )
    administrator = administrator_of(actor, target.school_ids)
    officers = await _list_officers(session, now=now, invitation=invitation)
    if officers:
        return await _as_officer(session, now=now, actor=actor, officers=officers, invitation=invitation)
    if target.child_id is None:
        return await _decide(session, administrator, now=now, actor=actor, invitation=invitation)
    door = await access.decide(
        session, now=now, actor=actor, action=Action.INVITE_FAMILY, child_id=target.child_id
    )
    if isinstance(door, Denied):
        return door
    mine = invitation.inviter_id if invitation.inviter_id in actor.person_ids else administrator
    return await _decide(session, mine, now=now, actor=actor, invitation=invitation)


async def _list_officers(session: AsyncSession, *, now: datetime, invitation: Invitation) -> list[int]:
    """The county's officers, where they decide: about their own, and about the first head of a school."""
    place = invitation.unit_id or 0
    if invitation.role is Role.COUNTY_OFFICER:
        officers = await list_holders(session, now=now, role=Role.COUNTY_OFFICER, unit_id=place)
        # Two persons: whoever invited a fellow doesn't also say that it is them, unless there is nobody else.
        return [one for one in officers if one != invitation.inviter_id] or officers
    if invitation.role is not Role.ADMINISTRATOR:
        return []
    if await list_holders(session, now=now, role=Role.ADMINISTRATOR, unit_id=place):
        return []
    county_id = await find_county(session, school_id=place)
    return await list_holders(session, now=now, role=Role.COUNTY_OFFICER, unit_id=county_id or 0)


async def _as_officer(
    session: AsyncSession, *, now: datetime, actor: Actor, officers: list[int], invitation: Invitation
) -> int | Denied:
    """Once the county has somebody, only they let others in: a school can't choose who watches it."""
    mine = next((one for one in officers if one in actor.person_ids), None)
    return await _decide(session, mine, now=now, actor=actor, invitation=invitation)


async def _decide(
    session: AsyncSession, person_id: int | None, *, now: datetime, actor: Actor, invitation: Invitation
) -> int | Denied:
    return await access.settle(
        session, now=now, actor=actor, action=Action.DECIDE_JOIN, subject="invitation",
        subject_id=invitation.id, found=access.as_(Standing.INVITER, person_id),
    )  # fmt: skip


async def list_deciders(
    session: AsyncSession, *, now: datetime, invitation: Invitation, target: Target
) -> list[int]:
    """Who is asked about a newcomer: the inviter while they may decide, else the administrators.

    While the inviter's phone takes no message, the others are asked as well. About a county's newcomer, and
    the head of a new school, the county's officers are asked, once there are any.
    """
    officers = await _list_officers(session, now=now, invitation=invitation)
    if officers:
        return officers
    inviter_id = invitation.inviter_id
    if is_way_back(invitation):
        vouchers = await list_vouchers(session, now=now, person_id=invitation.person_id or 0)
        first = [one for one in vouchers if one == inviter_id]
        return first if await list_open_phones(session, person_ids=first) else vouchers
    held = await list_roles(session, now=now, person_ids=[inviter_id] if inviter_id else [])
    found = [inviter_id] if inviter_id and any(_may_decide(one, target) for one in held) else []
    if await list_open_phones(session, person_ids=found):
        return found
    for school_id in sorted(target.school_ids):
        found += await list_holders(session, now=now, role=Role.ADMINISTRATOR, unit_id=school_id)
    return list(dict.fromkeys(found))


def _may_decide(held: Held, target: Target) -> bool:
    """An administrator decides about everybody, a teacher about the families of the class."""
    if held.role is Role.ADMINISTRATOR:
        return held.unit_id in target.school_ids
    return held.role in TEACHERS and held.unit_id == target.class_id
