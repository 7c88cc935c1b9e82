"""Ten thousand invented cases, each lived through in a simulated day, and each judged by an oracle."""

import asyncio
import gc
import os
import random
import tempfile
import zoneinfo
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, MutableMapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import structlog
from sqlmodel import col, func, select

from models import Case, CaseEvent, Notification
from models.codes import Notice, Sending
from models.database import Database
from services import profile as profiles
from tests.bench.figures import percentile
from tests.databases import lay, open_database
from tests.drill.ladder.book import Book, Rules
from tests.drill.ladder.day import Day
from tests.drill.ladder.folk import Folk
from tests.drill.ladder.oracle import Walk
from tests.drill.ladder.roster import CHILDREN, settle_people
from tests.drill.ladder.story import Findings, Story
from tests.drill.ladder.voice import Clock, Voice
from tests.drill.report import Seen
from tests.drill.run import SEED, Run
from tests.drill.stock_clock import lost_by_restarts

CASES = 10_000
IN_A_DAY = 200  # then the day is judged, and another begins: a checkpoint
DAYS_AT_ONCE = min(2, os.cpu_count() or 1)
CASES_A_RESTART = 4
MORNING = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
RAISED_WITHIN, SHORTEST, LONGEST = timedelta(hours=4), timedelta(minutes=3), timedelta(hours=10)
IN_SHORT = 1 / 6  # of these times, in the short form
ACCIDENTS = frozenset(
    {
        "alerts.step_failed",
        "alerts.stalled",
        "outbox.unloadable",
        "outbox.undrawable",
        "outbox.unrecorded",
        "outbox.stuck",
    }
)
MEMORY = Path("/dev/shm")  # noqa: S108 - the system's own, and a folder of our own in it
KEPT = 20  # complaints that are kept word by word


async def cases(run: Run) -> Seen:
    wanted = run.of(CASES, short=24)
    done: dict[str, Any] = run.shelf.find_checkpoint(run.name) or {"cases": 0, "late": {}, "wrong": []}
    if run.length is None:
        _add(done, await _spend(_place(run), wanted, run.seed, part=IN_SHORT))
        return told(done)
    with ProcessPoolExecutor(DAYS_AT_ONCE, mp_context=get_context("spawn")) as others:
        while done["cases"] < wanted:
            begun = [done["cases"] + n * IN_A_DAY for n in range(DAYS_AT_ONCE)]
            days = [
                asyncio.wrap_future(others.submit(_spend_elsewhere, _place(run), size, run.seed + first))
                for first in begun
                if (size := min(IN_A_DAY, wanted - first)) > 0
            ]
            for spent in await asyncio.gather(*days):
                _add(done, spent)
            run.shelf.put_checkpoint(run.name, done)
    return told(done)


def _place(run: Run) -> Path:
    """In memory where there is some: here processes die, not disks, and a disk's waits are no part of it."""
    return MEMORY if os.access(MEMORY, os.W_OK) else run.folder


def told(done: dict[str, Any]) -> Seen:
    late = sorted(float(second) for second, count in done["late"].items() for _ in range(count))
    days = max(1, done["cases"] // IN_A_DAY)
    a_day = {"cases": done["cases"] // days, "restarts": done["restarts"] // days}
    lost = sum(lost_by_restarts(MORNING, **a_day, rng=random.Random(SEED + day)) for day in range(days))
    seen = (
        f"{done['cases']:,} cases, {done['restarts']:,} restarts, {len(late):,} steps: at most "
        f"{max(late, key=abs):.0f} s off (p99 {percentile(late, 0.99):.0f} s); {done['alarms']:,} top "
        f"alarms; wrong {done['faults']}"
    )
    return Seen(
        f"{CASES:,} simulated cases, each closed within a simulated day, with restarts",
        "every level at due ± 60 s; never 0 live recipients without the top alarm",
        seen,
        done["faults"] == 0,
        f"a timer in memory for each case, restarted as often: {lost:,} first steps never told",
        figures=done,
    )


def _spend_elsewhere(place: Path, count: int, seed: int) -> dict[str, Any]:
    """A day in a process of its own: days know nothing of one another."""
    zoneinfo.reset_tzpath(to=())
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    return asyncio.run(_spend(place, count, seed))


async def _spend(place: Path, count: int, seed: int, *, part: float = 1) -> dict[str, Any]:
    """Live a day and judge it; returns counts, how late each step was, and what was wrong."""
    with tempfile.TemporaryDirectory(dir=place) as folder, listening() as accidents:
        day, folk = await _open_day(Path(folder), count, random.Random(seed), part=part)
        await day.live()
        findings = await _judge(day, folk)
        queued = await _count_unsettled(day.database)
        await day.database.close()
    wrong = [line for one in findings for line in one.wrong]
    wrong += [f"{queued} still queued"] * bool(queued)
    wrong += [f"{name} in the log, {times} times" for name, times in accidents.items()]
    faults = sum(len(one.wrong) for one in findings) + queued + accidents.total()
    return {
        "cases": count, "restarts": day.restarts, "instants": day.steps, "faults": faults,
        "alarms": sum(one.alarms for one in findings), "wrong": wrong,
        "late": Counter(f"{seconds:.0f}" for one in findings for seconds in one.late),
        "longest_unheard_s": max((seconds for one in findings for seconds in one.unheard), default=0.0),
    }  # fmt: skip


def _add(done: dict[str, Any], spent: dict[str, Any]) -> None:
    wrong = [f"of the {done['cases']} and more: {line}" for line in spent["wrong"]]
    done["wrong"] = [*done["wrong"], *wrong][:KEPT]
    done["late"] = dict(Counter(done["late"]) + spent["late"])
    done["longest_unheard_s"] = max(done.get("longest_unheard_s", 0.0), spent["longest_unheard_s"])
    for name in ("cases", "restarts", "instants", "alarms", "faults"):
        done[name] = done.get(name, 0) + spent[name]


@contextmanager
def listening() -> Iterator[Counter[str]]:
    """Count what the log says and may never say; keep the rest from the terminal."""
    heard: Counter[str] = Counter()

    def count(_logger: object, _method: str, said: MutableMapping[str, Any]) -> Mapping[str, Any]:
        if said["event"] in ACCIDENTS:
            heard[said["event"]] += 1
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(processors=[count])
    try:
        yield heard
    finally:
        structlog.configure(**before)


async def _open_day(folder: Path, count: int, rng: random.Random, *, part: float = 1) -> tuple[Day, Folk]:
    """A new county's people, and the cases and restarts of the day planned."""
    lay(folder / "care.sqlite3")
    url = f"sqlite+aiosqlite:///{folder / 'care.sqlite3'}"
    database = open_database(url)
    async with database.transaction() as session:
        schools = max(4, -(-count // CHILDREN))
        roster = await settle_people(session, rng, schools=schools, now=MORNING - timedelta(days=1))
    await database.close()
    clock = Clock(MORNING)
    voice = Voice(clock, roster, random.Random(rng.random()))
    day = Day(url, clock, voice, roster, profiles.load("CN"), random.Random(rng.random()))
    folk = Folk(day, random.Random(rng.random()))
    for child_id in rng.sample([child for site in roster.sites for child in site.children], count):
        ends = SHORTEST + (LONGEST * part - SHORTEST) * rng.random() ** 6
        day.plan(rng.random() * part * RAISED_WITHIN, partial(folk.raise_case, child_id, ends=ends))
    for n in range(max(1, count // CASES_A_RESTART)):
        day.plan(rng.random() * 2 * part * RAISED_WITHIN, day.kill_soon if n % 3 else day.restart)
    return day, folk


async def _judge(day: Day, folk: Folk) -> list[Findings]:
    events: dict[int, list[CaseEvent]] = defaultdict(list)
    asked: dict[int, list[datetime]] = defaultdict(list)
    alarms: dict[int, list[datetime]] = defaultdict(list)
    levels: dict[int, int] = {}
    unrecorded: set[int] = set()
    tries = defaultdict(list)
    for one in day.voice.tries:
        tries[one.case_id].append(one)
    async with day.database.reading() as session:
        for event in await session.exec(select(CaseEvent).order_by(col(CaseEvent.id))):
            events[event.case_id].append(event)
        for row in await session.exec(select(Notification)):
            if row.kind is Notice.CASE_ALERT:
                levels[row.id or 0] = row.params["level"]
                unrecorded |= {row.id or 0} if row.sending is Sending.SUPERSEDED else set()
            elif row.kind is Notice.CASE_LAPSING:
                asked[row.case_id or 0].append(row.created_at)
            elif row.kind is Notice.CASE_UNREACHED:
                alarms[row.case_id or 0].append(row.created_at)
        stored = list(await session.exec(select(Case)))
    book, rules, unknown = Book(day.roster, day.voice.tries), Rules.of(), frozenset(unrecorded)
    stories = [
        Story(case, events[n], tries[n], asked[n], alarms[n], levels, folk.named.get(n), unknown)
        for case in stored
        for n in (case.id or 0,)
    ]
    return [Walk(story, book, rules).run() for story in stories]


async def _count_unsettled(database: Database) -> int:
    unsettled = select(func.count()).where(col(Notification.sending).in_((Sending.QUEUED, Sending.SENDING)))
    async with database.reading() as session:
        return (await session.exec(unsettled)).one()
