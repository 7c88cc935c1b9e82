"""Ask for what is held of oneself to be mended or deleted, and see how that stands."""

from datetime import datetime

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from models import PrivacyRequest
from models.codes import Asked
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied
from services.errors import CareError
from services.people.actor import Actor
from services.privacy import queries, rules, telling
from services.privacy.deciders import list_deciders, today_of
from services.privacy.types import Rights, Ticket
from services.profile import Profile

log = structlog.get_logger()

SHOWN = 5  # requests, the newest first


async def see_rights(session: AsyncSession, *, actor: Actor) -> Rights:
    """What this phone's people find behind /privacy; a guest finds nobody."""
    people = await queries.list_people(session, person_ids=actor.person_ids)
    rows = await queries.list_requests_of(session, person_ids=actor.person_ids)
    tickets = tuple(ticket_of(row, name) for row, name in rows[:SHOWN])
    return Rights(people, tickets, has_children=actor.is_family)


async def make(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    person_id: int,
    asked: Asked,
    text: str,
) -> Ticket | Denied:
    """Store a request with its last day, and tell whoever answers it.

    Raises CareError privacy.words_long or privacy.requests_many.
    """
    words = rules.clean_words(text)
    decided = await access.settle(
        session, now=now, actor=actor, action=Action(f"ask_{asked.value}"), subject="person",
        subject_id=person_id, found=access.own(actor, person_id),
    )  # fmt: skip
    if isinstance(decided, Denied):
        return decided
    earlier = await queries.list_requests_of(session, person_ids=[person_id])
    if sum(row.settled_at is None for row, _ in earlier) >= rules.MOST_OPEN:
        raise CareError("privacy.requests_many", most=rules.MOST_OPEN)
    children = await queries.list_children(session, now=now, person_id=person_id)
    today = await today_of(session, now=now, person_id=person_id, otherwise=actor.timezone)
    request = PrivacyRequest(
        person_id=person_id, child_id=children[0].id if len(children) == 1 else None, asked=asked,
        words=words, made_at=now, due_on=rules.due_on(today, days=profile.answering.days),
    )  # fmt: skip
    session.add(request)
    await session.flush()
    await _tell(session, now=now, request=request)
    [someone] = await queries.list_people(session, person_ids=[person_id])
    return ticket_of(request, someone.name)


def ticket_of(row: PrivacyRequest, name: str) -> Ticket:
    return Ticket(row.id or 0, name, row.asked, row.made_at, row.due_on, row.is_granted, row.reason)


async def pass_on(session: AsyncSession, *, now: datetime, request_id: int) -> None:
    """Whoever answers has a phone that takes no message: put it on the list of those who come next."""
    found = await queries.find_request(session, request_id=request_id)
    if found is not None and found[0].settled_at is None:
        await _tell(session, now=now, request=found[0])


async def _tell(session: AsyncSession, *, now: datetime, request: PrivacyRequest) -> None:
    deciders = await list_deciders(session, now=now, person_id=request.person_id)
    if not deciders:
        log.critical("requests.nobody_to_answer", request_id=request.id)
    for owner_id in deciders:
        await telling.tell_made(session, now=now, request_id=request.id or 0, owner_id=owner_id)
