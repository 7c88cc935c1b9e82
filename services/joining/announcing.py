"""A new administrator or duty person is told to the others who answer for the school: none comes unseen."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Invitation, Person
from models.codes import Notice, Role
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied
from services.joining import queries
from services.joining.authority import administrator_of
from services.joining.queries import Target
from services.joining.types import Admission
from services.notifications import service as notifications
from services.people.actor import Actor
from services.people.places import find_county
from services.people.queries import list_holders

TOLD_OF = frozenset({Role.ADMINISTRATOR, Role.SAFEGUARDING})


async def announce(session: AsyncSession, *, now: datetime, invitation: Invitation, decider_id: int) -> None:
    """Tell everybody but whoever let them in; the notice names nobody."""
    if invitation.role not in TOLD_OF:
        return
    for recipient_id in await list_told(session, now=now, invitation=invitation):
        if recipient_id != decider_id:
            await notifications.enqueue(
                session, now=now, kind=Notice.JOIN_DECIDED, recipient_id=recipient_id,
                params={"invitation_id": invitation.id, "to_others": True},
                dedup_key=f"admitted:{invitation.id}:{recipient_id}",
            )  # fmt: skip


async def list_told(session: AsyncSession, *, now: datetime, invitation: Invitation) -> list[int]:
    """The school's administrators and its county's officers as they are now, without the newcomer."""
    school_id = invitation.unit_id or 0
    county_id = await find_county(session, school_id=school_id)
    heads = await list_holders(session, now=now, role=Role.ADMINISTRATOR, unit_id=school_id)
    officers = await list_holders(session, now=now, role=Role.COUNTY_OFFICER, unit_id=county_id or 0)
    return [one for one in dict.fromkeys((*heads, *officers)) if one != invitation.person_id]


async def see_admission(
    session: AsyncSession, *, now: datetime, actor: Actor, invitation_id: int
) -> Admission | Denied:
    """Who was let in, to which role, on whose invitation; for whoever was told, while they answer for it."""
    found = await queries.find_with_target(session, now=now, invitation_id=invitation_id)
    mine = await _find_reader(session, now=now, actor=actor, invitation=found[0]) if found else None
    decided = await access.settle(
        session, now=now, actor=actor, action=Action.SEE_ADMISSION, subject="invitation",
        subject_id=invitation_id, found=access.as_(Standing.READER, mine),
    )  # fmt: skip
    if isinstance(decided, Denied) or found is None:
        return Denied()
    return await _admission(session, now=now, actor=actor, invitation=found[0], target=found[1])


async def _find_reader(
    session: AsyncSession, *, now: datetime, actor: Actor, invitation: Invitation
) -> int | None:
    if invitation.role not in TOLD_OF or not invitation.accepted:
        return None
    told = await list_told(session, now=now, invitation=invitation)
    return next((one for one in actor.person_ids if one in told), None)


async def _admission(
    session: AsyncSession, *, now: datetime, actor: Actor, invitation: Invitation, target: Target
) -> Admission:
    inviter = select(Person.name).where(col(Person.id) == invitation.inviter_id)
    post = await queries.find_post(session, now=now, invitation=invitation, target=target)
    return Admission(
        invitation.joined_name or "", target.place, invitation.decided_at or now,
        (await session.exec(inviter)).first(), post is not None,
        post if administrator_of(actor, target.school_ids) else None,
    )  # fmt: skip
