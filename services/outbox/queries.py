"""What is due to be said, to whom, and what waits before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam
from sqlalchemy import select as select_columns
from sqlmodel import col, func, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from models import Account, Case, Notification, Person
from models.codes import Notice, Priority, Sending
from services.outbox.outcomes import Channel


@dataclass(frozen=True)
class Recipient:
    """`chat_id` None: never joined, or left. `paused_until`: a flood wait of this chat. `shift`: at work."""

    person_id: int
    chat_id: int | None
    locale: str
    timezone: str
    paused_until: datetime | None = None
    shift: str | None = None


_RECIPIENT = (
    select(Person, Account)
    .join(Account, col(Person.account_id) == Account.id, isouter=True)
    .where(Person.id == bindparam("person_id"))
)
_IS_PRACTICE = select(Case.is_practice).where(Case.id == bindparam("case_id"))


@dataclass(frozen=True)
class Refused:
    id: int
    kind: Notice
    settled_at: datetime


def goes_by(row: type[Notification], channel: Channel) -> ColumnElement[bool]:
    """A slow mail server holds up no chat, and a paused chat no mail."""
    is_knock = col(row.kind) == Notice.KNOCK
    return is_knock if channel is Channel.OTHER_WAYS else ~is_knock


def _channel_of(row: Notification) -> Channel:
    return Channel.OTHER_WAYS if row.kind is Notice.KNOCK else Channel.CHATS


def _earliest_queued(priority: Priority) -> SelectOfScalar[datetime]:
    of_kind = (Notification.sending == Sending.QUEUED, Notification.priority == int(priority))
    return select(func.min(Notification.not_before)).where(*of_kind)


@cache
def _earliest(order: frozenset[Priority]) -> Select[Any]:
    """One statement, built once: an idle tick asks it each second, a busy one five times."""
    return select_columns(
        *(_earliest_queued(priority).scalar_subquery() for priority in sorted(order)),
        select(func.min(Notification.lease_until))
        .where(Notification.sending == Sending.SENDING)
        .scalar_subquery(),
    )


async def has_due(session: AsyncSession, *, now: datetime, order: Iterable[Priority] = Priority) -> bool:
    """Whether a claim of these priorities would find anything: a read, so that it takes no writer's turn."""
    earliest = await next_due_at(session, order=order)
    return earliest is not None and earliest <= now


async def next_due_at(session: AsyncSession, *, order: Iterable[Priority] = Priority) -> datetime | None:
    """When the next notice leaves, or the next lease ends: a few steps into an index."""
    found = (await (await session.connection()).execute(_earliest(frozenset(order)))).one()
    return min((one for one in found if one is not None), default=None)


async def find_waiting_before(session: AsyncSession, row: Notification, *, now: datetime) -> datetime | None:
    """When an earlier notice to the same person has its turn again: a later one must not overtake it.

    It may be due already, if the later one was stored while the earlier was put off: by its own time, that
    one would come first.
    """
    of_row = {"recipient_id": row.recipient_id, "priority": row.priority, "row_id": row.id, "now": now}
    return (await session.exec(_waiting_before(_channel_of(row)), params=of_row)).one()


@cache
def _waiting_before(channel: Channel) -> SelectOfScalar[datetime]:
    was_put_off = col(Notification.not_before) > col(Notification.wanted_at)
    return select(func.max(Notification.not_before)).where(
        Notification.recipient_id == bindparam("recipient_id"),
        Notification.sending == Sending.QUEUED,
        Notification.priority == bindparam("priority"),
        goes_by(Notification, channel),
        col(Notification.id) < bindparam("row_id"),
        or_(col(Notification.attempts) > 0, was_put_off & (col(Notification.not_before) <= bindparam("now"))),
    )


async def hold_back(session: AsyncSession, row: Notification, *, until: datetime, whole_chat: bool) -> None:
    """Let what this person is to be told later wait until then too; `whole_chat`: whatever its urgency."""
    held = (
        (col(Notification.recipient_id) == row.recipient_id)
        & (col(Notification.sending) == Sending.QUEUED)
        & (col(Notification.not_before) < until)
        & goes_by(Notification, _channel_of(row))
    )
    if not whole_chat:
        held &= (col(Notification.priority) == row.priority) & (col(Notification.id) > row.id)
    await session.exec(update(Notification).where(held).values(not_before=until))


async def list_waiting_alerts(session: AsyncSession, *, person_id: int) -> list[Notification]:
    """The alerts that somebody is still to be given, oldest first."""
    query = select(Notification).where(
        Notification.recipient_id == person_id,
        Notification.sending == Sending.QUEUED,
        Notification.kind == Notice.CASE_ALERT,
    )
    rows = await session.exec(query.order_by(col(Notification.id)).execution_options(populate_existing=True))
    return list(rows)


async def get_recipient(session: AsyncSession, *, person_id: int) -> Recipient:
    person, account = (await session.exec(_RECIPIENT, params={"person_id": person_id})).one()
    if account is None:
        return Recipient(person_id, None, "zh_CN", person.timezone)
    return Recipient(
        person_id, account.telegram_id, account.locale, person.timezone, account.paused_until, person.shift
    )


async def is_of_a_drill(session: AsyncSession, row: Notification) -> bool:
    """Whether a notice is of a case that isn't real: asked of the case itself, each time it is sent."""
    if row.case_id is None:
        return False
    return bool((await session.exec(_IS_PRACTICE, params={"case_id": row.case_id})).first())


async def find_oldest_due(session: AsyncSession, *, now: datetime, priority: Priority) -> datetime | None:
    """Since when the notice of this priority that waits longest could have left."""
    earliest = (await session.exec(_earliest_queued(priority))).one()
    return earliest if earliest is not None and earliest <= now else None


async def count_due(session: AsyncSession, *, now: datetime, priority: Priority) -> int:
    query = select(func.count()).where(
        Notification.sending == Sending.QUEUED,
        Notification.priority == int(priority),
        col(Notification.not_before) <= now,
    )
    return (await session.exec(query)).one()


async def list_refused(session: AsyncSession, *, since: datetime) -> list[Refused]:
    """What Telegram has refused for good since then, oldest first: never what it says, nor to whom."""
    rows = await session.exec(
        select(Notification)
        .where(col(Notification.settled_at) >= since, Notification.sending == Sending.FAILED)
        .order_by(col(Notification.id))
    )
    return [Refused(row.id or 0, row.kind, row.settled_at or since) for row in rows]


async def count_ends(session: AsyncSession, *, since: datetime) -> dict[Sending, int]:
    """How many notices have ended in each way since then, those of drills apart."""
    rows = await session.exec(
        select(Notification.sending, func.count())
        .where(col(Notification.settled_at) >= since, Notification.priority != Priority.PRACTICE)
        .group_by(Notification.sending)
    )
    return {Sending(sending): count for sending, count in rows}
