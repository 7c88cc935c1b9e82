"""Open the database; hand out transactions.

One way in for writers: `Database.transaction()` commits on a clean exit and rolls back on any exception.
Services take the session and never commit. While one is open nothing may be sent (`ensure_closed`).
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from cryptography.fernet import MultiFernet
from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from models.case_keys import CaseKeys
from models.sqlite import BEGIN_TO_WRITE, connect

Session = AsyncSession  # the edges name it without knowing SQL

CASE_KEYS = "case_keys"  # in a session's info

_open: ContextVar[AsyncSession | None] = ContextVar("open_transaction", default=None)


class SpokeTooSoonError(AssertionError):
    """Something was about to be sent while a transaction was open."""


def current_session() -> AsyncSession | None:
    """Return the session of the transaction this task is in, if any."""
    return _open.get()


def ensure_closed() -> None:
    """Raise when a transaction is open: commit first, then speak."""
    if _open.get() is not None:
        raise SpokeTooSoonError("commit, then speak: a transaction is open")


class Database:
    """An engine, and one writer at a time where the engine is SQLite."""

    def __init__(self, url: str, keys: MultiFernet, case_keys: CaseKeys | None = None) -> None:
        self.engine = _engine(url)
        self.engine.sync_engine.dialect.__dict__["xiangban_keys"] = keys
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # Ungated, sixteen writers wait 1.4–3 s at the 99th percentile on SQLite; gated 0.1 s.
        self._gate = asyncio.Lock() if self.is_sqlite else None
        writing = self.engine.execution_options(writes=True)
        self._writers = async_sessionmaker(writing, class_=AsyncSession, expire_on_commit=False)
        self._readers = async_sessionmaker(self.engine, class_=AsyncSession, expire_on_commit=False)
        for sessions in (self._writers, self._readers):
            sessions.configure(info={CASE_KEYS: case_keys})

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Commit on a clean exit, roll back on any exception; never nested."""
        if _open.get() is not None:
            raise RuntimeError("a transaction is already open in this task")
        if self._gate is None:
            async with self._write() as session:
                yield session
            return
        async with self._gate, self._write() as session:
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session for reads only, outside the writers' gate."""
        async with self._readers() as session:
            yield session

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[AsyncSession]:
        async with self._writers() as session, session.begin():
            token = _open.set(session)
            try:
                yield session
            finally:
                _open.reset(token)

    async def close(self) -> None:
        await self.engine.dispose()


def _engine(url: str) -> AsyncEngine:
    options: dict[str, Any] = {"pool_pre_ping": not url.startswith("sqlite")}
    if url.startswith("sqlite"):
        options["async_creator"] = partial(connect, make_url(url).database or "")
    # hide_parameters: an error may name a table, never a child.
    engine = create_async_engine(url, hide_parameters=True, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    # A writer that starts as a reader can't wait its turn later: SQLite would refuse it at once.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql(BEGIN_TO_WRITE if writes else "BEGIN")
