"""Open the database; hand out transactions.

One way in for writers: `Database.transaction()` commits on a clean exit and rolls back on any exception.
Services take the session and never commit. While one is open nothing may be sent (`ensure_closed`).
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any, Self, TypeVar

from cryptography.fernet import MultiFernet
from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

Session = AsyncSession  # the edges name it without knowing SQL

T = TypeVar("T")

_BEGIN_TO_WRITE = "BEGIN IMMEDIATE"

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

    def __init__(self, url: str, keys: MultiFernet) -> None:
        self.engine = _engine(url)
        self.engine.sync_engine.dialect.__dict__["xiangban_keys"] = keys
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # Ungated, sixteen writers wait 1.4–3 s at the 99th percentile on SQLite; gated 0.1 s.
        self._gate = asyncio.Lock() if self.is_sqlite else None
        writing = self.engine.execution_options(writes=True)
        self._writers = async_sessionmaker(writing, class_=AsyncSession, expire_on_commit=False)
        self._readers = async_sessionmaker(self.engine, class_=AsyncSession, expire_on_commit=False)

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
    # hide_parameters: an error may name a table, never a child.
    options: dict[str, Any] = {"hide_parameters": True, "pool_pre_ping": not url.startswith("sqlite")}
    if url.startswith("sqlite"):
        options["async_creator"] = partial(_connect, make_url(url).database or "")
    engine = create_async_engine(url, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    # A writer that starts as a reader can't wait its turn later: SQLite would refuse it at once.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql(_BEGIN_TO_WRITE if writes else "BEGIN")


async def _connect(path: str) -> "_SqliteConnection":
    return _SqliteConnection(await _elsewhere(partial(_open_sqlite, path)))


def _open_sqlite(path: str) -> sqlite3.Connection:
    # No isolation level: we say BEGIN ourselves.
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


class _SqliteCursor:
    """What SQLAlchemy's asyncio adapter asks of a driver's cursor."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    def __getattr__(self, name: str) -> Any:
        """`description`, `rowcount` and `lastrowid` are the cursor's own."""
        return getattr(self._cursor, name)

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> None:
        if statement == _BEGIN_TO_WRITE:
            await _elsewhere(partial(self._cursor.execute, statement))
        else:
            self._cursor.execute(statement, parameters)

    async def executemany(self, statement: str, rows: Any) -> None:
        await _elsewhere(partial(self._cursor.executemany, statement, rows))

    async def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    async def close(self) -> None:
        self._cursor.close()


class _SqliteConnection:
    """Statements run where they are called, for a hand-off to a thread costs several times a statement.

    What may wait, for the disk or for another process, runs in a thread: opening, BEGIN IMMEDIATE, COMMIT,
    and many rows at once.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection  # by this name the adapter knows whether it is open
        self.stop = connection.close

    def cursor(self) -> _SqliteCursor:
        return _SqliteCursor(self._connection.cursor())

    async def create_function(self, *arguments: Any, **options: Any) -> None:
        self._connection.create_function(*arguments, **options)

    async def commit(self) -> None:
        await _elsewhere(self._connection.commit)

    async def rollback(self) -> None:
        self._connection.rollback()

    async def close(self) -> None:
        self._connection.close()


async def _elsewhere(work: Callable[[], T]) -> T:
    """Run `work` in a thread and wait for its end, however often we are cancelled meanwhile.

    Whoever cleans up after a cancellation then finds a connection that nobody else is using.
    """
    running = asyncio.get_running_loop().run_in_executor(None, work)
    cancelled = None
    while not running.done():
        try:
            await asyncio.wait([running])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return running.result()
    running.exception()  # taken note of: the cancellation is what is told
    raise cancelled
