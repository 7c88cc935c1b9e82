"""Say once more that a request waits whose last day is over."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.privacy import queries, rules, telling
from services.privacy.deciders import list_deciders, today_of

UTC = "UTC"


async def has_any(session: AsyncSession, *, now: datetime) -> bool:
    """Whether a request may be overdue: somewhere it is a day later than here."""
    return any(one.due_on <= now.date() for one in await queries.list_open(session))


async def remind(session: AsyncSession, *, now: datetime) -> None:
    """Tell whoever may answer it today; those who were told before get it once more, and only once."""
    for request in await queries.list_open(session):
        today = await today_of(session, now=now, person_id=request.person_id, otherwise=UTC)
        if rules.is_overdue(request.due_on, today=today):
            for owner_id in await list_deciders(session, now=now, person_id=request.person_id):
                await telling.tell_overdue(session, now=now, request_id=request.id or 0, owner_id=owner_id)
