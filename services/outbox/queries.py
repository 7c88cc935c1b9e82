"""Find and claim what is due to be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import aliased
from sqlmodel import col, exists, func, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Notification, Person
from models.codes import Notice, Priority, Sending
from services.outbox.outcomes import Channel
from services.outbox.rules import LEASE


@dataclass(frozen=True)
class Recipient:
    """`chat_id` None: never joined, or left. `paused_until`: a flood wait of this chat."""

    person_id: int
    chat_id: int | None
    locale: str
    timezone: str
    paused_until: datetime | None = None


async def list_lost(session: AsyncSession, *, now: datetime) -> list[Notification]:
    """The notices whose worker has let its lease run out while sending, locked."""
    lost = (col(Notification.sending) == Sending.SENDING) & (col(Notification.lease_until) <= now)
    rows = await session.exec(select(Notification).where(lost).with_for_update(skip_locked=True))
    return list(rows)


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
            room = limit - len(claimed)
            claimed += await _claim(session, now=now, priority=priority, limit=room, channel=channel)
    return claimed


def due_of(
    *, now: datetime, priority: Priority, limit: int, channel: Channel = Channel.CHATS
) -> Select[int | None]:
    """The next notices of a priority, in their order, as one walk along an index."""
    return (
        select(Notification.id)
        .where(
            Notification.sending == Sending.QUEUED,
            Notification.priority == int(priority),
            col(Notification.not_before) <= now,
            _goes_by(Notification, channel),
            ~_has_one_before(now, priority, channel),
        )
        .order_by(col(Notification.not_before), col(Notification.id))
        .limit(limit)
    )


async def _claim(
    session: AsyncSession, *, now: datetime, priority: Priority, limit: int, channel: Channel
) -> list[Notification]:
    found = due_of(now=now, priority=priority, limit=limit, channel=channel)
    due = found.with_for_update(skip_locked=True).cte("due")
    rows = await session.exec(
        update(Notification)
        .where(col(Notification.id).in_(select(due.c.id)))
        .values(
            sending=Sending.SENDING,
            lease_until=now + LEASE,
            attempts=col(Notification.attempts) + 1,
            fence=col(Notification.fence) + 1,
        )
        .returning(Notification)
        .execution_options(synchronize_session=False)
    )
    return sorted(rows.scalars(), key=lambda row: (row.not_before, row.id or 0))


def _goes_by(row: type[Notification], channel: Channel) -> ColumnElement[bool]:
    """A slow mail server holds up no chat, and a paused chat no mail."""
    is_knock = col(row.kind) == Notice.KNOCK
    return is_knock if channel is Channel.OTHER_WAYS else ~is_knock


def _channel_of(row: Notification) -> Channel:
    return Channel.OTHER_WAYS if row.kind is Notice.KNOCK else Channel.CHATS


def _has_one_before(now: datetime, priority: Priority, channel: Channel) -> ColumnElement[bool]:
    """Whether the same person has something in flight, or something due that comes first."""
    other = aliased(Notification)
    mine, first = col(Notification.not_before), col(other.not_before)
    in_flight = (
        (col(other.sending) == Sending.SENDING)
        & (col(other.priority) <= int(priority))
        & (col(other.lease_until) > now)
    )
    comes_first = (
        (col(other.sending) == Sending.QUEUED)
        & (col(other.priority) == int(priority))
        & ((first < mine) | ((first == mine) & (col(other.id) < col(Notification.id))))
    )
    return exists().where(
        col(other.recipient_id) == col(Notification.recipient_id),
        _goes_by(other, channel),
        or_(in_flight, comes_first),
    )


async def has_due(session: AsyncSession, *, now: datetime) -> bool:
    """Whether a claim would find anything: a read, so that an idle tick takes no writer's turn."""
    earliest = await next_due_at(session)
    return earliest is not None and earliest <= now


async def next_due_at(session: AsyncSession) -> datetime | None:
    """When the next notice leaves, or the next lease ends: a few steps into an index."""
    found = [await _earliest_queued(session, priority) for priority in Priority]
    found.append(await _earliest_lease(session))
    return min((one for one in found if one is not None), default=None)


async def _earliest_queued(session: AsyncSession, priority: Priority) -> datetime | None:
    of_kind = (Notification.sending == Sending.QUEUED, Notification.priority == int(priority))
    return (await session.exec(select(func.min(Notification.not_before)).where(*of_kind))).one()


async def _earliest_lease(session: AsyncSession) -> datetime | None:
    leased = select(func.min(Notification.lease_until)).where(Notification.sending == Sending.SENDING)
    return (await session.exec(leased)).one()


async def find_waiting_before(session: AsyncSession, row: Notification, *, now: datetime) -> datetime | None:
    """When an earlier notice to the same person is tried again: a later one must not overtake it."""
    query = select(func.max(Notification.not_before)).where(
        Notification.recipient_id == row.recipient_id,
        Notification.sending == Sending.QUEUED,
        Notification.priority == row.priority,
        _goes_by(Notification, _channel_of(row)),
        col(Notification.id) < row.id,
        col(Notification.attempts) > 0,
        col(Notification.not_before) > now,
    )
    return (await session.exec(query)).one()


async def hold_back(session: AsyncSession, row: Notification, *, until: datetime, whole_chat: bool) -> None:
    """Let what this person is to be told later wait until then too; `whole_chat`: whatever its urgency."""
    held = (
        (col(Notification.recipient_id) == row.recipient_id)
        & (col(Notification.sending) == Sending.QUEUED)
        & (col(Notification.not_before) < until)
        & _goes_by(Notification, _channel_of(row))
    )
    if not whole_chat:
        held &= (col(Notification.priority) == row.priority) & (col(Notification.id) > row.id)
    await session.exec(update(Notification).where(held).values(not_before=until))


async def get_recipient(session: AsyncSession, *, person_id: int) -> Recipient:
    query = (
        select(Person, Account)
        .join(Account, col(Person.account_id) == Account.id, isouter=True)
        .where(Person.id == person_id)
    )
    person, account = (await session.exec(query)).one()
    if account is None:
        return Recipient(person_id, None, "zh_CN", person.timezone)
    return Recipient(person_id, account.telegram_id, account.locale, person.timezone, account.paused_until)


async def find_oldest_due(session: AsyncSession, *, now: datetime, priority: Priority) -> datetime | None:
    """Since when the notice of this priority that waits longest could have left."""
    earliest = await _earliest_queued(session, priority)
    return earliest if earliest is not None and earliest <= now else None


async def count_due(session: AsyncSession, *, now: datetime, priority: Priority) -> int:
    query = select(func.count()).where(
        Notification.sending == Sending.QUEUED,
        Notification.priority == int(priority),
        col(Notification.not_before) <= now,
    )
    return (await session.exec(query)).one()


async def count_ends(session: AsyncSession, *, since: datetime) -> dict[Sending, int]:
    """How many notices have ended in each way since then."""
    rows = await session.exec(
        select(Notification.sending, func.count())
        .where(col(Notification.settled_at) >= since)
        .group_by(Notification.sending)
    )
    return {Sending(sending): count for sending, count in rows}
