"""Conversations that survive a restart: one row each, written in the transaction of their effect."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from sqlmodel.ext.asyncio.session import AsyncSession

from models.database import Database, current_session
from services.inbox import conversations
from services.ports import Clock

VERSION = 1  # of what handlers keep in a conversation; an older one starts over


@dataclass(frozen=True)
class _Read:
    """What this update has read, until it writes; the next update begins with `get_state`."""

    name: str
    kept: conversations.Kept | None


class ConversationStorage(BaseStorage):
    """Joins the open transaction; it never opens a second one, which would wait for itself."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._read: ContextVar[_Read | None] = ContextVar("conversation_read", default=None)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        name = state.state if isinstance(state, State) else state
        async with self._writing() as session:
            kept = await self._kept(session, key)
            if name != (kept.state if kept else None):
                self._read.set(None)
                await conversations.put_state(session, now=self._clock.now(), key=_name(key), state=name)

    async def get_state(self, key: StorageKey) -> str | None:
        self._read.set(None)
        async with self._seeing() as session:
            kept = await self._kept(session, key)
        return kept.state if kept and _version(kept.body) == VERSION else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        body = json.dumps({"v": VERSION, **data}, ensure_ascii=False)
        async with self._writing() as session:
            self._read.set(None)
            await conversations.put_body(session, now=self._clock.now(), key=_name(key), body=body)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        async with self._seeing() as session:
            kept = await self._kept(session, key)
        if kept is None or kept.body is None or _version(kept.body) != VERSION:
            return {}
        return {name: value for name, value in json.loads(kept.body).items() if name != "v"}

    async def close(self) -> None:
        """The database is closed by whoever opened it."""

    async def _kept(self, session: AsyncSession, key: StorageKey) -> conversations.Kept | None:
        """Read the row once for an update; a person's updates come one after another."""
        name = _name(key)
        read = self._read.get()
        if read is None or read.name != name:
            read = _Read(name, await conversations.find(session, key=name))
            self._read.set(read)
        return read.kept

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncSession]:
        session = current_session()
        if session is not None:
            yield session
            return
        async with self._database.transaction() as session:
            yield session

    @asynccontextmanager
    async def _seeing(self) -> AsyncIterator[AsyncSession]:
        session = current_session()
        if session is not None:
            yield session
            return
        async with self._database.reading() as session:
            yield session


def _name(key: StorageKey) -> str:
    return f"{key.bot_id}:{key.chat_id}:{key.user_id}"


def _version(body: str | None) -> int:
    return VERSION if body is None else int(json.loads(body).get("v", 0))
