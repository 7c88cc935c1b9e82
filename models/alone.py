"""Know whether another process is at work on the same database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text

from models.database import Database

AT_WORK = 0x5869616E67  # one number for all processes of this program


@asynccontextmanager
async def at_work(database: Database) -> AsyncIterator[bool]:
    """Be at work until the end of the block; yields whether nobody else is.

    Nobody else can be sending from a SQLite file of ours. On PostgreSQL each process holds a shared advisory
    lock on a connection of its own; whoever gets it alone at the start is alone.
    """
    if database.is_sqlite:
        yield True
        return
    async with database.engine.connect() as connection:
        steady = await connection.execution_options(isolation_level="AUTOCOMMIT")
        found = await steady.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": AT_WORK})
        alone = bool(found.scalar_one())
        await steady.execute(text("SELECT pg_advisory_lock_shared(:key)"), {"key": AT_WORK})
        if alone:
            await steady.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": AT_WORK})
        yield alone
