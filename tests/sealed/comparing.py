"""Live a history twice, with and without its case, and compare what each excluded person received."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from models.database import Database
from services.profile import Profile
from tests.databases import CASE_KEYS, KEYS, lay
from tests.sealed.histories import History
from tests.sealed.place import NOW, build
from tests.sealed.secret import NameGroup, Pressed, Raise
from tests.sealed.watched import WatchedRoom

Seen = dict[int, tuple[list[str], list[str]]]


@dataclass(frozen=True)
class Pair:
    with_case: Seen
    without: Seen

    def differences(self) -> list[str]:
        """The first thing in each excluded chat that isn't the same in both histories."""
        return [
            f"{phone}: {first}"
            for phone in self.with_case
            for one, other in zip(self.with_case[phone], self.without[phone], strict=True)
            if (first := _first_difference(one, other))
        ]


class Stage:
    """One room, and one file that is put back to the school's first day before each history."""

    def __init__(self, folder: Path, profile: Profile) -> None:
        self._first, self._now = folder / "first.sqlite3", folder / "now.sqlite3"
        self._database = Database(f"sqlite+aiosqlite:///{self._now}", KEYS, CASE_KEYS)
        self._room = WatchedRoom(self._database, profile, NOW)

    @classmethod
    @asynccontextmanager
    async def open(cls, folder: Path, profile: Profile) -> AsyncIterator["Stage"]:
        stage = cls(folder, profile)
        lay(stage._now)
        await build(stage._database, profile)
        await stage._database.close()
        shutil.copy(stage._now, stage._first)
        yield stage
        await stage._room.close()
        await stage._database.close()

    async def live_twice(self, history: History) -> Pair:
        return Pair(await self.live(history, with_case=True), await self.live(history, with_case=False))

    async def live(self, history: History, *, with_case: bool) -> Seen:
        """Play one history; return what came to each excluded phone, and what stands there at the end."""
        room = await self._begin()
        for step in history.steps:
            if with_case or not isinstance(step, Raise | NameGroup | Pressed):
                await step.play(room)
        return {one: (room.chats[one].came, room.standing(one)) for one in history.setting.excluded}

    async def _begin(self) -> WatchedRoom:
        await self._database.close()  # the engine keeps its statements; only the connections go
        for leftover in self._now.parent.glob(f"{self._now.name}-*"):
            leftover.unlink()
        shutil.copy(self._first, self._now)
        self._room.begin(NOW)
        return self._room


def _first_difference(one: list[str], other: list[str]) -> str | None:
    for number, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return f"{number}: with {left!r}, without {right!r}"
    if len(one) != len(other):
        extra = (one if len(one) > len(other) else other)[min(len(one), len(other))]
        return f"{len(one)} with, {len(other)} without, such as {extra!r}"
    return None
