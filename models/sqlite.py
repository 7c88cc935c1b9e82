"""SQLite for asyncio, without a thread for each statement.

SQLAlchemy's asyncio adapter drives it; decision page 0008 says why.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Any, Self, TypeVar

T = TypeVar("T")

BEGIN_TO_WRITE = "BEGIN IMMEDIATE"


async def connect(path: str) -> "_SqliteConnection":
    """Open a file the way SQLAlchemy's asyncio adapter expects of a driver."""
    return _SqliteConnection(await _elsewhere(partial(_open_sqlite, path)))


def _open_sqlite(path: str) -> sqlite3.Connection:
    # No isolation level: we say BEGIN ourselves.
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


async def is_open_elsewhere(path: str) -> bool:
    """Whether anybody else has the file open; ask when none of our own connections is."""
    return await _elsewhere(partial(_is_shared, path))


def _is_shared(path: str) -> bool:
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as connection:
        # Before the first access: then it wants the file for itself, which an idle connection denies as well.
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return True
        connection.execute("ROLLBACK")
    return False


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
        if statement == BEGIN_TO_WRITE:
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
