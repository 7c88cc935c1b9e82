"""Once a day, how far the chain has come: to be told to somebody who doesn't own the database."""

from datetime import UTC, datetime

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import AuditHead
from models.upsert import insert_into
from services.audit import chain


async def find_newest(session: AsyncSession) -> AuditHead | None:
    return (await session.exec(select(AuditHead).order_by(col(AuditHead.day).desc()).limit(1))).first()


async def find_last_told(session: AsyncSession) -> AuditHead | None:
    told = select(AuditHead).where(col(AuditHead.told_at).is_not(None))
    return (await session.exec(told.order_by(col(AuditHead.day).desc()).limit(1))).first()


async def note_day(session: AsyncSession, *, now: datetime) -> None:
    """Keep the head of this day (UTC), once; nothing before anything is sealed."""
    link = await chain.find_head(session)
    if link.place:
        row = {"day": now.astimezone(UTC).date(), "place": link.place, "digest": link.digest}
        noted = insert_into(session, AuditHead).values(**row).on_conflict_do_nothing()
        await (await session.connection()).execute(noted)


async def note_told(session: AsyncSession, *, now: datetime, head: AuditHead) -> None:
    same = update(AuditHead).where(col(AuditHead.day) == head.day).values(told_at=now)
    await session.exec(same.execution_options(synchronize_session=False))
