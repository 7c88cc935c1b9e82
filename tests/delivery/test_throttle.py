"""Who is called first, and whom a flood wait holds back."""

import asyncio
from typing import Any

import pytest
from telegram.error import RetryAfter

from delivery.throttle import CATCH_UP, Throttle

URGENT, NORMAL = 0, 5


class Line:
    """Requests that note the order in which they were let through."""

    def __init__(self, throttle: Throttle) -> None:
        self.throttle = throttle
        self.sent: list[str] = []

    async def send(self, name: str, chat_id: int, priority: int | None = NORMAL) -> None:
        async def request() -> bool:
            self.sent.append(name)
            return True

        await self.throttle.process_request(request, (), {}, "sendMessage", {"chat_id": chat_id}, priority)


@pytest.fixture
def line() -> Line:
    return Line(Throttle(per_second=100, chat_spacing=0.03))


async def test_urgent_overtakes_what_waits(line: Line) -> None:
    for n in range(1 + CATCH_UP):
        await line.send("first", n)
    backlog = [line.send(f"reminder {n}", 10 + n) for n in range(5)]
    await asyncio.gather(*backlog, line.send("alert", 99, URGENT))
    assert line.sent[1 + CATCH_UP] == "alert"


async def test_one_chat_waits_without_holding_another(line: Line) -> None:
    await asyncio.gather(line.send("a1", 1), line.send("a2", 1), line.send("a3", 1), line.send("b1", 2))
    assert line.sent.index("b1") < line.sent.index("a2") < line.sent.index("a3")


async def test_what_names_no_chat_is_not_held(line: Line) -> None:
    async def request() -> str:
        return "me"

    assert await line.throttle.process_request(request, (), {}, "getMe", {}, None) == "me"


async def test_a_flood_wait_pauses_its_chat_and_is_told(line: Line) -> None:
    async def flooded() -> Any:
        raise RetryAfter(3600)

    with pytest.raises(RetryAfter):
        await line.throttle.process_request(flooded, (), {}, "sendMessage", {"chat_id": 1}, NORMAL)
    await line.send("other", 2)
    with pytest.raises(RetryAfter):  # at once: it would only hold a sender
        await line.send("held", 1)
    assert line.sent == ["other"]


async def test_who_waited_for_a_flooded_chat_is_sent_back(line: Line) -> None:
    async def flooded() -> Any:
        raise RetryAfter(5)

    await line.send("first", 1)
    results = await asyncio.gather(
        line.throttle.process_request(flooded, (), {}, "sendMessage", {"chat_id": 1}, URGENT),
        line.send("behind", 1),
        return_exceptions=True,
    )
    assert [type(one) for one in results] == [RetryAfter, RetryAfter]
    assert line.sent == ["first"]


async def test_a_sender_that_stops_leaves_nobody_waiting(line: Line) -> None:
    await line.send("first", 1)
    held = asyncio.get_running_loop().create_task(line.send("held", 1))
    await asyncio.sleep(0)
    await line.throttle.shutdown()
    with pytest.raises(asyncio.CancelledError):
        await held


async def test_somebody_who_gives_up_frees_the_place(line: Line) -> None:
    await line.send("first", 1)
    leaving = asyncio.get_running_loop().create_task(line.send("leaving", 1))
    await asyncio.sleep(0)
    leaving.cancel()
    await line.send("next", 1)
    assert line.sent == ["first", "next"]
