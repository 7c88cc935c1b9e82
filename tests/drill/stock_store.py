"""The baseline of a store that fails: a handler that answers inside its transaction, as tutorials have it."""

import asyncio
import sqlite3
from contextlib import closing, suppress

import asyncpg

from tests.databases import Postgres
from tests.drill.disks import Disk

PEOPLE = 20
HEAD = "a handler that answers before its commit"


def on_a_full_disk(disk: Disk) -> str:
    """Let as many people write while the disk is full."""
    with closing(sqlite3.connect(disk.path / "stock.sqlite3")) as rows:
        rows.execute("PRAGMA journal_mode=WAL")
        rows.execute("CREATE TABLE words (person INTEGER)")
        rows.commit()
        disk.fill()
        for person in range(PEOPLE):
            with suppress(sqlite3.OperationalError):  # it was answered “stored” in between
                rows.execute("INSERT INTO words VALUES (?)", (person,))
                rows.commit()
            rows.rollback()
        disk.free()
        (stored,) = rows.execute("SELECT count(*) FROM words").fetchone()
    return f"{HEAD}: {PEOPLE - stored} of {PEOPLE} told “stored” meanwhile are missing"


async def while_it_breaks_down(postgres: Postgres, url: str) -> str:
    """Break the server down between the answers and the commits."""
    address = url.replace("+asyncpg", "")
    first = await asyncpg.connect(address)
    await first.execute("CREATE TABLE stock_words (person INTEGER)")
    await first.close()
    people = [await asyncpg.connect(address) for _ in range(PEOPLE)]
    open_ones = [one.transaction() for one in people]
    for person, (connection, transaction) in enumerate(zip(people, open_ones, strict=True)):
        await transaction.start()
        await connection.execute("INSERT INTO stock_words VALUES ($1)", person)
    await asyncio.to_thread(postgres.stop)
    for transaction in open_ones:
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            await transaction.commit()
    await asyncio.to_thread(postgres.start)
    for one in people:
        one.terminate()
    again = await asyncpg.connect(address)
    stored = await again.fetchval("SELECT count(*) FROM stock_words")
    await again.close()
    return f"{HEAD}: {PEOPLE - stored} of {PEOPLE} told “stored” meanwhile are missing"
