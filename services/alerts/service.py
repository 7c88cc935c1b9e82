"""What the ticks and the outbox ask of cases; people's verbs are in `raising`, `reporting`, `holding`."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.alerts import clock, escalation, queries, watch
from services.profile import Profile


async def has_due(session: AsyncSession, *, now: datetime) -> bool:
    due = await next_due_at(session)
    return due is not None and due <= now


async def next_due_at(session: AsyncSession) -> datetime | None:
    """When the next draft is sent or the next case climbs."""
    return await queries.next_due_at(session)


async def escalate_due(session: AsyncSession, *, now: datetime, profile: Profile) -> None:
    """Send abandoned reports, let untaken cases climb, ask about silent ones."""
    await clock.escalate_due(session, now=now, profile=profile)


async def mend_stalled(session: AsyncSession, *, now: datetime) -> bool:
    """See that every open case has a next step; False when something is late all the same."""
    return await watch.mend_stalled(session, now=now)


async def skip_unreached(session: AsyncSession, *, now: datetime, case_id: int, level: int) -> None:
    """Climb at once when an alert found nobody and no other copy of its level is under way."""
    await escalation.skip_unreached(session, now=now, case_id=case_id, level=level)
