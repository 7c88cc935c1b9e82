"""What the Bot API was told to forget, and nobody ever handled: ours, and stock aiogram beside it."""

import asyncio
import random
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlmodel import func, select

from models import FamilyWords
from tests.bench.crowd import each
from tests.bench.layout import FIRST_TELEGRAM_ID
from tests.drill.forks import Warm
from tests.drill.ledger import handled
from tests.drill.people import Phone
from tests.drill.report import Seen
from tests.drill.run import Run
from tests.drill.school import TOKEN, bot_settings, open_school
from tests.drill.witness import witnessing
from tests.journeys.stage import open_stage, sandbox_process

KILLS = 200
# People, and how many messages a second they write in all: each writes slower than a chat may be answered, so
# that what waits after the last kill is what the kills left, and no queue of our manners.
WRITERS, RATE = 100, 50
AT_WORK = 1.5  # seconds: how long a bot lives at most once it is ready
PATIENCE = 120.0


async def confirmed(run: Run) -> Seen:
    kills = run.of(KILLS, short=3)
    ours, stock = await _ours(run, kills), await _stock(run, kills)
    return Seen(
        "updates confirmed to the Bot API but never handled",
        "0 (stock aiogram polling beside it)",
        f"{ours['lost']} of {ours['posted']:,} in {kills} kills",
        ours["lost"] == 0,
        f"stock aiogram, a handler that writes one row: {stock['lost']} of {stock['posted']:,}",
        {"ours": dict(ours), "stock": dict(stock), "kills": kills},
    )


async def _ours(run: Run, kills: int) -> Counter[str]:
    """Mothers write words; each must be a row that somebody at school can read."""
    folder = run.folder / "ours"
    folder.mkdir()
    async with open_school(folder, children=100, mothers=WRITERS) as school:
        phones = [school.phone(school.layout.mother(n), random.Random(n)) for n in range(WRITERS)]
        posted = await _kill_while_written_to(
            run.warm, "bot", school.settings, phones, kills, rng=random.Random(run.seed), log=folder / "log",
            waiting=lambda: _count_waiting(folder / "care.sqlite3"),
        )  # fmt: skip
        async with school.database() as database:
            done = await handled(database)
            async with database.reading() as session:
                kept = (await session.exec(select(func.count()).select_from(FamilyWords))).one()
    return Counter(posted=len(posted), lost=max(len(posted - done), len(posted) - kept))


async def _stock(run: Run, kills: int) -> Counter[str]:
    folder = run.folder / "stock"
    folder.mkdir()
    async with (
        sandbox_process(token=TOKEN) as address,
        open_stage(address) as stage,
        witnessing(stage) as witness,
    ):
        await each(range(WRITERS), lambda _: stage.call("POST", "/people", json={"name": "Somebody"}))
        phones = [Phone(stage, witness, FIRST_TELEGRAM_ID + n, random.Random(n)) for n in range(WRITERS)]
        settings = bot_settings(address, folder)
        rows = folder / "rows.sqlite3"
        play = {"base": settings["bot_api_url"], "token": settings["bot_token"], "rows": str(rows)}
        posted = await _kill_while_written_to(
            run.warm, "stock", play, phones, kills, rng=random.Random(run.seed), log=folder / "log",
            waiting=lambda: 0,
        )  # fmt: skip
        with closing(sqlite3.connect(rows)) as written:
            done = {row[0] for row in written.execute("SELECT update_id FROM handled")}
    return Counter(posted=len(posted), lost=len(posted - done))


async def _kill_while_written_to(
    warm: Warm,
    play: str,
    settings: dict[str, Any],
    phones: list[Phone],
    kills: int,
    *,
    rng: random.Random,
    log: Path,
    waiting: Any,
) -> set[int]:
    """Return the ids of all updates, once a last bot has been left to handle what it knows of."""
    async with asyncio.TaskGroup() as nursery:
        writing = nursery.create_task(_write(phones))
        for _ in range(kills):
            fork = await warm.fork(play, settings, log=log)
            await fork.until_ready()
            await asyncio.sleep(rng.uniform(0, AT_WORK))
            await fork.kill()
        fork = await warm.fork(play, settings, log=log)
        await fork.until_ready()
        writing.cancel()
    posted = {update for phone in phones for update in phone.posted}
    async with asyncio.timeout(PATIENCE):
        while await _pending(phones[0], settings) or await asyncio.to_thread(waiting):  # noqa: ASYNC110
            await asyncio.sleep(0.2)
    await asyncio.sleep(1)  # whatever is in a handler's hands now
    await fork.stop()
    return posted


async def _write(phones: list[Phone]) -> None:
    """An even pace, whatever becomes of the one before."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with asyncio.TaskGroup() as nursery:
        for n in range(10**9):
            await asyncio.sleep(began + n / RATE - loop.time())
            nursery.create_task(phones[n % len(phones)].write(f"n{n}"))


async def _pending(phone: Phone, settings: dict[str, Any]) -> int:
    base = settings.get("bot_api_url") or settings["base"]
    token = settings.get("bot_token") or settings["token"]
    async with phone.stage._http.post(f"{base}/bot{token}/getWebhookInfo") as answer:
        return int((await answer.json())["result"]["pending_update_count"])


def _count_waiting(file: Path) -> int:
    with closing(sqlite3.connect(file, timeout=10)) as rows:
        found = rows.execute("SELECT count(*) FROM inbox_update WHERE handling = 'waiting'").fetchone()
    return int(found[0])
