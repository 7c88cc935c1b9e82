"""Two tries at once count as two, and the fifth wrong one beats a right one that comes with it."""

import asyncio
from datetime import timedelta

import pytest

from models.database import Database
from services.people.actor import Actor
from services.pins import queries
from services.pins import service as pins
from services.pins.rules import IDLE, MOST_TRIES
from services.pins.types import Closed, Known, Locked, NotSet, Tried, Unlocked, Why, WrongPin
from tests.pins.typing import find_pin, tries_in, without_pins
from tests.world import NOW, TEACHER, School, actor_of

pytestmark = pytest.mark.db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
async def teacher(database: Database, school: School) -> Actor:
    """With a PIN set an hour ago. Its digest is never compared here."""
    await without_pins(database)
    actor = await actor_of(database, TEACHER)
    async with database.transaction() as session:
        assert await pins.choose(session, now=NOW, actor=actor, digest="d", instead_of=None)
    return actor


async def known_of(database: Database, actor: Actor) -> Known:
    async with database.reading() as session:
        known = await queries.find_known(session, actor=actor)
    assert known is not None
    return known


async def attempt(database: Database, actor: Actor, known: Known, *, fits: bool) -> Tried:
    async with database.transaction() as session:
        return await pins.settle(session, now=LATER, actor=actor, known=known, fits=fits)


async def look(database: Database, actor: Actor) -> Closed | None:
    async with database.transaction() as session:
        return await pins.keep_open(session, now=LATER, actor=actor)


async def test_two_wrong_ones_at_once_count_two(database: Database, teacher: Actor) -> None:
    known = await known_of(database, teacher)
    tried = await asyncio.gather(*(attempt(database, teacher, known, fits=False) for _ in range(2)))
    assert sorted(one.tries_left for one in tried if isinstance(one, WrongPin)) == [3, 4]
    kept = await find_pin(database, TEACHER)
    assert kept is not None
    assert kept.tries == 2


async def test_of_ten_at_once_five_are_tries_and_the_lock_stays(database: Database, teacher: Actor) -> None:
    known = await known_of(database, teacher)
    tried = await asyncio.gather(*(attempt(database, teacher, known, fits=False) for _ in range(10)))
    assert sum(isinstance(one, WrongPin) for one in tried) == MOST_TRIES - 1
    assert sum(isinstance(one, Locked) for one in tried) == 6
    assert await tries_in(database) == [False] * 10
    assert await look(database, teacher) == Closed(Why.LOCKED)


async def test_the_fifth_and_a_right_one_at_once(database: Database, teacher: Actor) -> None:
    known = await known_of(database, teacher)
    for _ in range(MOST_TRIES - 1):
        await attempt(database, teacher, known, fits=False)
    wrong, right = await asyncio.gather(
        attempt(database, teacher, known, fits=False), attempt(database, teacher, known, fits=True)
    )
    if isinstance(wrong, Locked):  # it came first: the right one is too late
        assert isinstance(right, Locked)
        assert await look(database, teacher) == Closed(Why.LOCKED)
    else:  # the right one came first, and the count began anew
        assert (wrong, isinstance(right, Unlocked)) == (WrongPin(MOST_TRIES - 1), True)


async def test_what_was_compared_with_another_pin_counts_nothing(database: Database, teacher: Actor) -> None:
    known = await known_of(database, teacher)
    async with database.transaction() as session:
        assert await pins.choose(session, now=LATER, actor=teacher, digest="e", instead_of=known.set_at)
    assert isinstance(await attempt(database, teacher, known, fits=True), NotSet)
    async with database.transaction() as session:
        assert not await pins.choose(session, now=LATER, actor=teacher, digest="f", instead_of=known.set_at)
        assert not await pins.choose(session, now=LATER, actor=teacher, digest="f", instead_of=None)
    assert (await known_of(database, teacher)).digest == "e"


async def test_it_is_open_until_the_instant_and_no_longer(database: Database, teacher: Actor) -> None:
    for offset, closed in ((timedelta(microseconds=-1), None), (IDLE, Closed(Why.SHUT))):
        async with database.transaction() as session:
            assert await pins.keep_open(session, now=NOW + IDLE + offset, actor=teacher) == closed


async def test_a_look_that_commits_late_shortens_nothing(database: Database, teacher: Actor) -> None:
    later = NOW + timedelta(minutes=10)
    async with database.transaction() as session:
        for now in (later, NOW):
            assert await pins.keep_open(session, now=now, actor=teacher) is None
    kept = await find_pin(database, TEACHER)
    assert kept is not None
    assert kept.open_until == later + IDLE
