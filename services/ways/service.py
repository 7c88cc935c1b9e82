"""Keep the other ways to people on duty, and whether they work."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import OtherWay, Person
from services.audit import service as audit
from services.errors import CareError
from services.profile import Profile
from services.ways import queries
from services.ways.types import OnDuty, Tried

MOST_WAYS = 3  # all of a person's are tried at once, and within the lease of one notice


async def get_on_duty(session: AsyncSession, *, now: datetime, profile: Profile, person_id: int) -> OnDuty:
    """Raise CareError ways.not_on_duty for anybody who isn't on the ladder."""
    person = await queries.find_on_duty(session, now=now, profile=profile, person_id=person_id)
    if person is None:
        raise CareError("ways.not_on_duty", person_id=person_id)
    return person


async def ensure_room(session: AsyncSession, *, now: datetime, profile: Profile, person_id: int) -> None:
    """Raise CareError ways.not_on_duty or ways.enough."""
    person = await get_on_duty(session, now=now, profile=profile, person_id=person_id)
    if len(person.ways) >= MOST_WAYS:
        raise CareError("ways.enough", person_id=person_id, most=MOST_WAYS)


async def add(
    session: AsyncSession, *, now: datetime, profile: Profile, person_id: int, scheme: str, url: str
) -> int:
    """Keep a way that has just worked, and return its id. Raises as `ensure_room` does."""
    # The person's row is the lock: two commands at once can't both find room for one more.
    await session.exec(select(Person.id).where(Person.id == person_id).with_for_update())
    await ensure_room(session, now=now, profile=profile, person_id=person_id)
    way = OtherWay(person_id=person_id, scheme=scheme, url=url, added_at=now)
    session.add(way)
    await session.flush()
    await _write_down(session, now=now, action="add_way", way_id=way.id)
    return way.id or 0


async def remove(session: AsyncSession, *, now: datetime, way_id: int) -> None:
    """Forget a way and its address. Raises CareError ways.no_such_way."""
    gone = await session.exec(delete(OtherWay).where(col(OtherWay.id) == way_id).returning(col(OtherWay.id)))
    if gone.first() is None:
        raise CareError("ways.no_such_way", way_id=way_id)
    await _write_down(session, now=now, action="remove_way", way_id=way_id)


async def note_tried(session: AsyncSession, *, now: datetime, tried: Sequence[Tried]) -> None:
    """Remember since when a way has failed, and forget it once it works again."""
    worked = [one.way_id for one in tried if one.has_worked]
    failed = [one.way_id for one in tried if not one.has_worked]
    since = col(OtherWay.failed_at)
    for way_ids, changes, at in ((worked, since.is_not(None), None), (failed, since.is_(None), now)):
        if way_ids:
            which = col(OtherWay.id).in_(way_ids) & changes
            await session.exec(update(OtherWay).where(which).values(failed_at=at))


async def _write_down(session: AsyncSession, *, now: datetime, action: str, way_id: int | None) -> None:
    await audit.record(
        session, now=now, actor=None, action=action, subject="other_way", subject_id=way_id, allowed=True
    )
