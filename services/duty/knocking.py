"""Knock on another door than Telegram's, for what may not wait."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import OtherWay
from models.codes import Notice, Priority
from services.duty.types import Knock, Way
from services.notifications import service as notifications
from services.notifications.service import Say


async def knock(
    session: AsyncSession,
    *,
    now: datetime,
    person_ids: Sequence[int],
    params: dict[str, Any],
    key: str,
    priority: Priority = Priority.URGENT,
) -> None:
    """Queue a knock for each of these people who has another way; `key` makes a second one a no-op."""
    rows = await session.exec(
        select(OtherWay.person_id).where(col(OtherWay.person_id).in_(person_ids)).distinct()
    )
    says = [
        Say(Notice.KNOCK, person_id, params, now, f"knock:{key}:{person_id}", priority) for person_id in rows
    ]
    await notifications.enqueue_many(session, now=now, says=says)


async def load_ways(session: AsyncSession, *, person_id: int) -> Knock | None:
    """The ways to somebody as they are now; None: there is none any more."""
    rows = await session.exec(
        select(OtherWay).where(OtherWay.person_id == person_id).order_by(col(OtherWay.id))
    )
    ways = tuple(Way(row.id or 0, row.url) for row in rows)
    return Knock(ways) if ways else None
