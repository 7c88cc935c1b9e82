"""Accidents in a handler: counted, tried again, parked and told once; nothing is lost or done twice."""

import sqlite3

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.types import Message
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from bot import hands
from bot.hands import Hands
from bot.lanes import Ticket
from handlers.act import Act, AlreadyHandledError
from handlers.hearing import Hearing
from models import InboxUpdate, Unit
from models.codes import Handling, Notice, UnitKind
from models.database import Database
from services.errors import CareError
from services.inbox import service as inbox
from services.outbox import service as outbox
from services.profile import Profile
from tests.bot.test_lanes import _update
from tests.phones import Room
from tests.world import NOW, STRANGER, TEACHER, School


class Clumsy:
    """A dispatcher with one handler that fails as often as it is told to."""

    def __init__(self, room: Room, profile: Profile) -> None:
        self.room = room
        self.failures = 0
        self.calls = 0
        self.trouble: list[Exception] = []  # of the database's, before all else
        router = Router()
        router.message.register(self.handle)
        self.dispatcher = Dispatcher()
        self.dispatcher.message.outer_middleware(Hearing(room.database, room.clock, profile, "zh_CN"))
        self.dispatcher.include_router(router)
        self.hands = Hands(room.bot, self.dispatcher, room.database, room.clock, lambda _has_spoken: None)

    async def handle(self, message: Message, act: Act, bot: Bot) -> None:
        self.calls += 1
        async with act.transaction() as session:
            session.add(Unit(kind=UnitKind.COUNTY, name=f"{self.calls}"))
            if self.trouble:
                raise self.trouble.pop()
            if self.calls <= self.failures:
                raise ZeroDivisionError
            if message.text == "care":
                raise CareError("people.name_empty")

    async def feed(self, number: int = 1, *, sender: int = TEACHER) -> None:
        arrived = [inbox.Arrived(number, sender, "{}")]
        async with self.room.database.transaction() as session:
            ids = await inbox.store(session, now=NOW, arrived=arrived)
        await self.hands.handle(Ticket(ids[number], sender, _update(number, sender)))

    async def retry(self, number: int = 1) -> None:
        """The operator has mended it, as they think, and it is tried anew."""
        async with self.room.database.transaction() as session:
            assert await inbox.release(session, inbox_id=1)
        await self.hands.handle(Ticket(1, TEACHER, _update(number, TEACHER)))


@pytest.fixture
def clumsy(room: Room, profile: Profile) -> Clumsy:
    return Clumsy(room, profile)


async def _state(database: Database) -> tuple[Handling, int, list[str]]:
    async with database.reading() as session:
        row = (await session.exec(select(InboxUpdate))).one()
        names = (await session.exec(select(Unit.name).where(Unit.kind == UnitKind.COUNTY))).all()
    return row.handling, row.attempts, [name for name in names if name.isdigit()]


async def test_a_second_try_succeeds_and_leaves_one_effect(
    clumsy: Clumsy, database: Database, school: School
) -> None:
    clumsy.failures = 1
    await clumsy.feed()
    assert await _state(database) == (Handling.HANDLED, 1, ["2"])


async def test_the_third_failure_parks_it_and_is_told_once(
    clumsy: Clumsy, database: Database, school: School
) -> None:
    clumsy.failures = 99
    await clumsy.feed()
    handling, attempts, effects = await _state(database)
    assert (handling, attempts, effects) == (Handling.PARKED, 3, [])
    assert clumsy.room.phone(TEACHER).texts == []  # the row is there: whoever is killed now has said nothing
    await clumsy.room.later(minutes=5)
    assert len(clumsy.room.phone(TEACHER).texts) == 1
    assert "编号 1" in clumsy.room.phone(TEACHER).last.text
    await clumsy.retry()
    await clumsy.room.later(minutes=5)
    assert len(clumsy.room.phone(TEACHER).texts) == 1


@pytest.mark.db
async def test_a_killed_sender_tells_it_all_the_same(
    clumsy: Clumsy, database: Database, school: School
) -> None:
    """Between the commit that parks it and the send nothing is lost; while sending, it is repeated."""
    clumsy.failures = 99
    await clumsy.feed()
    async with database.transaction() as session:
        [claimed] = await outbox.claim(session, now=NOW, limit=4, profile=clumsy.room.profile)
        await outbox.release_leases(session, now=NOW)
    await clumsy.room.later(minutes=5)
    assert claimed.kind is Notice.UPDATE_PARKED
    assert len(clumsy.room.phone(TEACHER).texts) == 1


async def test_what_is_tried_anew_is_not_apologised_for(
    clumsy: Clumsy, database: Database, school: School
) -> None:
    clumsy.failures = 3
    await clumsy.feed()
    await clumsy.retry()
    await clumsy.room.later(minutes=5)
    assert clumsy.room.phone(TEACHER).texts == []
    assert (await _state(database))[0] is Handling.HANDLED


async def test_a_guest_is_told_right_away(clumsy: Clumsy, database: Database, school: School) -> None:
    clumsy.failures = 99
    await clumsy.feed(sender=STRANGER)
    assert "编号" in clumsy.room.phone(STRANGER).last.text
    await clumsy.room.later(minutes=5)
    assert len(clumsy.room.phone(STRANGER).texts) == 1


async def test_what_another_worker_did_is_not_done_again(
    clumsy: Clumsy, database: Database, school: School
) -> None:
    await clumsy.feed()
    with pytest.raises(AlreadyHandledError):
        await clumsy.dispatcher.feed_update(clumsy.room.bot, _update(2, TEACHER), inbox_id=1)
    assert (await _state(database))[2] == ["1"]


async def test_what_ended_many_processes_is_parked_untried(
    clumsy: Clumsy, database: Database, school: School
) -> None:
    """Its attempt counts before it is made: whatever kills us can't do so for ever."""
    arrived = [inbox.Arrived(5, TEACHER, "{}")]
    async with database.transaction() as session:
        ids = await inbox.store(session, now=NOW, arrived=arrived)
        for _ in range(inbox.ENDS):
            assert not await inbox.count_start(session, now=NOW, inbox_id=ids[5])
    await clumsy.hands.handle(Ticket(ids[5], TEACHER, _update(5, TEACHER), is_left_over=True))
    assert clumsy.calls == 0
    assert (await _state(database))[0] is Handling.PARKED
    await clumsy.room.later(minutes=5)
    assert len(clumsy.room.phone(TEACHER).texts) == 1


async def test_a_left_over_one_is_simply_handled(clumsy: Clumsy, database: Database, school: School) -> None:
    arrived = [inbox.Arrived(5, TEACHER, "{}")]
    async with database.transaction() as session:
        ids = await inbox.store(session, now=NOW, arrived=arrived)
    clumsy.failures = 1
    await clumsy.hands.handle(Ticket(ids[5], TEACHER, _update(5, TEACHER), is_left_over=True))
    assert await _state(database) == (Handling.HANDLED, 2, ["2"])  # a start, and an accident


async def test_a_full_disk_is_no_fault_of_an_update(
    clumsy: Clumsy, database: Database, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often: it waits, and no attempt is counted."""
    monkeypatch.setattr(hands, "PAUSE_SECONDS", 0)
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorname = "SQLITE_FULL"
    clumsy.trouble = [OperationalError("INSERT", {}, full) for _ in range(5)]
    await clumsy.feed()
    handling, attempts, units = await _state(database)
    assert (handling, attempts) == (Handling.HANDLED, 0)
    assert units == ["6"]
