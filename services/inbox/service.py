"""Keep every update before Telegram is told that we have it; mark it handled with its effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam
from sqlmodel import col, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from models import InboxUpdate
from models.codes import Handling
from models.upsert import insert_into

ATTEMPTS = 3  # then an update is parked and the person told once
ENDS = 10  # of processes with it in hand: fewer may be chance, as when the machine is killed again and again


_MARK = (
    update(InboxUpdate)
    .where(col(InboxUpdate.id) == bindparam("inbox_id"), col(InboxUpdate.handling) == Handling.WAITING)
    .values(handling=Handling.HANDLED, handled_at=bindparam("now"))
    .returning(col(InboxUpdate.id))
)


@dataclass(frozen=True)
class Arrived:
    """An update as it came: `lane` is the sender, whose updates stay in order; `body` is its JSON."""

    update_id: int
    lane: int
    body: str


@dataclass(frozen=True)
class Waiting:
    id: int
    update_id: int
    lane: int
    body: str


@dataclass(frozen=True)
class Parked:
    id: int
    attempts: int
    received_at: datetime


async def store(session: AsyncSession, *, now: datetime, arrived: Sequence[Arrived]) -> dict[int, int]:
    """Insert what is new and map its `update_id` to its row; a repeated one changes nothing."""
    rows = [
        {
            "update_id": one.update_id,
            "lane": one.lane,
            "body": one.body,
            "handling": Handling.WAITING,
            "attempts": 0,
            "received_at": now,
        }
        for one in arrived
    ]
    fresh = insert_into(session, InboxUpdate).on_conflict_do_nothing(index_elements=["update_id"])
    returning = fresh.returning(col(InboxUpdate.update_id), col(InboxUpdate.id))
    stored = await (await session.connection()).execute(returning, rows)
    return {row.update_id: row.id for row in stored}


async def is_waiting(session: AsyncSession, *, inbox_id: int) -> bool:
    query = select(InboxUpdate.handling).where(InboxUpdate.id == inbox_id)
    return (await session.exec(query)).one() is Handling.WAITING


async def list_waiting(session: AsyncSession, *, after_id: int, limit: int) -> list[Waiting]:
    """The oldest updates that nobody has handled, beyond `after_id`."""
    return await _waiting(session, col(InboxUpdate.id) > after_id, limit=limit)


async def list_suspects(session: AsyncSession) -> list[Waiting]:
    """What was in hand already when a process ended: one of them may be why."""
    return await _waiting(session, col(InboxUpdate.attempts) > 0)


async def _waiting(
    session: AsyncSession, such: ColumnElement[bool], *, limit: int | None = None
) -> list[Waiting]:
    rows = await session.exec(waiting_rows(such, limit=limit))
    return [Waiting(row.id or 0, row.update_id, row.lane, row.body) for row in rows]


def waiting_rows(such: ColumnElement[bool], *, limit: int | None) -> SelectOfScalar[InboxUpdate]:
    """What nobody has handled, in its order, along an index: what was handled is never stepped over."""
    return (
        select(InboxUpdate)
        .where(InboxUpdate.handling == Handling.WAITING, such)
        .order_by(col(InboxUpdate.id))
        .limit(limit)
    )


async def mark_handled(session: AsyncSession, *, now: datetime, inbox_id: int) -> bool:
    """Mark it in the transaction of its effect; False when it had been handled before."""
    marked = await (await session.connection()).execute(_MARK, {"inbox_id": inbox_id, "now": now})
    return marked.first() is not None


async def count_attempt(session: AsyncSession, *, inbox_id: int) -> None:
    counted = update(InboxUpdate).where(col(InboxUpdate.id) == inbox_id)
    await session.exec(counted.values(attempts=col(InboxUpdate.attempts) + 1))


async def count_start(session: AsyncSession, *, now: datetime, inbox_id: int) -> bool:
    """Count an attempt before it is made; True after too many ends: none is made, the update is parked."""
    row = (await session.exec(select(InboxUpdate).where(InboxUpdate.id == inbox_id))).one()
    if row.attempts >= ENDS:
        await park(session, now=now, inbox_id=inbox_id)
        return True
    await count_attempt(session, inbox_id=inbox_id)
    return False


async def park(session: AsyncSession, *, now: datetime, inbox_id: int) -> None:
    """Set an update aside for a person to look at."""
    await session.exec(
        update(InboxUpdate)
        .where(col(InboxUpdate.id) == inbox_id)
        .values(handling=Handling.PARKED, handled_at=now)
    )


async def find_last_id(session: AsyncSession) -> int:
    """The newest row there is; 0: none."""
    return (await session.exec(select(func.max(InboxUpdate.id)))).one() or 0


async def find_oldest_waiting(session: AsyncSession) -> datetime | None:
    """Since when the oldest unhandled update has been here."""
    query = (
        select(InboxUpdate.received_at)
        .where(InboxUpdate.handling == Handling.WAITING)
        .order_by(col(InboxUpdate.id))
        .limit(1)
    )
    return (await session.exec(query)).first()


async def count_handled(session: AsyncSession, *, since: datetime) -> int:
    query = select(func.count()).where(col(InboxUpdate.handled_at) >= since)
    return (await session.exec(query)).one()


async def list_parked(session: AsyncSession) -> list[Parked]:
    """What failed three times, oldest first: never what it says."""
    rows = await session.exec(
        select(InboxUpdate).where(InboxUpdate.handling == Handling.PARKED).order_by(col(InboxUpdate.id))
    )
    return [Parked(row.id or 0, row.attempts, row.received_at) for row in rows]


async def release(session: AsyncSession, *, inbox_id: int) -> bool:
    """Let a parked update be tried anew at the next start; False: there is no such one."""
    freed = await session.exec(
        update(InboxUpdate)
        .where(col(InboxUpdate.id) == inbox_id, col(InboxUpdate.handling) == Handling.PARKED)
        .values(handling=Handling.WAITING, attempts=0, handled_at=None)
        .returning(col(InboxUpdate.id))
    )
    return freed.first() is not None


async def drop(session: AsyncSession, *, now: datetime, inbox_id: int) -> bool:
    """Forget a parked update; False: there is no such one."""
    dropped = await session.exec(
        update(InboxUpdate)
        .where(col(InboxUpdate.id) == inbox_id, col(InboxUpdate.handling) == Handling.PARKED)
        .values(handling=Handling.HANDLED, handled_at=now)
        .returning(col(InboxUpdate.id))
    )
    return dropped.first() is not None


async def count_parked(session: AsyncSession) -> int:
    """How many updates failed three times and wait for a person to look."""
    query = select(func.count()).select_from(InboxUpdate).where(InboxUpdate.handling == Handling.PARKED)
    return (await session.exec(query)).one()
