"""Many people at their phones: what they write and press, and what the bot was seen to answer."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from tests.journeys.stage import Stage

AT_ONCE = 10
PATIENCE = 120.0  # seconds until a figure that doesn't come ends the run
GLANCE = 0.1

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """A Bot API call as the sandbox logged it; `at` is in seconds since 1970."""

    method: str
    chat_id: int | None
    status: int | None
    at: float


@dataclass
class Crowd:
    """Everybody in one sandbox. `calls` is what the bot has called since `forget`."""

    stage: Stage
    calls: list[Call] = field(default_factory=list)
    _seen: int = 0

    async def arrive(self, count: int) -> None:
        """Accounts get the ids from the sandbox's first one on."""
        body = {"name": "Somebody", "language": "zh-hans"}
        await each(range(count), lambda _: self.stage.call("POST", "/people", json=body))

    async def say(self, person: int, text: str) -> None:
        await self.stage.call("POST", f"/people/{person}/messages", json={"text": text})

    async def press(self, person: int, message_id: int, button: int) -> None:
        body = {"message_id": message_id, "button": button}
        await self.stage.call("POST", f"/people/{person}/presses", json=body)

    async def last_card(self, person: int) -> dict[str, Any]:
        """The newest message with buttons."""
        messages = (await self.stage.call("GET", f"/people/{person}/messages"))["messages"]
        card: dict[str, Any] = next(one for one in reversed(messages) if one["buttons"])
        return card

    async def forget(self) -> None:
        await self.read()
        self.calls.clear()

    async def expect(self, method: str, count: int) -> list[Call]:
        """Wait until the bot has called `method` this often; a call more, or one refused, is an error."""
        found = await self.expect_some(method, count)
        if len(found) > count or any(one.status != 200 for one in found):
            raise RuntimeError(f"{count} good {method} expected: {len(found)}, {[c.status for c in found]}")
        return found

    async def expect_some(self, method: str, count: int) -> list[Call]:
        """Wait until the bot has called `method` at least this often."""
        deadline = time.monotonic() + PATIENCE
        while len(found := [one for one in self.calls if one.method == method]) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(found)} of {count} {method}")
            await asyncio.sleep(GLANCE)
            await self.read()
        return found

    async def read(self) -> None:
        """Learn what the bot has called since the last look, page by page."""
        while calls := (await self.stage.call("GET", f"/calls?after={self._seen}"))["calls"]:
            for one in calls:
                at = datetime.fromisoformat(one["at"]).timestamp()
                self.calls.append(Call(one["method"], one["chat_id"], one["status"], at))
                self._seen = one["n"]


async def each(things: Iterable[T], act: Callable[[T], Awaitable[object]]) -> None:
    """Do it for each of them, a few at once, begun in order."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(thing: T) -> None:
        async with room:
            await act(thing)

    async with asyncio.TaskGroup() as nursery:
        for thing in things:
            nursery.create_task(one(thing))
