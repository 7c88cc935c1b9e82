"""What holds for any crowd of senders, on a clock that is driven: hours of sending take no time."""

import asyncio
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import RetryAfter

from delivery.throttle import (
    CATCH_UP,
    GROUP_SPACING,
    LONGEST_HUSH,
    LONGEST_WAIT,
    PATIENCE,
    TOKEN_FLOOD,
    Throttle,
    flood_wait,
)
from tests.driven import drive

URGENT, NORMAL, DIGEST = 0, 5, 9
RATE, SPACING = 25.0, 1.05
A_BIT = 1e-6

CHATS = st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, -100, -200])
ASKED = st.tuples(st.floats(0, 20), CHATS, st.sampled_from([URGENT, NORMAL, DIGEST]))


@dataclass
class Wire:
    """What left, in order: when, to whom, how urgent, and when it was asked for."""

    throttle: Throttle = field(default_factory=lambda: Throttle(per_second=RATE, chat_spacing=SPACING))
    left: list[tuple[float, int, int, float]] = field(default_factory=list)

    async def send(self, at: float, chat_id: int, priority: int) -> None:
        await asyncio.sleep(at)
        loop = asyncio.get_running_loop()

        async def request() -> bool:
            self.left.append((loop.time(), chat_id, priority, at))
            return True

        await self.throttle.process_request(request, (), {}, "sendMessage", {"chat_id": chat_id}, priority)

    async def refuse(self, chat_id: int, wait: int) -> None:
        async def request() -> bool:
            raise RetryAfter(wait)

        with pytest.raises(RetryAfter):
            await self.throttle.process_request(request, (), {}, "sendMessage", {"chat_id": chat_id}, NORMAL)


async def _send_all(asked: list[tuple[float, int, int]]) -> Wire:
    wire = Wire()
    async with asyncio.TaskGroup() as crowd:
        for one in asked:
            crowd.create_task(wire.send(*one))
    return wire


@given(st.lists(ASKED, max_size=120))
@settings(deadline=None)
def test_the_pace_is_even_for_the_token_and_for_each_chat(asked: list[tuple[float, int, int]]) -> None:
    wire = drive(_send_all(asked))
    assert len(wire.left) == len(asked)
    at = [one[0] for one in wire.left]
    for n in range(len(at)):  # of any stretch of time, not only of each second
        assert all(at[m] - at[n] >= (m - n - CATCH_UP) / RATE - A_BIT for m in range(n, len(at)))
    for chat in {one[1] for one in wire.left}:
        to_chat = [one[0] for one in wire.left if one[1] == chat]
        spacing = GROUP_SPACING if chat < 0 else SPACING
        assert all(b - a >= spacing - A_BIT for a, b in pairwise(to_chat))


@given(st.lists(ASKED, max_size=80))
@settings(deadline=None)
def test_within_a_chat_and_an_urgency_nobody_overtakes(asked: list[tuple[float, int, int]]) -> None:
    wire = drive(_send_all(asked))
    for chat, priority in {(one[1], one[2]) for one in wire.left}:
        told = [one[3] for one in wire.left if one[1:3] == (chat, priority)]
        assert told == sorted(told)


@given(st.integers(1, 200))
def test_nobody_is_passed_over_for_ever(alerts: int) -> None:
    """However many alerts are asked for before it, a reminder waits for PATIENCE of them and no more."""
    asked = [(0.0, 1, NORMAL), (0.0, 2, NORMAL), *((0.0, 10 + n, URGENT) for n in range(alerts))]
    wire = drive(_send_all(asked))
    place = [one[1] for one in wire.left].index(2)
    assert place == min(alerts, PATIENCE) + 1


def test_an_alert_waits_for_one_turn_behind_a_broadcast() -> None:
    broadcast = [(0.0, n, NORMAL) for n in range(1000)]
    wire = drive(_send_all([*broadcast, (10.01, 5000, URGENT)]))
    left_at = next(at for at, chat, *_ in wire.left if chat == 5000)
    assert left_at - 10.01 <= 2 / RATE


def test_one_chat_that_is_flooded_delays_no_other() -> None:
    async def play() -> Wire:
        wire = Wire()
        await wire.refuse(1, 10_072)
        async with asyncio.TaskGroup() as crowd:
            for n in range(100):
                crowd.create_task(wire.send(0.0, 2 + n, NORMAL))
        return wire

    assert drive(play()).left[-1][0] <= 101 / RATE + A_BIT


def test_what_we_say_first_leaves_a_gap_after_an_answer() -> None:
    async def play() -> Wire:
        wire = Wire()
        await wire.send(0.0, 9, NORMAL)
        wire.throttle.note_answer(1)
        async with asyncio.TaskGroup() as crowd:
            crowd.create_task(wire.send(0.0, 1, URGENT))
            crowd.create_task(wire.send(0.0, 2, NORMAL))
        return wire

    left = drive(play()).left
    assert [one[1] for one in left] == [9, 2, 1]
    assert left[2][0] == pytest.approx(SPACING)


def test_refusals_chat_after_chat_hush_the_token_for_a_while() -> None:
    """Nobody is held for longer than a lease allows: whoever would be is sent back to the row."""

    async def play() -> tuple[float, float, float]:
        wire, loop = Wire(), asyncio.get_running_loop()
        for n in range(TOKEN_FLOOD):
            await wire.refuse(n + 1, 10_072)
        refused_at = loop.time()
        with pytest.raises(RetryAfter) as told:
            await wire.send(0.0, 99, URGENT)
        asked_for = flood_wait(told.value)
        await asyncio.sleep(LONGEST_HUSH - LONGEST_WAIT)
        await wire.send(0.0, 99, URGENT)
        return refused_at, wire.left[0][0], asked_for

    refused_at, left_at, asked_for = drive(play())
    assert left_at - refused_at == pytest.approx(LONGEST_HUSH)
    assert asked_for == pytest.approx(LONGEST_HUSH, abs=1)


def test_whoever_waits_when_the_token_is_hushed_is_sent_back_too() -> None:
    async def play() -> None:
        wire = Wire()
        await wire.send(0.0, 99, URGENT)
        async with asyncio.TaskGroup() as crowd:

            async def wait() -> None:
                with pytest.raises(RetryAfter):
                    await wire.send(0.0, 99, URGENT)  # a second to the same chat

            crowd.create_task(wait())
            for n in range(TOKEN_FLOOD):
                await wire.refuse(n + 1, 10_072)

    drive(play())


def test_a_success_between_refusals_is_no_flood_of_the_token() -> None:
    async def play() -> float:
        wire = Wire()
        for n in range(4 * TOKEN_FLOOD):
            await wire.refuse(n + 1, 10_072)
            await wire.send(0.0, 1000 + n, NORMAL)
        return wire.left[-1][0]

    assert drive(play()) <= 8 * TOKEN_FLOOD / RATE + A_BIT
