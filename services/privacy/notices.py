"""What this subject tells people unasked, loaded when it is sent."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Asked, Notice
from services import profile as profiles
from services.notifications.facts import Facts, Loader
from services.people.queries import list_roles
from services.privacy import queries
from services.privacy.deciders import list_deciders
from services.profile import Profile


@dataclass(frozen=True)
class RequestMade(Facts):
    """To whoever answers it: neither who asks nor what for. `again`: its last day is over."""

    request_id: int
    due_on: date
    again: bool


@dataclass(frozen=True)
class RequestAnswered(Facts):
    """To the asker. `profile` knows where to complain; `is_staff`: they work here."""

    asked: Asked
    is_granted: bool
    reason: str | None
    is_staff: bool
    profile: Profile


async def load_made(
    session: AsyncSession, *, now: datetime, recipient_id: int, request_id: int, again: bool = False
) -> RequestMade | None:
    """None once it is answered, or for somebody who may no longer answer it."""
    found = await queries.find_request(session, request_id=request_id)
    if found is None or found[0].settled_at is not None:
        return None
    if recipient_id not in await list_deciders(session, now=now, person_id=found[0].person_id):
        return None
    return RequestMade(request_id, found[0].due_on, again)


async def load_answered(
    session: AsyncSession, *, now: datetime, recipient_id: int, request_id: int, profile: str
) -> RequestAnswered | None:
    found = await queries.find_request(session, request_id=request_id)
    if found is None or found[0].is_granted is None:
        return None
    row = found[0]
    is_staff = bool(await list_roles(session, now=now, person_ids=[recipient_id]))
    return RequestAnswered(row.asked, row.is_granted or False, row.reason, is_staff, profiles.load(profile))


NOTICES: dict[Notice, Loader] = {
    Notice.REQUEST_MADE: load_made,
    Notice.REQUEST_ANSWERED: load_answered,
}
