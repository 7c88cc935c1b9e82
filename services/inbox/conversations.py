"""One row for each conversation: its state, and what has been typed so far."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Conversation
from models.upsert import insert_into


@dataclass(frozen=True)
class Kept:
    state: str | None
    body: str | None


_BY_KEY = select(Conversation.state, Conversation.body).where(Conversation.key == bindparam("key"))


async def find(session: AsyncSession, *, key: str) -> Kept | None:
    found = (await (await session.connection()).execute(_BY_KEY, {"key": key})).first()
    return Kept(*found) if found else None


async def put_state(session: AsyncSession, *, now: datetime, key: str, state: str | None) -> None:
    await _put(session, now=now, key=key, change={"state": state})


async def put_body(session: AsyncSession, *, now: datetime, key: str, body: str) -> None:
    await _put(session, now=now, key=key, change={"body": body})


async def _put(session: AsyncSession, *, now: datetime, key: str, change: dict[str, Any]) -> None:
    change = {**change, "updated_at": now}
    insert = insert_into(session, Conversation)
    fresh = {name: insert.excluded[name] for name in change}
    upsert = insert.on_conflict_do_update(index_elements=["key"], set_=fresh)
    await (await session.connection()).execute(upsert, {"key": key, **change})
