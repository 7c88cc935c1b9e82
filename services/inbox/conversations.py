"""One row for each conversation: its state, and what has been typed so far."""

from datetime import datetime
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Conversation
from models.upsert import insert_into


async def find(session: AsyncSession, *, key: str) -> Conversation | None:
    return (await session.exec(select(Conversation).where(Conversation.key == key))).first()


async def put_state(session: AsyncSession, *, now: datetime, key: str, state: str | None) -> None:
    await _put(session, now=now, key=key, change={"state": state})


async def put_body(session: AsyncSession, *, now: datetime, key: str, body: str) -> None:
    await _put(session, now=now, key=key, change={"body": body})


async def _put(session: AsyncSession, *, now: datetime, key: str, change: dict[str, Any]) -> None:
    change = {**change, "updated_at": now}
    upsert = insert_into(session, Conversation).values(key=key, **change)
    await session.exec(upsert.on_conflict_do_update(index_elements=["key"], set_=change))
