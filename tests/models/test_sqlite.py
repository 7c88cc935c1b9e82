"""A cancelled writer leaves nothing half done, and an outsider's lock holds nobody else up."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from models.database import Database
from tests.databases import KEYS


async def _count(db: Database) -> int:
    async with db.reading() as session:
        return int(
            (await (await session.connection()).execute(text("SELECT count(*) FROM one"))).scalar_one()
        )


async def _insert(db: Database) -> None:
    async with db.transaction() as session:
        await (await session.connection()).execute(text("INSERT INTO one VALUES (1)"))


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    one = Database(f"sqlite+aiosqlite:///{tmp_path / 'x.sqlite3'}", KEYS)
    async with one.transaction() as session:
        await (await session.connection()).execute(text("CREATE TABLE one (n INTEGER)"))
    yield one
    await one.close()


async def test_synchronous_full_on_each_connection(db: Database) -> None:
    async with db.reading() as session:
        connection = await session.connection()
        assert (await connection.execute(text("PRAGMA synchronous"))).scalar_one() == 2
        assert (await connection.execute(text("PRAGMA journal_mode"))).scalar_one() == "wal"
        assert (await connection.execute(text("PRAGMA foreign_keys"))).scalar_one() == 1
        assert (await connection.execute(text("PRAGMA busy_timeout"))).scalar_one() == 5000


async def test_a_writer_waits_for_an_outsider_while_readers_go_on(db: Database, tmp_path: Path) -> None:
    outsider = sqlite3.connect(tmp_path / "x.sqlite3", isolation_level=None)
    outsider.execute("BEGIN IMMEDIATE")
    async with asyncio.TaskGroup() as group:
        writer = group.create_task(_insert(db))
        await asyncio.sleep(0.05)
        assert not writer.done()
        assert await _count(db) == 0
        outsider.execute("COMMIT")
    outsider.close()
    assert await _count(db) == 1


@pytest.mark.parametrize("turns", range(0, 40, 2))
@pytest.mark.parametrize("times", [1, 3])
async def test_a_cancelled_writer_is_whole_or_nothing(db: Database, turns: int, times: int) -> None:
    task = asyncio.get_running_loop().create_task(_insert(db))
    for _ in range(turns):
        await asyncio.sleep(0)
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    with contextlib.suppress(asyncio.CancelledError):  # it may have been done already
        await task
    before = await _count(db)
    assert before in (0, 1)
    await _insert(db)
    assert await _count(db) == before + 1


async def test_a_cancelled_wait_for_the_lock(db: Database, tmp_path: Path) -> None:
    outsider = sqlite3.connect(tmp_path / "x.sqlite3", isolation_level=None)
    outsider.execute("BEGIN IMMEDIATE")
    task = asyncio.get_running_loop().create_task(_insert(db))
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.sleep(0.02)
    task.cancel()
    await asyncio.sleep(0.02)
    outsider.execute("COMMIT")
    outsider.close()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await _count(db) == 0
    await _insert(db)
    assert await _count(db) == 1


async def test_sixteen_side_by_side(db: Database) -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(64):
            group.create_task(_insert(db))
            group.create_task(_count(db))
    assert await _count(db) == 64
