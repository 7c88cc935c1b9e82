"""Only who is alone may take over what a predecessor was sending."""

import pytest

from models.alone import at_work
from models.database import Database
from tests.databases import KEYS


async def test_a_lone_process_is_alone(database: Database) -> None:
    async with at_work(database) as alone:
        assert alone
    async with at_work(database) as later:
        assert later


async def test_the_second_of_two_is_not_alone(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("a file has one process at work")
    other = Database(database.engine.url.render_as_string(hide_password=False), KEYS)
    async with at_work(database) as first, at_work(other) as second:
        assert (first, second) == (True, False)
    await other.close()
