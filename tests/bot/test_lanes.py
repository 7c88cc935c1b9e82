"""One person's updates in order, different people's side by side."""

import asyncio
from datetime import UTC, datetime

from aiogram.types import Chat, Message, Update, User

from bot.intake import lane_of
from bot.lanes import SIDE_BY_SIDE, Lanes, Ticket


def _update(number: int, person: int) -> Update:
    user = User(id=person, is_bot=False, first_name="—")
    chat = Chat(id=person, type="private")
    return Update(
        update_id=number,
        message=Message(message_id=number, date=datetime.now(UTC), chat=chat, from_user=user, text="x"),
    )


async def _run(order: list[tuple[int, int]]) -> tuple[list[int], int]:
    """Put (update, person) tickets; return the order of handling and the most that ran at once."""
    handled: list[int] = []
    running = most = 0

    async def handle(ticket: Ticket) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        handled.append(ticket.inbox_id)
        running -= 1

    async with asyncio.TaskGroup() as nursery:
        lanes = Lanes(nursery, handle)
        for number, person in order:
            lanes.put(Ticket(number, person, _update(number, person)))
        assert not lanes.is_idle
        await lanes.wait_idle()
    assert lanes.is_idle
    return handled, most


async def test_one_person_stays_in_order() -> None:
    handled, most = await _run([(number, 1) for number in range(50)])
    assert handled == list(range(50))
    assert most == 1


async def test_different_people_run_side_by_side_within_bounds() -> None:
    handled, most = await _run([(number, number) for number in range(100)])
    assert sorted(handled) == list(range(100))
    assert most == SIDE_BY_SIDE


def test_the_lane_is_the_sender() -> None:
    assert lane_of(_update(1, 77)) == 77
    assert lane_of(Update(update_id=1)) == 0
