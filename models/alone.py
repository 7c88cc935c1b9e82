"""Know whether another process is at work on the same database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from models.database import Database
from models.sqlite import is_open_elsewhere

AT_WORK = 0x5869616E67  # one number for all processes of this program
LOOK_SECONDS = 5.0

log = structlog.get_logger()


@asynccontextmanager
async def at_work(database: Database) -> AsyncIterator[bool]:
    """Be at work until the end of the block; yields whether nobody else is.

    Nobody else can be sending from a SQLite file of ours. On PostgreSQL each process holds a shared advisory
    lock on a connection of its own; whoever gets it alone at the start is alone.
    """
    if database.is_sqlite:
        yield True
        return
    async with asyncio.TaskGroup() as nursery:
        found: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        staying = nursery.create_task(_stay(database, found))
        yield await found
        staying.cancel()


async def is_in_use(database: Database) -> bool:
    """Whether another process has our SQLite file open, or is at work on our PostgreSQL."""
    if database.is_sqlite:
        await database.close()  # the pool opens anew when it is asked to
        return await is_open_elsewhere(database.engine.url.database or "")
    async with at_work(database) as alone:
        return not alone


async def _stay(database: Database, found: asyncio.Future[bool]) -> None:
    """Hold the lock for ever, and take it anew when its connection breaks."""
    while True:
        try:
            async with database.engine.connect() as connection:
                steady = await connection.execution_options(isolation_level="AUTOCOMMIT")
                alone = await _enter(steady)
                if not found.done():
                    found.set_result(alone)
                while True:
                    await asyncio.sleep(LOOK_SECONDS)
                    await steady.execute(text("SELECT 1"))
        except (DBAPIError, OSError) as error:
            if not found.done():
                found.set_exception(error)
                return
            log.warning("alone.lock_lost")
            await asyncio.sleep(LOOK_SECONDS)


async def _enter(connection: AsyncConnection) -> bool:
    """Take the shared lock; return whether nobody else had it."""
    found = await connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": AT_WORK})
    alone = bool(found.scalar_one())
    await connection.execute(text("SELECT pg_advisory_lock_shared(:key)"), {"key": AT_WORK})
    if alone:
        await connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": AT_WORK})
    return alone
