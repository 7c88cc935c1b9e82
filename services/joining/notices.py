"""What this subject tells people unasked, loaded when it is sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Notice
from services.joining import queries
from services.joining.opening import standing
from services.joining.types import Decided, Place, Waiting
from services.notifications.facts import Facts, Loader


@dataclass(frozen=True)
class JoinPending(Facts):
    invitation_id: int
    name: str
    place: Place


@dataclass(frozen=True)
class JoinDecided(Facts):
    place: Place
    accepted: bool


async def load_pending(
    session: AsyncSession, *, now: datetime, recipient_id: int, invitation_id: int
) -> JoinPending | None:
    """Who waits; None once somebody has decided, or the place is gone."""
    found = await _standing(session, now=now, invitation_id=invitation_id)
    return JoinPending(invitation_id, found.name, found.place) if isinstance(found, Waiting) else None


async def load_decided(
    session: AsyncSession, *, now: datetime, recipient_id: int, invitation_id: int
) -> JoinDecided | None:
    found = await _standing(session, now=now, invitation_id=invitation_id)
    return JoinDecided(found.place, found.accepted) if isinstance(found, Decided) else None


async def _standing(session: AsyncSession, *, now: datetime, invitation_id: int) -> Waiting | Decided | None:
    found = await queries.find_with_target(session, now=now, invitation_id=invitation_id)
    return standing(*found) if found else None


NOTICES: dict[Notice, Loader] = {Notice.JOIN_PENDING: load_pending, Notice.JOIN_DECIDED: load_decided}
