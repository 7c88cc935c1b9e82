"""Find and claim what is due to be said."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, func, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Notification, Person
from models.codes import Priority, Sending
from services.outbox.rules import LEASE


@dataclass(frozen=True)
class Recipient:
    person_id: int
    chat_id: int | None  # None: never joined, or left
    locale: str
    timezone: str


async def list_lost(session: AsyncSession, *, now: datetime) -> set[int]:
    """The notices whose worker has let its lease run out while sending."""
    rows = await session.exec(select(Notification.id).where(_is_lost(now)))
    return {one for one in rows if one is not None}


def _is_lost(now: datetime) -> ColumnElement[bool]:
    return (col(Notification.sending) == Sending.SENDING) & (col(Notification.lease_until) <= now)


async def claim_due(
    session: AsyncSession, *, now: datetime, limit: int, urgent_only: bool = False
) -> list[Notification]:
    """Lock and mark the next notices, urgent first; an expired lease queues by its priority too."""
    queued = (col(Notification.sending) == Sending.QUEUED) & (col(Notification.not_before) <= now)
    lowest = Priority.URGENT if urgent_only else Priority.DIGEST
    due = (
        select(Notification.id)
        .where(or_(queued, _is_lost(now)), col(Notification.priority) <= lowest)
        .order_by(col(Notification.priority), col(Notification.not_before), col(Notification.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    claimed = await session.exec(
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
    rows = list(claimed.scalars())
    return sorted(rows, key=lambda row: (row.priority, row.not_before, row.id or 0))


async def has_due(session: AsyncSession, *, now: datetime) -> bool:
    """Whether a claim would find anything: a read, so that an idle tick takes no writer's turn."""
    earliest = await next_due_at(session)
    return earliest is not None and earliest <= now


async def next_due_at(session: AsyncSession) -> datetime | None:
    """When the next notice leaves, or the next lease ends."""
    queued = select(func.min(Notification.not_before)).where(Notification.sending == Sending.QUEUED)
    leased = select(func.min(Notification.lease_until)).where(Notification.sending == Sending.SENDING)
    found = [(await session.exec(query)).one() for query in (queued, leased)]
    return min((one for one in found if one is not None), default=None)


async def get_recipient(session: AsyncSession, *, person_id: int) -> Recipient:
    query = (
        select(Person, Account)
        .join(Account, col(Person.account_id) == Account.id, isouter=True)
        .where(Person.id == person_id)
    )
    person, account = (await session.exec(query)).one()
    if account is None:
        return Recipient(person_id, None, "zh_CN", person.timezone)
    return Recipient(person_id, account.telegram_id, account.locale, person.timezone)
