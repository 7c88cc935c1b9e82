"""One run of the drills: how long each is, and where it keeps what it has done."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from tests.drill.forks import Warm
from tests.drill.report import Seen, Shelf

SEED = 20261124


class CantBeHadError(Exception):
    """What this drill needs isn't here; the message says what."""


@dataclass(frozen=True)
class Run:
    """`length` 1 is the full form, less of it for a rehearsal; None is the short form of the tests."""

    name: str
    folder: Path
    shelf: Shelf
    warm: Warm
    length: float | None = 1.0
    seed: int = SEED

    def of(self, full: int, *, short: int) -> int:
        """How many of something."""
        return short if self.length is None else max(1, round(full * self.length))


Drill = Callable[[Run], Awaitable[Seen]]


async def perform(name: str, drill: Drill, shelf: Shelf, warm: Warm, *, length: float | None) -> Seen:
    """Do a drill, or return what an earlier run has kept of it."""
    kept = shelf.find(name)
    if kept is not None:
        return kept
    with tempfile.TemporaryDirectory(prefix="xiangban-drill-") as folder:
        await asyncio.to_thread(Path(folder).chmod, 0o755)  # PostgreSQL enters it as a user of its own
        seen = await drill(Run(name, Path(folder), shelf, warm, length))
    shelf.put(name, seen)
    return seen
