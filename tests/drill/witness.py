"""Sees everything the bot ever shows anybody: each message, and each thing a message was edited into."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.journeys.stage import Stage

FOR_EVER = aiohttp.ClientTimeout(total=None)


@dataclass(frozen=True)
class Shown:
    """A message of the bot's as it stood at one moment; `turn` counts what was shown to this person."""

    message_id: int
    text: str
    buttons: tuple[str, ...]
    turn: int
    is_edit: bool


@dataclass
class Witness:
    """`chats` holds all that each person was shown, in order, what was edited away included."""

    chats: dict[int, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    _changed: dict[int, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))

    def turn(self, person: int) -> int:
        return len(self.chats[person])

    async def see(
        self, person: int, wanted: Callable[[Shown], bool], *, after: int, patience: float | None
    ) -> Shown | None:
        """Wait until this person is shown something wanted after a turn; None when patience ends."""
        try:
            async with asyncio.timeout(patience):
                while True:
                    found = next((one for one in self.chats[person][after:] if wanted(one)), None)
                    if found is not None:
                        return found
                    self._changed[person].clear()
                    await self._changed[person].wait()
        except TimeoutError:
            return None

    def note(self, kind: str, told: dict[str, Any]) -> None:
        message = told.get("message") or {}
        if kind not in ("message", "edited") or message.get("from") != "bot":
            return
        person: int = told["person_id"]
        buttons = tuple(one["label"] for one in message["buttons"])
        shown = Shown(message["message_id"], message["text"], buttons, self.turn(person), kind == "edited")
        self.chats[person].append(shown)
        self._changed[person].set()

    async def follow(self, stage: Stage, watching: asyncio.Event) -> None:
        """Listen to the sandbox's events until cancelled; an end of the stream would be a gap."""
        async with stage._http.get(f"{stage._base}/api/events", timeout=FOR_EVER) as stream:
            stream.raise_for_status()
            kind = ""
            async for raw in stream.content:
                watching.set()
                line = raw.decode().rstrip("\n")
                if line.startswith("event: "):
                    kind = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    self.note(kind, json.loads(line.removeprefix("data: ")))
        raise RuntimeError("the sandbox ended its stream: something may have been missed")


@asynccontextmanager
async def witnessing(stage: Stage) -> AsyncIterator[Witness]:
    witness, watching = Witness(), asyncio.Event()
    async with asyncio.TaskGroup() as nursery:
        following = nursery.create_task(witness.follow(stage, watching))
        await watching.wait()
        yield witness
        following.cancel()
