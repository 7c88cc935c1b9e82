"""The way back: a link for somebody who is known, from a phone that is lost to one that isn't."""

from datetime import datetime

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Invitation, Person
from services.access.rules import Action
from services.access.service import Denied
from services.audit import service as audit
from services.errors import CareError
from services.joining import plans, queries
from services.joining.links import after, issue
from services.joining.types import Decided, Invited, Place, Waiting
from services.joining.vouching import as_voucher
from services.people.actor import Actor
from services.pins import service as pins
from services.pins.types import Closed
from services.profile import Profile


async def invite_back(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, person_id: int
) -> Invited | Waiting | Denied | Closed:
    """Make a link for somebody without a phone; it opens all that is theirs, so the PIN is asked first.

    When somebody already waits by such a link, return them instead. Raises CareError phones.is_back.
    """
    closed = await pins.keep_open(session, now=now, actor=actor)
    if closed is not None:
        return closed
    voucher = await as_voucher(session, now=now, actor=actor, action=Action.INVITE_BACK, person_id=person_id)
    if isinstance(voucher, Denied):
        return voucher
    return await make_way_back(session, now=now, profile=profile, person_id=person_id, inviter_id=voucher)


async def make_way_back(
    session: AsyncSession, *, now: datetime, profile: Profile, person_id: int, inviter_id: int | None
) -> Invited | Waiting | Denied:
    """The same for whoever has been asked before: `inviter_id` None is the command line."""
    target = await queries.find_way_back(session, now=now, person_id=person_id)
    if target is None:
        return Denied()
    if target.is_taken:
        raise CareError("phones.is_back")
    waiting = await _find_waiting(session, person_id=person_id)
    if waiting is not None:
        return Waiting(waiting.id or 0, waiting.joined_name or "", target.place)
    invitation = Invitation(
        token_hash="",
        person_id=person_id,
        inviter_id=inviter_id,
        created_at=now,
        expires_at=after(now, profile.invitation_hours.staff),
    )
    return await issue(session, now=now, invitation=invitation, place=target.place)


async def come_back(session: AsyncSession, *, now: datetime, invitation: Invitation) -> None:
    """Bind the phone that used the link. Raises CareError joining.place_taken when another has been bound."""
    bound = await session.exec(
        update(Person)
        .where(col(Person.id) == invitation.person_id, col(Person.account_id).is_(None))
        .values(account_id=invitation.used_by_id)
        .returning(col(Person.id))
        .execution_options(synchronize_session=False)
    )
    if bound.first() is None:
        raise CareError("joining.place_taken")
    await plans.relay_of(session, now=now, person_ids=[invitation.person_id or 0])


async def let_in(session: AsyncSession, *, now: datetime, invitation: Invitation, place: Place) -> Decided:
    """Nobody is left who could confirm: the operator who made the link has vouched for its reader."""
    await come_back(session, now=now, invitation=invitation)
    invitation.decided_at, invitation.accepted = now, True
    session.add(invitation)
    await session.flush()
    await audit.record(
        session, now=now, actor=None, action="come_back", subject="person", subject_id=invitation.person_id,
        allowed=True,
    )  # fmt: skip
    return Decided(invitation.joined_name or "", place, accepted=True)


async def _find_waiting(session: AsyncSession, *, person_id: int) -> Invitation | None:
    query = select(Invitation).where(
        Invitation.person_id == person_id,
        col(Invitation.role).is_(None),
        col(Invitation.relation_id).is_(None),
        col(Invitation.used_at).is_not(None),
        col(Invitation.decided_at).is_(None),
    )
    return (await session.exec(query)).first()
