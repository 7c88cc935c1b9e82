"""Remove what is over, a batch a transaction, and write down how much of what that was."""

from datetime import datetime

from sqlalchemy import Delete, Update
from sqlmodel import col, delete, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Purge
from services.profile import Kind, Profile
from services.retention.queries import key_of, over_rows
from services.retention.rules import cutoff, period_of
from services.retention.tables import ENDINGS, Ending

BATCH = 500
ALWAYS = (Kind.RAW_UPDATES, Kind.HALF_TYPED, Kind.SHEETS)
"""What goes in each installation; the rest waits until somebody has said so."""


async def remove(session: AsyncSession, *, now: datetime, profile: Profile, kind: Kind) -> bool:
    """Remove or empty a batch of what is over; return whether there may be more."""
    ending = ENDINGS[kind]
    before = cutoff(period_of(profile, kind), now=now)
    removed = await _end(session, now=now, ending=ending, before=before)
    await _count(session, now=now, kind=kind, before=before, removed=removed)
    return removed == BATCH


async def _end(session: AsyncSession, *, now: datetime, ending: Ending, before: datetime) -> int:
    key = key_of(ending.table)
    which = key.in_(over_rows(ending, before=before).limit(BATCH))
    statement: Delete | Update = delete(ending.table).where(which)
    if ending.empties is not None:
        stamp = {"emptied_at": now} if hasattr(ending.table, "emptied_at") else {}
        statement = update(ending.table).where(which).values(**ending.empties, **stamp)
    ended = await session.exec(statement.returning(key).execution_options(synchronize_session=False))
    return len(ended.all())


async def _count(session: AsyncSession, *, now: datetime, kind: Kind, before: datetime, removed: int) -> None:
    """One row a day and kind, also for nothing: it says that somebody looked."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    counted = await session.exec(
        update(Purge)
        .where(col(Purge.kind) == kind, col(Purge.at) >= midnight)
        .values(at=now, before=before, removed=col(Purge.removed) + removed)
        .returning(col(Purge.id))
        .execution_options(synchronize_session=False)
    )
    if counted.first() is None:
        session.add(Purge(at=now, kind=kind, before=before, removed=removed))
        await session.flush()
