"""Once a week everybody on duty reads which cases are still open: no case goes quiet."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Notice, Priority
from services.alerts import doors
from services.casework import queries
from services.casework.rules import is_list_time
from services.duty.queries import list_holders
from services.notifications import service as notifications
from services.notifications.service import Say
from services.people.queries import load_actor_of
from services.profile import Profile
from services.wallclock import find_zone, week_of


async def list_due(session: AsyncSession, *, now: datetime, profile: Profile) -> dict[int, str]:
    """Whom to send this week's list, each with the key that makes it one; nobody while no case is open."""
    if not await queries.has_live(session):
        return {}
    keys = {}
    for holder in await list_holders(session, now=now, profile=profile):
        zone = find_zone(holder.timezone)
        if holder.has_phone and is_list_time(now, zone=zone, weekday=profile.weekly_list):
            keys[holder.person_id] = f"case_week:{holder.person_id}:{week_of(now, zone)}"
    said = set(await queries.list_said(session, keys=keys.values()))
    return {person_id: key for person_id, key in keys.items() if key not in said}


async def plan(session: AsyncSession, *, now: datetime, profile: Profile) -> None:
    """Queue the list for everybody who may open at least one case."""
    says = []
    for person_id, key in (await list_due(session, now=now, profile=profile)).items():
        actor = await load_actor_of(session, now=now, person_id=person_id)
        if await doors.list_openable(session, now=now, actor=actor):
            says.append(Say(Notice.CASE_WEEK, person_id, {}, now, key, Priority.DIGEST))
    await notifications.enqueue_many(session, now=now, says=says)
