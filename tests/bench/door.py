"""What the door adds to a handler: a press on a child's card, with the door and with it taken out."""

import gc
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from aiogram.types import CallbackQuery, Chat, Message, Update
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.act import Receipt
from models.database import Database
from services import profile as profiles
from services.access import queries
from services.access import service as access
from services.access.service import Denied, Granted
from services.inbox import service as inbox
from services.people.actor import Actor
from tests.bench.figures import Figure, percentile
from tests.bench.layout import IN_A_CLASS, Layout
from tests.bench.rows import fill
from tests.bench.ticks import NOON, open_file
from tests.phones import Room
from views.presses import OpenChild

CHILDREN = 10_000
ROUNDS, PRESSES = 3, 400  # with the door, and as many without it
WARM_UP = 20
STRIDE = 37  # the next child is of another class

Reader = Callable[[Layout, int], int]
READERS: dict[str, Reader] = {
    "teacher": lambda layout, child: layout.teacher(child // IN_A_CLASS),
    "parent": lambda layout, child: layout.mother(child),
}


@dataclass
class Round:
    """Milliseconds of each press, and of the decision alone within it."""

    closed: list[float] = field(default_factory=list)
    ajar: list[float] = field(default_factory=list)
    decided: list[float] = field(default_factory=list)

    @property
    def p95_added(self) -> float:
        return percentile(self.closed, 0.95) - percentile(self.ajar, 0.95)

    @property
    def p50_added(self) -> float:
        return median(self.closed) - median(self.ajar)


class Presser:
    """Feeds presses to the bot's own dispatcher; whoever pressed is never told, so no network counts."""

    def __init__(self, database: Database, children: int) -> None:
        self.layout = Layout(children)
        self.room = Room(database, profiles.load("CN"), NOON)
        self._numbers = count(1)

    async def press(self, who: int, child: int) -> float:
        """Open the card of the child of this number; return how many milliseconds its handler took."""
        update = _opening(next(self._numbers), self.room.phone(who).user, child + 1)
        async with self.room.database.transaction() as session:
            arrived = [inbox.Arrived(update.update_id, who, "{}")]
            ids = await inbox.store(session, now=NOON, arrived=arrived)
        receipt = Receipt()
        began = time.perf_counter()
        await self.room.dispatcher.feed_update(
            self.room.bot, update, inbox_id=ids[update.update_id], receipt=receipt
        )
        spent = 1000 * (time.perf_counter() - began)
        self._ensure_shown(who, child, receipt)
        return spent

    def _ensure_shown(self, who: int, child: int, receipt: Receipt) -> None:
        card = self.room.phone(who).last
        if not receipt.is_handled or f"Child {child}" not in card.text:
            raise RuntimeError(f"the card of child {child} wasn't opened")
        self.room.phone(who).chat.clear()
        self.room.calls.clear()


async def door(folder: Path, children: int = CHILDREN, presses: int = PRESSES) -> AsyncIterator[Figure]:
    """For a teacher and for a parent, medians of some rounds; `door.p95_added` is the larger of the two."""
    database = await open_file(folder / "door.sqlite3")
    await fill(database, children, now=NOON)
    presser = Presser(database, children)
    try:
        added = []
        for name, reader in READERS.items():
            rounds = [await _round(presser, reader, presses, n) for n in range(ROUNDS)]
            for figure in _figures(name, rounds):
                yield figure
            added.append(median(one.p95_added for one in rounds))
        yield Figure("door.p95_added", max(added), "ms")
    finally:
        await presser.room.close()
        await database.close()


def _figures(name: str, rounds: list[Round]) -> Iterator[Figure]:
    for share in (0.5, 0.95):
        with_it = median(percentile(one.closed, share) for one in rounds)
        without = median(percentile(one.ajar, share) for one in rounds)
        yield Figure(f"door.{name}_p{100 * share:.0f}", with_it, "ms")
        yield Figure(f"door.{name}_p{100 * share:.0f}_without", without, "ms")
    yield Figure(f"door.{name}_decision_p95", median(percentile(one.decided, 0.95) for one in rounds), "ms")
    yield Figure(f"door.{name}_p50_added", median(one.p50_added for one in rounds), "ms")
    yield Figure(f"door.{name}_p95_added", median(one.p95_added for one in rounds), "ms")


async def _round(presser: Presser, reader: Reader, presses: int, number: int) -> Round:
    """One press with the door, one without, on the same child, and the next pair the other way round."""
    seen = Round()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)  # as the bot itself does when it has started
    for n in range(-WARM_UP, presses):
        child = (number * presses + n) * STRIDE % presser.layout.children
        who = reader(presser.layout, child)
        for is_closed in (True, False) if n % 2 else (False, True):
            decided: list[float] = []
            with _timed(decided) if is_closed else _taken_out():
                spent = await presser.press(who, child)
            if n >= 0:
                (seen.closed if is_closed else seen.ajar).append(spent)
                seen.decided += decided
    return seen


@contextmanager
def _timed(decided: list[float]) -> Iterator[None]:
    """The real door, with a watch beside it."""
    real = access.decide

    async def decide(session: AsyncSession, **asked: Any) -> Granted | Denied:
        began = time.perf_counter()
        answer = await real(session, **asked)
        decided.append(1000 * (time.perf_counter() - began))
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(access, "decide", decide)
        yield


@contextmanager
def _taken_out() -> Iterator[None]:
    """No door: the child is read, as somebody has to; nobody asks who reads, nothing is written down."""

    async def decide(
        session: AsyncSession, *, now: datetime, actor: Actor, child_id: int, **_asked: Any
    ) -> Granted | Denied:
        child = await queries.find_child(session, child_id=child_id)
        return Denied() if child is None else Granted(child, actor.person_ids[0])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(access, "decide", decide)
        yield


def _opening(number: int, user: Any, child_id: int) -> Update:
    message = Message(message_id=number, date=NOON, chat=Chat(id=user.id, type="private"), text="…")
    query = CallbackQuery(
        id=str(number), from_user=user, chat_instance="1", message=message,
        data=OpenChild(child_id=child_id).pack(),
    )  # fmt: skip
    return Update(update_id=number, callback_query=query)
