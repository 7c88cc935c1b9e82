"""Conversations that survive a restart: one row each, written in the transaction of their effect."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from sqlmodel.ext.asyncio.session import AsyncSession

from models.database import Database, current_session
from services.inbox import conversations
from services.ports import Clock

VERSION = 1  # of what handlers keep in a conversation; an older one starts over


class ConversationStorage(BaseStorage):
    """Joins the open transaction; it never opens a second one, which would wait for itself."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        name = state.state if isinstance(state, State) else state
        async with self._writing() as session:
            await conversations.put_state(session, now=self._clock.now(), key=_name(key), state=name)

    async def get_state(self, key: StorageKey) -> str | None:
        async with self._seeing() as session:
            found = await conversations.find(session, key=_name(key))
        return found.state if found and _version(found.body) == VERSION else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        body = json.dumps({"v": VERSION, **data}, ensure_ascii=False)
        async with self._writing() as session:
            await conversations.put_body(session, now=self._clock.now(), key=_name(key), body=body)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        async with self._seeing() as session:
            found = await conversations.find(session, key=_name(key))
        if found is None or found.body is None or _version(found.body) != VERSION:
            return {}
        return {name: value for name, value in json.loads(found.body).items() if name != "v"}

    async def close(self) -> None:
        """The database is closed by whoever opened it."""

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
