"""The check-in rush at eight in the morning: how long an answer takes, and whether memory stays flat."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psutil

from tests.bench.crowd import Call, Crowd
from tests.bench.figures import percentile
from tests.bench.notes import OpenNote, open_notes, press_face
from tests.drill.forks import Fork
from tests.drill.report import Seen
from tests.drill.run import Run
from tests.drill.school import School, open_school

SECONDS, FEW_SECONDS = 300, 3
RATE, WRITING = 60, 3  # updates a second; each third is written and answered by a new message
TEACHERS, FEW_TEACHERS = 240, 40
ALLOWED, GROWTH = 1.0, 0.1
PATIENCE = 60.0
SETTLED = 0.2  # of the time: caches have filled by then
STOCK_SECONDS = 60
Act = Callable[[Crowd, OpenNote, int], Coroutine[Any, Any, None]]
ANSWERS = ("sendMessage", "editMessageText")


@dataclass
class Rush:
    """Seconds until each answer, and the process's memory in MB when it had settled and at the end."""

    asked: int
    waits: list[float]
    settled_mb: float
    end_mb: float


async def rush(run: Run) -> Seen:
    seconds = run.of(SECONDS, short=FEW_SECONDS)
    teachers = TEACHERS if run.length else FEW_TEACHERS
    async with open_school(run.folder, children=25 * teachers, mothers=0) as school:
        fork = await run.warm.fork("bot", school.settings, log=run.folder / "log")
        await fork.until_ready()
        notes = await open_notes(school.crowd, school.layout, teachers)
        for note in notes:  # a face chosen: now words are taken
            await press_face(school.crowd, note)
        await school.crowd.expect("editMessageText", 2 * teachers)
        seen = await _rush(school, fork, notes, seconds)
        await fork.stop()
        stock = await _stock(run, school, notes, min(seconds, STOCK_SECONDS))
    lost, p99 = seen.asked - len(seen.waits), percentile(seen.waits, 0.99)
    growth = seen.end_mb / seen.settled_mb - 1
    return Seen(
        f"{RATE} updates/s for {seconds / 60:.0f} min, a third of them answered by a new message",
        "p99 answer ≤ 1 s, 0 lost, memory flat",
        f"p99 {p99:.3f} s, median {percentile(seen.waits, 0.5):.3f} s of {seen.asked:,}; {lost} lost; "
        f"{seen.settled_mb:.0f} → {seen.end_mb:.0f} MB",
        not lost,
        f"stock aiogram, a row and an answer for each word: p99 {percentile(stock.waits, 0.99):.3f} s, "
        f"{stock.asked - len(stock.waits)} of {stock.asked:,} lost",
        {"p99_s": p99, "max_s": max(seen.waits), "asked": seen.asked, "lost": lost, "growth": growth},
        in_time=p99 <= ALLOWED and growth <= GROWTH,
    )


async def _stock(run: Run, school: School, notes: list[OpenNote], seconds: int) -> Rush:
    """The same pace to aiogram's own polling, which has no buttons: words only."""
    play = {
        "base": school.settings["bot_api_url"], "token": school.settings["bot_token"],
        "rows": str(run.folder / "rows.sqlite3"),
    }  # fmt: skip
    fork = await run.warm.fork("stock", play, log=run.folder / "stock-log")
    await fork.until_ready()
    seen = await _rush(school, fork, notes, seconds, act=_write)
    await fork.stop()
    return seen


async def _rush(
    school: School, fork: Fork, notes: list[OpenNote], seconds: int, *, act: Act | None = None
) -> Rush:
    act = act or _act
    crowd, process = school.crowd, psutil.Process(fork.pid)
    await crowd.forget()
    asked: dict[int, list[float]] = defaultdict(list)
    settled = 0.0
    began = time.monotonic()
    async with asyncio.TaskGroup() as nursery:
        for n in range(RATE * seconds):
            await asyncio.sleep(began + n / RATE - time.monotonic())
            asked[notes[n % len(notes)].teacher].append(time.time())
            nursery.create_task(act(crowd, notes[n % len(notes)], n))
            if n == round(SETTLED * RATE * seconds):
                settled = process.memory_info().rss / 2**20
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while len(_answers(crowd)) < RATE * seconds:
                await asyncio.sleep(0.5)
                await crowd.read()
    waits = [  # a person's updates stay in order: the first answer is for the first
        call.at - asked[call.chat_id or 0].pop(0) for call in _answers(crowd) if asked[call.chat_id or 0]
    ]
    return Rush(RATE * seconds, waits, settled, process.memory_info().rss / 2**20)


async def _write(crowd: Crowd, note: OpenNote, n: int) -> None:
    await crowd.say(note.teacher, f"w{n}")


async def _act(crowd: Crowd, note: OpenNote, n: int) -> None:
    if note.teacher % WRITING:
        await press_face(crowd, note)
    else:
        await crowd.say(note.teacher, f"w{n}")


def _answers(crowd: Crowd) -> list[Call]:
    return [one for one in crowd.calls if one.method in ANSWERS and one.status == 200]
