"""Whether somebody else is at work on the same PostgreSQL, also after its connections broke."""

import asyncio

import pytest
from sqlmodel import select

from models import Unit, alone
from models.alone import at_work, is_in_use
from models.database import Database
from tests.databases import KEYS

END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
)


@pytest.mark.db
async def test_only_the_first_is_alone(database: Database) -> None:
    async with at_work(database) as first, at_work(database) as second:
        assert first
        assert second is database.is_sqlite  # a file of SQLite's has one process


async def test_whoever_is_at_work_stays_so_when_its_connection_breaks(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has no connection to lose")
    monkeypatch.setattr(alone, "LOOK_SECONDS", 0.05)
    async with at_work(database) as first:
        assert first
        async with database.transaction() as session:
            await (await session.connection()).exec_driver_sql(END_OTHERS)
        await asyncio.sleep(1)
        async with at_work(database) as newcomer:
            assert not newcomer


async def test_an_accident_in_the_block_is_what_is_told(database: Database) -> None:
    with pytest.raises((ZeroDivisionError, ExceptionGroup)):
        async with at_work(database):
            raise ZeroDivisionError


@pytest.mark.db
async def test_whoever_has_it_open_is_seen(database: Database) -> None:
    assert not await is_in_use(database)
    url = database.engine.url.render_as_string(hide_password=False)
    other = Database(url, KEYS)
    async with other.reading() as session, at_work(other):
        await session.exec(select(Unit.id))
        assert await is_in_use(database)
    await other.close()
    assert not await is_in_use(database)
    async with database.reading() as session:  # and it can be used as before
        assert (await session.exec(select(Unit.id))).all() == []
