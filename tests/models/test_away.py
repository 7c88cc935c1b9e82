"""Trouble with the storage is told from an accident of our own."""

import pytest
from sqlalchemy.exc import DBAPIError

from models.away import is_away
from models.database import Database


async def fails(database: Database, *statements: str) -> DBAPIError:
    """Return the error of one of these statements."""
    try:
        async with database.transaction() as session:
            connection = await session.connection()
            for one in statements:
                await connection.exec_driver_sql(one)
    except DBAPIError as error:
        return error
    raise AssertionError("nothing failed")


@pytest.mark.db
async def test_a_wrong_statement_is_our_own_accident(database: Database) -> None:
    assert not is_away(await fails(database, "SELECT nothing FROM nowhere"))
    assert not is_away(ZeroDivisionError())


async def test_a_full_disk_is_not(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL's disk isn't ours to fill")
    much = "CREATE TABLE much AS SELECT zeroblob(10000000) AS bytes"
    assert is_away(await fails(database, "PRAGMA max_page_count = 1", much))


async def test_a_lost_connection_is_not(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has no connection to lose")
    assert is_away(await fails(database, "SELECT pg_terminate_backend(pg_backend_pid())"))
