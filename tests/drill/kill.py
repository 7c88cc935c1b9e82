"""SIGKILL the bot at random moments while alerts, check-ins and calls arrive over real HTTP."""

import asyncio
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from tests.drill import people
from tests.drill.forks import Fork, Warm
from tests.drill.ledger import balance
from tests.drill.people import Phone, StuckError
from tests.drill.report import Seen
from tests.drill.run import Run
from tests.drill.school import School, open_school, remind

KILLS = 1000
IN_AN_EPISODE = 25  # then the books are balanced, and a new school begins: a checkpoint
AT_WORK = 1.5  # seconds: how long a bot lives at most once it is ready
STARTING = 0.35  # seconds of a start; one kill in eight falls into it
PATIENCE = 300.0

Tally = Counter[str]


@dataclass(frozen=True)
class Size:
    """One teacher, who reports and notes, for every 25 children; each mother has a call to tell."""

    children: int
    mothers: int


WHOLE, SMALL = Size(250, 40), Size(100, 8)


async def kill(run: Run) -> Seen:
    kills = run.of(KILLS, short=5)
    tally: Tally = Counter(run.shelf.find_checkpoint(run.name) or {})
    size = SMALL if run.length is None else WHOLE
    while tally["kills"] < kills:
        folder = run.folder / f"{tally['kills']}"
        folder.mkdir()
        rng = random.Random(run.seed + tally["kills"])
        tally += await episode(run.warm, folder, min(IN_AN_EPISODE, kills - tally["kills"]), size, rng)
        shutil.rmtree(folder)
        run.shelf.put_checkpoint(run.name, dict(tally))
    return told(tally)


def told(tally: Tally) -> Seen:
    false = tally["false_alerts"] + tally["false_notes"] + tally["false_calls"]
    met = not (false or tally["lost_updates"] or tally["undelivered"] or tally["unmarked"] or tally["stuck"])
    return Seen(
        "SIGKILL at random moments while alerts and check-ins arrive over HTTP",
        "acknowledged but missing 0; undelivered 0; duplicate alerts ≤ sends in flight, each marked",
        f"{tally['kills']:,} kills, {tally['alerts']:,} alerts, {tally['notes']:,} check-ins, "
        f"{tally['calls']:,} calls: missing {false}; undelivered {tally['undelivered']}; "
        f"{tally['repeated']} duplicates of {tally['in_flight']} in flight, {tally['unmarked']} unmarked",
        met and tally["repeated"] <= tally["in_flight"],
        "see the next line",
        dict(tally),
    )


async def episode(warm: Warm, folder: Path, kills: int, size: Size, rng: random.Random) -> Tally:
    """One school's life: killed again and again, left in peace at the end, and audited."""
    tally: Tally = Counter()
    mothers = range(size.mothers)
    async with open_school(folder, children=size.children, mothers=size.mothers) as school:
        async with school.database() as database:
            await remind(database, school.layout, mothers, key="kill")
        async with at_work(school, mothers, rng) as (phones, closing_time, busy):
            for _ in range(kills):
                fork = await warm.fork("bot", school.settings, log=folder / "bot.log")
                await _let_live(fork, rng)
                await fork.kill()
                tally["kills"] += 1
                tally += await asyncio.to_thread(in_flight, folder)
            fork = await warm.fork("bot", school.settings, log=folder / "bot.log")
            closing_time.set()
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*busy)
                await quiet(folder)
        await fork.stop()
        async with school.database() as database:
            posted = {update for phone in phones for update in phone.posted}
            tally += Counter(asdict(await balance(database, school, posted=posted, mothers=mothers)))
    tally["stuck"] += sum(1 for one in busy if one.result())
    return tally


async def _let_live(fork: Fork, rng: random.Random) -> None:
    if rng.random() < 1 / 8:
        await asyncio.sleep(rng.uniform(0, STARTING))
        return
    await fork.until_ready()
    await asyncio.sleep(rng.uniform(0, AT_WORK))


@asynccontextmanager
async def at_work(
    school: School, mothers: range, rng: random.Random
) -> AsyncIterator[tuple[list[Phone], asyncio.Event, list[asyncio.Task[str]]]]:
    """All teachers raise alerts and save notes by turns until closing time; each mother tells her call."""
    closing_time = asyncio.Event()
    teachers = [school.phone(school.layout.teacher(n), rng) for n in range(school.layout.classes)]
    families = [school.phone(school.layout.mother(n), rng) for n in mothers]
    async with asyncio.TaskGroup() as nursery:
        busy = [nursery.create_task(_teach(phone, closing_time)) for phone in teachers]
        busy += [nursery.create_task(_answer(phone)) for phone in families]
        yield teachers + families, closing_time, busy


async def _teach(phone: Phone, closing_time: asyncio.Event) -> str:
    """Return what led nowhere, or nothing."""
    turn = 0
    try:
        while not closing_time.is_set():
            if (turn + phone.person) % 2:
                await people.persist(partial(people.raise_alert, phone))
            else:
                words = f"w-{phone.person}-{turn}."
                await people.persist(partial(people.save_note, phone, words))
            turn += 1
    except StuckError as error:
        return str(error)
    return ""


async def _answer(phone: Phone) -> str:
    try:
        await people.persist(partial(people.tell_call, phone))
    except StuckError as error:
        return str(error)
    return ""


def in_flight(folder: Path) -> Tally:
    """What a kill has cut through, read from a copy: the next bot recovers the file by itself."""
    copy = folder / "copy"
    copy.mkdir(exist_ok=True)
    for path in folder.glob("care.sqlite3*"):
        if not path.name.endswith("-shm"):
            shutil.copy(path, copy / path.name)
    with closing(sqlite3.connect(copy / "care.sqlite3")) as rows:
        alerts, sending = rows.execute(
            "SELECT count(*) FILTER (WHERE kind = 'case_alert'), count(*) FROM notification "
            "WHERE sending = 'sending'"
        ).fetchone()
        waiting = rows.execute("SELECT count(*) FROM inbox_update WHERE handling = 'waiting'").fetchone()[0]
    shutil.rmtree(copy)
    return Counter({
        "in_flight": alerts, "sending": sending, "waiting": waiting, "kills_while_sending": sending > 0,
        "kills_while_handling": waiting > 0,
    })  # fmt: skip


async def quiet(folder: Path) -> None:
    """Wait until nothing is due any more and nothing is under way."""
    due = (
        "SELECT (SELECT count(*) FROM notification WHERE sending = 'sending' OR (sending = 'queued' AND "
        "not_before < datetime('now', '+60 seconds'))) + "
        "(SELECT count(*) FROM inbox_update WHERE handling = 'waiting')"
    )
    with closing(sqlite3.connect(folder / "care.sqlite3", timeout=10)) as rows:
        while rows.execute(due).fetchone()[0]:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.2)
