"""Open a link, say who one is, and wait to be confirmed."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Invitation
from models.codes import Notice, Role
from services.access import service as access
from services.access.rules import Action, Standing
from services.audit import service as audit
from services.consents.rules import CONTACT
from services.joining import queries, returning
from services.joining.authority import list_deciders
from services.joining.queries import Target
from services.joining.rules import FAILURES_WITHIN, MOST_FAILURES, fingerprint, judge
from services.joining.types import Decided, Opened, Refusal, Refused, Waiting
from services.lesson import service as lesson
from services.notifications import service as notifications
from services.people import service as people
from services.people.actor import Actor
from services.people.rules import clean_name
from services.profile import Profile

OPEN = Action.OPEN_INVITATION


async def open_invitation(
    session: AsyncSession, *, now: datetime, actor: Actor, token: str
) -> Opened | Waiting | Decided | Refused:
    """Look where a link leads; nothing is used up yet, so that a lost signal costs nobody their place.

    Whoever used the link before learns how their joining stands.
    """
    since = now - FAILURES_WITHIN
    failures = await queries.count_failures(session, telegram_id=actor.telegram_id, action=OPEN, since=since)
    if failures >= MOST_FAILURES:
        await audit.record(
            session, now=now, actor=actor, action="open_too_often", subject="invitation",
            subject_id=None, allowed=False,
        )  # fmt: skip
        return Refused(Refusal.LATER)
    invitation = await queries.find_by_fingerprint(session, fingerprint=fingerprint(token))
    found = await _look(session, now=now, actor=actor, invitation=invitation)
    found_id = invitation.id if invitation else None
    is_open = not isinstance(found, Refused)
    await _settle(session, now=now, actor=actor, action=OPEN, invitation_id=found_id, is_open=is_open)
    return found


async def _settle(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    action: Action,
    invitation_id: int | None,
    is_open: bool,
) -> None:
    """Write it down at the door; a newcomer has no person yet."""
    await access.settle(
        session, now=now, actor=actor, action=action, subject="invitation", subject_id=invitation_id,
        found=access.as_(Standing.NEWCOMER, 0 if is_open else None),
    )  # fmt: skip


async def _look(
    session: AsyncSession, *, now: datetime, actor: Actor, invitation: Invitation | None
) -> Opened | Waiting | Decided | Refused:
    if invitation is None:
        return Refused(Refusal.UNKNOWN)
    target = await queries.find_target(session, now=now, invitation=invitation)
    if actor.account_id is not None and invitation.used_by_id == actor.account_id and target:
        return standing(invitation, target)
    refusal = _judge(invitation, target, now)
    if refusal is not None or target is None:
        return Refused(refusal or Refusal.UNKNOWN)
    is_back = queries.is_way_back(
        invitation
    )  # who comes back is known: the name is typed, for whoever confirms
    people_here = () if is_back else await queries.list_people(session, person_ids=actor.person_ids)
    return Opened(invitation.id or 0, target.place, people_here)


def _judge(invitation: Invitation, target: Target | None, now: datetime) -> Refusal | None:
    refusal = judge(
        revoked_at=invitation.revoked_at,
        used_at=invitation.used_at,
        expires_at=invitation.expires_at,
        now=now,
    )
    return refusal or (Refusal.USED if target and target.is_taken else None)


def standing(invitation: Invitation, target: Target) -> Waiting | Decided:
    """How the joining by a used link stands."""
    name = invitation.joined_name or ""
    if invitation.accepted is None:
        return Waiting(invitation.id or 0, name, target.place)
    return Decided(name, target.place, invitation.accepted)


async def find_standing(session: AsyncSession, *, now: datetime, actor: Actor) -> Waiting | Decided | None:
    """How the latest joining from this phone stands."""
    if actor.account_id is None:
        return None
    invitation = await queries.find_last_used(session, account_id=actor.account_id)
    target = invitation and await queries.find_target(session, now=now, invitation=invitation)
    return standing(invitation, target) if invitation and target else None


async def needs_consent(session: AsyncSession, *, profile: Profile, person_id: int | None) -> bool:
    """Whether an adult has yet to answer the present text; one answer serves all their children."""
    if person_id is None:
        return True
    newest = await queries.find_consent(session, person_id=person_id, purpose=CONTACT)
    return newest is None or newest.version != profile.consent_version


async def join(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    invitation_id: int,
    name: str,
    person_id: int | None = None,
    consent: bool | None = None,
) -> Waiting | Decided | Refused:
    """Use the link up in somebody's name and ask the inviter whether that is them.

    A link that the operator made, where nobody is there to be asked, leads in at once.

    `person_id` is somebody who already uses this phone; `consent` None leaves an earlier answer alone.
    Raises CareError people.name_empty or people.name_long.
    """
    invitation = await use(session, now=now, actor=actor, invitation_id=invitation_id, name=clean_name(name))
    if isinstance(invitation, Refused):
        return invitation
    target = await queries.find_target(session, now=now, invitation=invitation)
    if target is None:
        return Refused(Refusal.UNKNOWN)
    joined = await settle_person(
        session, now=now, actor=actor, invitation=invitation, person_id=person_id, timezone=target.timezone
    )
    if consent is not None:
        await people.answer_consent(
            session, now=now, person_id=joined, purpose=CONTACT, version=profile.consent_version,
            granted=consent,
        )  # fmt: skip
    return await _ask(session, now=now, profile=profile, invitation=invitation, target=target)


async def _ask(
    session: AsyncSession, *, now: datetime, profile: Profile, invitation: Invitation, target: Target
) -> Waiting | Decided:
    """Let whoever decides know that somebody waits."""
    deciders = await list_deciders(session, now=now, invitation=invitation, target=target)
    if not deciders and invitation.inviter_id is None:
        if queries.is_way_back(invitation):
            return await returning.let_in(session, now=now, invitation=invitation, place=target.place)
        return await _let_in(session, now=now, profile=profile, invitation=invitation, target=target)
    await _tell(session, now=now, invitation_id=invitation.id or 0, deciders=deciders)
    return Waiting(invitation.id or 0, invitation.joined_name or "", target.place)


async def pass_on(session: AsyncSession, *, now: datetime, invitation_id: int) -> None:
    """Whoever was asked has a phone that takes no message: let the others who may decide know."""
    found = await queries.find_with_target(session, now=now, invitation_id=invitation_id)
    if found is not None:
        deciders = await list_deciders(session, now=now, invitation=found[0], target=found[1])
        await _tell(session, now=now, invitation_id=invitation_id, deciders=deciders)


async def _tell(session: AsyncSession, *, now: datetime, invitation_id: int, deciders: Sequence[int]) -> None:
    """Once to each of them, however often this is called."""
    for recipient_id in deciders:
        await notifications.enqueue(
            session, now=now, kind=Notice.JOIN_PENDING, recipient_id=recipient_id,
            params={"invitation_id": invitation_id}, dedup_key=f"join:{invitation_id}:{recipient_id}",
        )  # fmt: skip


async def _let_in(
    session: AsyncSession, *, now: datetime, profile: Profile, invitation: Invitation, target: Target
) -> Decided:
    """The head of a school where nobody is yet: whoever runs this installation sent the link."""
    person_id, unit_id = invitation.person_id or 0, invitation.unit_id or 0
    await people.grant(session, now=now, person_id=person_id, role=Role.ADMINISTRATOR, unit_id=unit_id)
    invitation.decided_at, invitation.accepted = now, True
    session.add(invitation)
    await lesson.offer(session, now=now, profile=profile, person_id=person_id)
    return Decided(invitation.joined_name or "", target.place, accepted=True)


async def use(
    session: AsyncSession, *, now: datetime, actor: Actor, invitation_id: int, name: str
) -> Invitation | Refused:
    """Take the one use of a link: of two phones that try, one wins."""
    account_id = await people.ensure_account(session, now=now, actor=actor)
    taken = await session.exec(
        update(Invitation)
        .where(
            col(Invitation.id) == invitation_id,
            col(Invitation.used_at).is_(None),
            col(Invitation.revoked_at).is_(None),
            col(Invitation.expires_at) > now,
        )
        .values(used_at=now, used_by_id=account_id, joined_name=name)
        .returning(col(Invitation.id))
        .execution_options(synchronize_session=False)
    )
    won = taken.first() is not None
    await _settle(session, now=now, actor=actor, action=Action.JOIN, invitation_id=invitation_id, is_open=won)
    invitation = await queries.find_invitation(session, invitation_id=invitation_id)
    if won and invitation is not None:
        return invitation
    return Refused((invitation and _judge(invitation, None, now)) or Refusal.UNKNOWN)


async def settle_person(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    invitation: Invitation,
    person_id: int | None,
    timezone: str | None,
) -> int:
    """Return the person behind a used link: who comes back, one of this phone's, or a new one."""
    if queries.is_way_back(invitation):
        return invitation.person_id or 0
    account_id = invitation.used_by_id
    if person_id is None or person_id not in actor.person_ids:
        person_id = await people.add_person(
            session, now=now, name=invitation.joined_name or "", account_id=account_id,
            timezone=timezone or actor.timezone,
        )  # fmt: skip
    invitation.person_id = person_id
    session.add(invitation)
    await session.flush()
    return person_id
