"""More updates than fit into memory wait in the table, and everybody's still come in their order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.intake import Intake
from bot.lanes import Lanes, Ticket
from models.database import Database, Session
from services.inbox import service as inbox
from tests.bot.test_lanes import _update
from tests.phones import Room
from tests.world import NOW

ROOM = 5


async def test_what_was_in_hand_at_an_end_comes_first_and_alone(room: Room, database: Database) -> None:
    """Whichever of them ends us again is known: nobody is beside it."""
    await Intake(room.bot, database, room.clock).take([_update(n, n) for n in (1, 2, 3, 4)])
    async with database.transaction() as session:
        for inbox_id in (2, 4):
            await inbox.count_start(session, now=NOW, inbox_id=inbox_id)
    in_hand: set[int] = set()
    seen: list[set[int]] = []

    async def handle(ticket: Ticket) -> None:
        in_hand.add(ticket.inbox_id)
        await asyncio.sleep(0.01)
        seen.append(set(in_hand))
        in_hand.remove(ticket.inbox_id)
        async with database.transaction() as session:
            await inbox.mark_handled(session, now=NOW, inbox_id=ticket.inbox_id)

    async with asyncio.TaskGroup() as nursery:
        feeding = nursery.create_task(Intake(room.bot, database, room.clock).feed(Lanes(nursery, handle)))
        async with asyncio.timeout(60):
            while len(seen) < 4:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        feeding.cancel()
    assert seen[:2] == [{2}, {4}]


class Slow:
    """Handles a ticket when it is let, and remembers the order."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.let = asyncio.Event()
        self.handled: list[tuple[int, int]] = []
        self.left_over: list[bool] = []

    async def handle(self, ticket: Ticket) -> None:
        await self.let.wait()
        self.handled.append((ticket.lane, ticket.update.update_id))
        self.left_over.append(ticket.is_left_over)
        async with self.database.transaction() as session:
            await inbox.mark_handled(session, now=NOW, inbox_id=ticket.inbox_id)


@pytest.mark.parametrize("end", [ConnectionResetError, asyncio.CancelledError])
async def test_a_commit_whose_answer_is_lost_loses_no_update(
    room: Room, database: Database, monkeypatch: pytest.MonkeyPatch, end: type[BaseException]
) -> None:
    """The rows stand, nobody knows; the same updates come again, and aren't new."""
    slow, transaction = Slow(database), database.transaction
    slow.let.set()

    @asynccontextmanager
    async def unheard() -> AsyncIterator[Session]:
        async with transaction() as session:
            yield session
        raise end

    intake, updates = Intake(room.bot, database, room.clock), [_update(7, 1), _update(8, 2)]
    async with asyncio.TaskGroup() as nursery:
        feeding = nursery.create_task(intake.feed(Lanes(nursery, slow.handle)))
        await intake.take([_update(6, 1)])
        async with asyncio.timeout(60):
            while not slow.handled:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            with monkeypatch.context() as broken:
                broken.setattr(database, "transaction", unheard)
                with pytest.raises(end):
                    await intake.take(updates)
            await intake.take(updates)
            while len(slow.handled) < 3:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        feeding.cancel()
    assert sorted(slow.handled) == [(1, 6), (1, 7), (2, 8)]


@pytest.mark.parametrize("count", [1, ROOM, 100])
async def test_all_are_handled_in_order(room: Room, database: Database, count: int) -> None:
    slow = Slow(database)
    intake = Intake(room.bot, database, room.clock)
    async with asyncio.TaskGroup() as nursery:
        lanes = Lanes(nursery, slow.handle, room=ROOM)
        feeding = nursery.create_task(intake.feed(lanes))
        for start in range(1, count + 1, 10):
            batch = [_update(number, 7 + number % 3) for number in range(start, min(start + 10, count + 1))]
            await intake.take(batch)
            await intake.take(batch)  # Telegram offers them again
        slow.let.set()
        async with asyncio.timeout(60):
            while len(slow.handled) < count:  # noqa: ASYNC110 - the lanes say only when they are idle
                await asyncio.sleep(0.01)
        await intake.take([_update(count + 1, 7)])
        async with asyncio.timeout(60):
            while len(slow.handled) < count + 1:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        feeding.cancel()
    assert sorted(number for _, number in slow.handled) == list(range(1, count + 2))
    for lane in (7, 8, 9):
        mine = [number for one, number in slow.handled if one == lane]
        assert mine == sorted(mine)


async def test_what_an_earlier_process_left_comes_first_and_is_known(room: Room, database: Database) -> None:
    await Intake(room.bot, database, room.clock).take([_update(1, 7), _update(2, 8)])
    slow = Slow(database)
    slow.let.set()
    intake = Intake(room.bot, database, room.clock)
    async with asyncio.TaskGroup() as nursery:
        feeding = nursery.create_task(intake.feed(Lanes(nursery, slow.handle)))
        async with asyncio.timeout(60):
            while len(slow.handled) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            await intake.take([_update(3, 7)])
            while len(slow.handled) < 3:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        feeding.cancel()
    assert slow.left_over == [True, True, False]
