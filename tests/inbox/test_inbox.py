"""An update is kept once, handled once, parked at its third failure, and forgotten after a day."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models import InboxUpdate
from models.codes import Handling
from models.database import Database
from scheduler import jobs
from services.inbox import service as inbox
from services.profile import Profile
from services.retention import service as retention
from tests.phones import StillClock
from tests.world import NOW

ONE = inbox.Arrived(7, 101, '{"text": "小满"}')


async def _store(database: Database, *arrived: inbox.Arrived) -> dict[int, int]:
    async with database.transaction() as session:
        return await inbox.store(session, now=NOW, arrived=arrived)


@pytest.mark.db
async def test_a_repeated_update_changes_nothing(database: Database) -> None:
    first = await _store(database, ONE)
    assert list(first) == [7]
    assert list(await _store(database, ONE, inbox.Arrived(8, 101, "{}"))) == [8]
    async with database.reading() as session:
        assert sorted((await session.exec(select(InboxUpdate.update_id))).all()) == [7, 8]


@pytest.mark.db
async def test_handled_once(database: Database) -> None:
    ids = await _store(database, ONE)
    for expected in (True, False):
        async with database.transaction() as session:
            assert await inbox.mark_handled(session, now=NOW, inbox_id=ids[7]) is expected
    async with database.reading() as session:
        assert not await inbox.is_waiting(session, inbox_id=ids[7])
        assert await inbox.list_waiting(session, after_id=0, limit=10) == []


async def test_parked_after_many_ends_with_it_in_hand(database: Database) -> None:
    ids = await _store(database, ONE)
    for n in range(inbox.ENDS + 1):
        async with database.transaction() as session:
            assert await inbox.count_start(session, now=NOW, inbox_id=ids[7]) is (n == inbox.ENDS)
    async with database.reading() as session:
        assert await inbox.count_parked(session) == 1


async def test_words_are_forgotten_after_a_day_but_parked_ones_wait(
    database: Database, profile: Profile
) -> None:
    ids = await _store(database, ONE, inbox.Arrived(8, 101, "{}"), inbox.Arrived(9, 101, "{}"))
    async with database.transaction() as session:
        await inbox.mark_handled(session, now=NOW, inbox_id=ids[7])
        await inbox.park(session, now=NOW, inbox_id=ids[8])
    later = StillClock(NOW + timedelta(hours=25))
    await jobs.remove_over(database, later, profile, retention.ALWAYS)
    async with database.reading() as session:
        left = {row.update_id: row.handling for row in await session.exec(select(InboxUpdate))}
    assert left == {8: Handling.PARKED, 9: Handling.WAITING}


async def test_what_waits_comes_back_in_order(database: Database) -> None:
    await _store(database, inbox.Arrived(3, 1, "a"), inbox.Arrived(4, 2, "b"), inbox.Arrived(5, 1, "c"))
    async with database.reading() as session:
        waiting = await inbox.list_waiting(session, after_id=0, limit=2)
        rest = await inbox.list_waiting(session, after_id=waiting[-1].id, limit=2)
    assert [row.body for row in [*waiting, *rest]] == ["a", "b", "c"]
