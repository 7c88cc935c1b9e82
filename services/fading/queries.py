"""Which messages are due to go, as one walk along an index."""

from datetime import datetime

from sqlalchemy import Select
from sqlmodel import col, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import FadingMessage
from services.fading.rules import LEASE

_EARLIEST = select(func.min(FadingMessage.fades_at))


async def has_due(session: AsyncSession, *, now: datetime) -> bool:
    """Whether a claim would find anything: one step into the index, and no writer's turn."""
    earliest = (await session.exec(_EARLIEST)).one()
    return earliest is not None and earliest <= now


def due_rows(*, now: datetime, limit: int) -> Select[int | None]:
    """The next rows whose time is over, in their order."""
    return (
        select(FadingMessage.id)
        .where(col(FadingMessage.fades_at) <= now)
        .order_by(col(FadingMessage.fades_at))
        .limit(limit)
    )


async def claim_due(session: AsyncSession, *, now: datetime, limit: int) -> list[FadingMessage]:
    """Lock and mark up to `limit` due rows: they come due again when whoever holds them dies."""
    due = due_rows(now=now, limit=limit).with_for_update(skip_locked=True).cte("due")
    claimed = await session.exec(
        update(FadingMessage)
        .where(col(FadingMessage.id).in_(select(due.c.id)))
        .values(fades_at=now + LEASE, attempts=col(FadingMessage.attempts) + 1)
        .returning(FadingMessage)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted(claimed.scalars(), key=lambda row: row.id or 0)
