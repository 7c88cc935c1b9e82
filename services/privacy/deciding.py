"""Open a request and answer it: it is done, or it is refused with a reason."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import PrivacyRequest
from services.access import service as access
from services.access.queries import find_child
from services.access.rules import Action, Standing
from services.access.service import Denied
from services.people.actor import Actor
from services.people.queries import list_roles
from services.privacy import queries, rules, telling
from services.privacy.deciders import find_decider, today_of
from services.privacy.service import ticket_of
from services.privacy.types import Opened
from services.profile import Profile


async def list_waiting(session: AsyncSession, *, now: datetime, actor: Actor) -> list[Opened]:
    """The requests that wait for somebody on this phone, the oldest first."""
    mine = next(iter(actor.person_ids), None) if actor.is_staff else None
    await access.settle(
        session, now=now, actor=actor, action=Action.LIST_REQUESTS, subject="privacy_request",
        subject_id=None, found=access.as_(Standing.DECIDER, mine),
    )  # fmt: skip
    rows = await queries.list_open(session) if actor.is_staff else []
    found = [
        await _opened(session, now=now, actor=actor, request_id=row.id or 0)
        for row in rows
        if await find_decider(session, now=now, actor=actor, person_id=row.person_id) is not None
    ]
    return [one for one in found if one is not None]


async def open_request(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    request_id: int,
    action: Action = Action.OPEN_REQUEST,
) -> Opened | Denied:
    """Show a request to whoever may answer it now; each opening and each refusal is written down."""
    mine = await _decider(session, now=now, actor=actor, request_id=request_id)
    decided = await access.settle(
        session, now=now, actor=actor, action=action, subject="privacy_request", subject_id=request_id,
        found=access.as_(Standing.DECIDER, mine),
    )  # fmt: skip
    if isinstance(decided, Denied):
        return decided
    return await _opened(session, now=now, actor=actor, request_id=request_id) or Denied()


async def grant(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, request_id: int
) -> Opened | Denied:
    """Say that it was done; of a family's person a deletion is then carried out."""
    return await _answer(session, now=now, actor=actor, profile=profile, request_id=request_id, reason=None)


async def refuse(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, request_id: int, text: str
) -> Opened | Denied:
    """Say no, and why. Raises CareError requests.reason_short or privacy.words_long."""
    reason = rules.clean_reason(text)
    return await _answer(session, now=now, actor=actor, profile=profile, request_id=request_id, reason=reason)


async def refuse_as_usual(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    request_id: int,
    usual: rules.Usual,
) -> Opened | Denied:
    """Say no for one of the ordinary reasons; its sentence is the reader's own."""
    return await _answer(
        session, now=now, actor=actor, profile=profile, request_id=request_id, reason=usual.value
    )


async def _answer(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    request_id: int,
    reason: str | None,
) -> Opened | Denied:
    """The first answer stands; a later one changes nothing and is shown it."""
    mine = await _decider(session, now=now, actor=actor, request_id=request_id)
    action = Action.GRANT_REQUEST if reason is None else Action.REFUSE_REQUEST
    opened = await open_request(session, now=now, actor=actor, request_id=request_id, action=action)
    if isinstance(opened, Denied) or mine is None:
        return Denied()
    answered = {"settled_at": now, "settled_by_id": mine, "is_granted": reason is None, "reason": reason}
    if await queries.settle(session, request_id=request_id, **answered):
        await queries.finish_tasks(session, now=now, request_id=request_id, done_by_id=mine)
        await telling.tell_answered(
            session, now=now, request=await _get(session, request_id), profile=profile
        )
    return await _opened(session, now=now, actor=actor, request_id=request_id) or Denied()


async def _decider(session: AsyncSession, *, now: datetime, actor: Actor, request_id: int) -> int | None:
    found = await queries.find_request(session, request_id=request_id)
    if found is None:
        return None
    return await find_decider(session, now=now, actor=actor, person_id=found[0].person_id)


async def _opened(session: AsyncSession, *, now: datetime, actor: Actor, request_id: int) -> Opened | None:
    found = await queries.find_request(session, request_id=request_id)
    if found is None:
        return None
    row, name = found
    child = await find_child(session, child_id=row.child_id) if row.child_id else None
    if child and not await access.may(session, now=now, actor=actor, action=Action.SEE_CHILD, child=child):
        child = None  # an officer of the county answers the asker, and learns of no child
    today = await today_of(session, now=now, person_id=row.person_id, otherwise=actor.timezone)
    is_late = row.settled_at is None and rules.is_overdue(row.due_on, today=today)
    is_staff = bool(await list_roles(session, now=now, person_ids=[row.person_id]))
    return Opened(ticket_of(row, name), row.words, child.name if child else None, is_late, is_staff)


async def _get(session: AsyncSession, request_id: int) -> PrivacyRequest:
    found = await queries.find_request(session, request_id=request_id)
    if found is None:
        raise RuntimeError("a settled request was not found")
    return found[0]
