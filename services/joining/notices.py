"""What this subject tells people unasked, loaded when it is sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Notice
from services.joining import queries
from services.joining.announcing import list_told
from services.joining.authority import list_deciders
from services.joining.opening import standing
from services.joining.types import Decided, Place, Waiting
from services.notifications.facts import Facts, Loader
from services.people.actor import Actor
from services.people.queries import load_actor_of


@dataclass(frozen=True)
class JoinPending(Facts):
    invitation_id: int
    name: str
    place: Place


@dataclass(frozen=True)
class JoinDecided(Facts):
    """`newcomer` is who they are now: it decides their keyboard."""

    place: Place
    accepted: bool
    newcomer: Actor


async def load_pending(
    session: AsyncSession, *, now: datetime, recipient_id: int, invitation_id: int
) -> JoinPending | None:
    """Who waits; None once somebody has decided, or for a reader who no longer may."""
    found = await queries.find_with_target(session, now=now, invitation_id=invitation_id)
    waiting = standing(*found) if found else None
    if found is None or not isinstance(waiting, Waiting):
        return None
    deciders = await list_deciders(session, now=now, invitation=found[0], target=found[1])
    return JoinPending(invitation_id, waiting.name, waiting.place) if recipient_id in deciders else None


@dataclass(frozen=True)
class Admitted(Facts):
    """To the others who answer for the school: neither who it is nor as what."""

    invitation_id: int
    school_name: str


async def load_decided(
    session: AsyncSession, *, now: datetime, recipient_id: int, invitation_id: int, to_others: bool = False
) -> JoinDecided | Admitted | None:
    if to_others:
        return await _load_admitted(session, now=now, recipient_id=recipient_id, invitation_id=invitation_id)
    found = await _standing(session, now=now, invitation_id=invitation_id)
    if not isinstance(found, Decided):
        return None
    newcomer = await load_actor_of(session, now=now, person_id=recipient_id)
    return JoinDecided(found.place, found.accepted, newcomer)


async def _load_admitted(
    session: AsyncSession, *, now: datetime, recipient_id: int, invitation_id: int
) -> Admitted | None:
    """None once the role has ended, and for a reader who no longer answers for the school."""
    found = await queries.find_with_target(session, now=now, invitation_id=invitation_id)
    if (
        found is None
        or await queries.find_post(session, now=now, invitation=found[0], target=found[1]) is None
    ):
        return None
    told = await list_told(session, now=now, invitation=found[0])
    return Admitted(invitation_id, found[1].place.school_name) if recipient_id in told else None


async def _standing(session: AsyncSession, *, now: datetime, invitation_id: int) -> Waiting | Decided | None:
    found = await queries.find_with_target(session, now=now, invitation_id=invitation_id)
    return standing(*found) if found else None


NOTICES: dict[Notice, Loader] = {Notice.JOIN_PENDING: load_pending, Notice.JOIN_DECIDED: load_decided}
