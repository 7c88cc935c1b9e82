"""What a tick costs when nothing is due: among a million rows and among a thousand, on both databases."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from statistics import median

from models.database import Database
from tests.bench.rows import fill
from tests.bench.ticks import NOON, idle
from tests.databases import KEYS, lay
from tests.drill.report import Seen
from tests.drill.run import Run
from tests.drill.servers import a_postgres

ROWS, FEW_ROWS = 1_000_000, 6_000  # of plans; as many notices and months stand beside them
SMALL, FEW = 1_000, 300
WALKS = 9
WITHOUT_INDEX = "SELECT min(next_due_at) FROM plan NOT INDEXED WHERE next_due_at IS NOT NULL"
PLANS = 3  # of a child
TICKS, FEW_TICKS = 300, 60
ALLOWED = 3.0


async def idle_ticks(run: Run) -> Seen:
    large, small, ticks = (ROWS, SMALL, TICKS) if run.length else (FEW_ROWS, FEW, FEW_TICKS)
    large = max(FEW_ROWS, round(large * (run.length or 1)))
    for name in ("small", "large"):
        lay(run.folder / name)
    async with a_postgres() as postgres:
        urls = {
            "SQLite": [f"sqlite+aiosqlite:///{run.folder / name}" for name in ("small", "large")],
            "PostgreSQL": [await postgres.migrated(), await postgres.migrated()],
        }
        figures = {
            name: await _ratio(*pair, sizes=(small, large), ticks=ticks) for name, pair in urls.items()
        }
    walked = await asyncio.to_thread(_walk, run.folder / "large") / await asyncio.to_thread(
        _walk, run.folder / "small"
    )
    ratios = {name: slow / fast for name, (fast, slow) in figures.items()}
    return Seen(
        f"an idle tick at {large:,} rows ÷ at {small:,}",
        f"≤ {ALLOWED:.0f} on both databases",
        "; ".join(
            f"{name} {ratios[name]:.2f} ({1000 * slow:.2f} ms ÷ {1000 * fast:.2f} ms)"
            for name, (fast, slow) in figures.items()
        ),
        met=True,
        baseline=f"the same question to SQLite without its index: {walked:.0f}",
        figures={name: {"small_s": fast, "large_s": slow} for name, (fast, slow) in figures.items()},
        in_time=max(ratios.values()) <= ALLOWED,
    )


async def _ratio(few: str, many: str, *, sizes: tuple[int, int], ticks: int) -> tuple[float, float]:
    """The median seconds of a tick on each."""
    async with filled(few, sizes[0]) as first, filled(many, sizes[1]) as second:
        fast, slow = await idle(first, second, ticks=ticks)
        return fast, slow


def _walk(file: Path) -> float:
    """The median seconds in which every plan is looked at, as without an index on what is due."""
    took = []
    with closing(sqlite3.connect(file)) as rows:
        for _ in range(WALKS):
            began = time.perf_counter()
            rows.execute(WITHOUT_INDEX).fetchall()
            took.append(time.perf_counter() - began)
    return median(took)


@asynccontextmanager
async def filled(url: str, rows: int) -> AsyncIterator[Database]:
    database = Database(url, KEYS)
    try:
        await fill(database, max(1, rows // PLANS), now=NOON)
        yield database
    finally:
        await database.close()
