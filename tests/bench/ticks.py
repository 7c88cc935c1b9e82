"""What a tick costs when nothing is due, and how fast due plans become reminders."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from cryptography.fernet import Fernet, MultiFernet
from sqlmodel import col, update

from models import Plan
from models.codes import PlanKind
from models.database import Database
from models.migrate import migrate
from scheduler import jobs
from scheduler.metronome import Metronome
from services import profile as profiles
from services.outbox.outcomes import Envelope, Outcome
from tests.bench.figures import Figure
from tests.bench.rows import fill

SMALL, LARGE = 1_000, 100_000  # children
TICKS = 400
DUE, ROUNDS = 20_000, 3
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # in Shanghai; at night a reminder waits for the morning


@dataclass
class StillClock:
    def now(self) -> datetime:
        return NOON


class Silence:
    """Nothing is due, so nothing may be said."""

    async def deliver(self, envelope: Envelope) -> Outcome:
        raise AssertionError(envelope.kind)


async def ticks(folder: Path) -> AsyncIterator[Figure]:
    small, large = await _filled(folder, SMALL), await _filled(folder, LARGE)
    try:
        fast, slow = await idle(small, large)
        yield Figure(f"tick.idle_{SMALL}_children", 1000 * fast, "ms")
        yield Figure(f"tick.idle_{LARGE}_children", 1000 * slow, "ms")
        yield Figure("tick.idle_large_to_small", slow / fast, "ratio")
        rates = [await _plan(large, first=n * DUE) for n in range(ROUNDS)]
        yield Figure("planning.due_calls", median(rates), "1/s")
    finally:
        await small.close()
        await large.close()


async def _filled(folder: Path, children: int) -> Database:
    database = await open_file(folder / f"{children}.sqlite3")
    await fill(database, children, now=NOON)
    return database


async def open_file(path: Path) -> Database:
    """A new file in today's shape, with the bot's own settings."""
    database = Database(f"sqlite+aiosqlite:///{path}", MultiFernet([Fernet(Fernet.generate_key())]))
    await migrate(database.engine)
    return database


async def idle(*databases: Database, ticks: int = TICKS) -> list[float]:
    """The median of many ticks on each database, by turns."""
    profile = profiles.load("CN")
    metronomes = [Metronome(one, StillClock(), Silence(), profile) for one in databases]
    spent: list[list[float]] = [[] for _ in metronomes]
    for _ in range(ticks):
        for metronome, seconds in zip(metronomes, spent, strict=True):
            began = time.perf_counter()
            await metronome.settle()
            seconds.append(time.perf_counter() - began)
    return [median(seconds) for seconds in spent]


async def _plan(database: Database, *, first: int) -> float:
    """Let the calls of `DUE` children from number `first` on come due, and plan them all."""
    async with database.transaction() as session:
        mine = col(Plan.child_id).between(first + 1, first + DUE) & (col(Plan.kind) == PlanKind.CALL)
        await session.exec(update(Plan).where(mine).values(next_due_at=NOON - timedelta(minutes=1)))
    began = time.perf_counter()
    await jobs.plan_reminders(database, StillClock(), profiles.load("CN"))
    return DUE / (time.perf_counter() - began)
