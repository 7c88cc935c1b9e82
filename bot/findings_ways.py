"""What `doctor` finds of the other ways to reach people on duty; it sends nothing itself."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.doctor import Finding
from bot.words import say
from services.profile import Profile
from services.ways import queries


async def ways_findings(session: AsyncSession, *, now: datetime, profile: Profile) -> list[Finding]:
    """How many on duty have no other way, and which ways don't work."""
    people = await queries.list_on_duty(session, now=now, profile=profile)
    without = sum(not person.ways for person in people)
    # Another way is advice, not a must: a small school may have nothing but Telegram.
    count = Finding(good=True, sentence=say("doctor_ways", people=len(people), without=without))
    failing = [way for person in people for way in person.ways if way.failed_at is not None]
    return [count, *(_failing(way.way_id, way.scheme) for way in failing)]


def _failing(way_id: int, scheme: str) -> Finding:
    return Finding(good=False, sentence=say("doctor_way_fails", way_id=way_id, scheme=scheme))
