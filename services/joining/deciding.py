"""Confirm a newcomer by name, or don't."""

from datetime import datetime

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Invitation, Relation
from models.codes import Notice
from services.access.service import Denied
from services.errors import CareError
from services.joining import announcing, plans, queries, returning
from services.joining.authority import administrator_of, as_decider
from services.joining.types import Decided
from services.lesson import service as lesson
from services.notifications import service as notifications
from services.people import service as people
from services.people.actor import Actor
from services.people.queries import list_roles, live
from services.profile import Profile


async def decide(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, invitation_id: int, accept: bool
) -> Decided | Denied:
    """Settle a waiting newcomer once; every later press gets the first answer.

    Raises CareError joining.place_taken, which leaves the newcomer waiting.
    """
    found = await queries.find_with_target(session, now=now, invitation_id=invitation_id)
    if found is None or found[0].used_at is None or found[0].person_id is None:
        return Denied()
    invitation, target = found
    decider = await as_decider(session, now=now, actor=actor, invitation=invitation, target=target)
    if isinstance(decider, Denied):
        return decider
    if await _settle(session, now=now, invitation_id=invitation_id, accept=accept):
        if accept:
            await _admit(session, now=now, invitation=invitation, decider_id=decider)
        if accept or not queries.is_way_back(invitation):  # whoever pretended to come back has no name here
            await notifications.enqueue(
                session, now=now, kind=Notice.JOIN_DECIDED, recipient_id=found[0].person_id,
                params={"invitation_id": invitation_id}, dedup_key=f"joined:{invitation_id}",
            )  # fmt: skip
        if accept and not queries.is_way_back(invitation):  # after the welcome, so that it comes second
            await lesson.offer(session, now=now, profile=profile, person_id=found[0].person_id)
    settled = await queries.find_invitation(session, invitation_id=invitation_id) or invitation
    post = await queries.find_post(session, now=now, invitation=settled, target=target)
    mine = post if administrator_of(actor, target.school_ids) else None
    return Decided(settled.joined_name or "", target.place, bool(settled.accepted), mine)


async def _settle(session: AsyncSession, *, now: datetime, invitation_id: int, accept: bool) -> bool:
    won = await session.exec(
        update(Invitation)
        .where(
            col(Invitation.id) == invitation_id,
            col(Invitation.used_at).is_not(None),
            col(Invitation.decided_at).is_(None),
        )
        .values(decided_at=now, accepted=accept)
        .returning(col(Invitation.id))
        .execution_options(synchronize_session=False)
    )
    return won.first() is not None


async def _admit(session: AsyncSession, *, now: datetime, invitation: Invitation, decider_id: int) -> None:
    if invitation.person_id is None:
        return
    if queries.is_way_back(invitation):
        await returning.come_back(session, now=now, invitation=invitation)
    elif invitation.relation_id is not None:
        await _take_place(
            session, now=now, relation_id=invitation.relation_id, person_id=invitation.person_id
        )
    elif invitation.role is not None and invitation.unit_id is not None:
        held = await list_roles(session, now=now, person_ids=[invitation.person_id])
        if not any(one.role is invitation.role and one.unit_id == invitation.unit_id for one in held):
            await people.grant(
                session,
                now=now,
                person_id=invitation.person_id,
                role=invitation.role,
                unit_id=invitation.unit_id,
            )
            await announcing.announce(session, now=now, invitation=invitation, decider_id=decider_id)


async def _take_place(session: AsyncSession, *, now: datetime, relation_id: int, person_id: int) -> None:
    taken = await session.exec(
        update(Relation)
        .where(
            col(Relation.id) == relation_id,
            (col(Relation.person_id).is_(None)) | (col(Relation.person_id) == person_id),
            live(Relation, now),
        )
        .values(person_id=person_id)
        .returning(col(Relation.id))
        .execution_options(synchronize_session=False)
    )
    if taken.first() is None:
        raise CareError("joining.place_taken")
    await plans.relay(session, now=now, relation_ids=[relation_id])
