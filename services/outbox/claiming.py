"""Claim what is due to be said: small claims, in order, and to one person one at a time.

The statements are built once for each priority and channel: building one costs more than running it.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import col, exists, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Notification
from models.codes import Priority, Sending
from services.outbox.outcomes import Channel
from services.outbox.queries import goes_by
from services.outbox.rules import LEASE

_LOST = (
    select(Notification)
    .where(Notification.sending == Sending.SENDING, col(Notification.lease_until) <= bindparam("now"))
    .with_for_update(skip_locked=True)
)
_HELD = (
    update(Notification)
    .where(
        col(Notification.id) == bindparam("held_id"),
        col(Notification.fence) == bindparam("held_fence"),
        col(Notification.sending) == Sending.SENDING,
    )
    .values(lease_until=None)
    .returning(Notification)
    .execution_options(synchronize_session=False, populate_existing=True)
)


async def list_lost(session: AsyncSession, *, now: datetime) -> list[Notification]:
    """The notices whose worker has let its lease run out while sending, locked."""
    return list(await session.exec(_LOST, params={"now": now}))


async def find_held(session: AsyncSession, *, notification_id: int, fence: int) -> Notification | None:
    """The row, locked, if the worker with this fence still holds it."""
    held = await session.exec(_HELD, params={"held_id": notification_id, "held_fence": fence})
    return held.scalars().first()


async def claim_due(
    session: AsyncSession,
    *,
    now: datetime,
    limit: int,
    order: Sequence[Priority] = tuple(Priority),
    channel: Channel = Channel.CHATS,
) -> list[Notification]:
    """Lock and mark the next notices of a channel in this order, and to one person one at a time."""
    claimed: list[Notification] = []
    for priority in order:
        if len(claimed) < limit:
            params = {"now": now, "room": limit - len(claimed), "lease_end": now + LEASE}
            rows = (await session.exec(_claim_of(priority, channel), params=params)).scalars()
            claimed += sorted(rows, key=lambda row: (row.not_before, row.id or 0))
    return claimed


@cache
def due_of(priority: Priority, channel: Channel = Channel.CHATS) -> Select[int | None]:
    """The next `room` notices of a priority at `now`, in their order, as one walk along an index."""
    return (
        select(Notification.id)
        .where(
            Notification.sending == Sending.QUEUED,
            Notification.priority == int(priority),
            col(Notification.not_before) <= bindparam("now"),
            goes_by(Notification, channel),
            ~_has_one_before(priority, channel),
        )
        .order_by(col(Notification.not_before), col(Notification.id))
        .limit(bindparam("room", type_=Integer))
    )


@cache
def _claim_of(priority: Priority, channel: Channel) -> Any:
    due = due_of(priority, channel).with_for_update(skip_locked=True).cte("due")
    return (
        update(Notification)
        .where(col(Notification.id).in_(select(due.c.id)))
        .values(
            sending=Sending.SENDING,
            lease_until=bindparam("lease_end"),
            attempts=col(Notification.attempts) + 1,
            fence=col(Notification.fence) + 1,
        )
        .returning(Notification)
        .execution_options(synchronize_session=False)
    )


def _has_one_before(priority: Priority, channel: Channel) -> ColumnElement[bool]:
    """Whether the same person has something in flight, or something due that comes first."""
    other = aliased(Notification)
    mine, first = col(Notification.not_before), col(other.not_before)
    in_flight = (
        (col(other.sending) == Sending.SENDING)
        & (col(other.priority) <= int(priority))
        & (col(other.lease_until) > bindparam("now"))
    )
    comes_first = (
        (col(other.sending) == Sending.QUEUED)
        & (col(other.priority) == int(priority))
        & ((first < mine) | ((first == mine) & (col(other.id) < col(Notification.id))))
    )
    return exists().where(
        col(other.recipient_id) == col(Notification.recipient_id),
        goes_by(other, channel),
        or_(in_flight, comes_first),
    )
