"""PostgreSQL is gone for half a minute while people are at work, and two workers stand beside the bot."""

import asyncio
import random
from collections import Counter
from dataclasses import asdict

from sqlmodel import col, func, or_, select

from models import InboxUpdate, Notification
from models.codes import Handling, Sending
from models.database import Database
from tests.databases import Postgres
from tests.drill.kill import SMALL, WHOLE, at_work
from tests.drill.ledger import balance
from tests.drill.report import Seen
from tests.drill.run import Run
from tests.drill.school import open_school, remind
from tests.drill.servers import a_postgres
from tests.drill.stock_store import while_it_breaks_down

SECONDS, FEW_SECONDS = 30, 3
ROUNDS = 4
BETWEEN = 15.0
PATIENCE = 300.0
WORKERS = 2


async def away(run: Run) -> Seen:
    seconds, rounds = (SECONDS, run.of(ROUNDS, short=1)) if run.length else (FEW_SECONDS, 1)
    async with a_postgres() as postgres:
        tally = await _away(run, postgres, seconds=seconds, rounds=rounds)
        baseline = await while_it_breaks_down(postgres, await postgres.empty())
    false = tally["false_alerts"] + tally["false_notes"] + tally["false_calls"]
    lost = tally["lost_updates"] + tally["undelivered"] + tally["stuck"]
    return Seen(
        f"PostgreSQL breaks down for {seconds} s, {rounds} times; {WORKERS} workers beside the bot",
        "nothing said that isn't stored, everything resumes",
        f"{tally['alerts']:,} alerts, {tally['notes']:,} check-ins, {tally['calls']} calls: missing {false}; "
        f"lost {lost}; {tally['repeated']} second copies, {tally['unmarked']} unmarked",
        not false and not lost and not tally["unmarked"],
        baseline,
        figures=dict(tally),
    )


async def _away(run: Run, postgres: Postgres, *, seconds: int, rounds: int) -> Counter[str]:
    size = SMALL if run.length is None else WHOLE
    mothers, rng, log = range(size.mothers), random.Random(run.seed), run.folder / "log"
    url = await postgres.empty()
    async with open_school(
        run.folder, children=size.children, mothers=size.mothers, database_url=url
    ) as school:
        async with school.database() as database:
            await remind(database, school.layout, mothers, key="away")
        forks = [await run.warm.fork("bot", school.settings, log=log)]
        await forks[0].until_ready()
        forks += [await run.warm.fork("work", school.settings, log=log) for _ in range(WORKERS)]
        async with at_work(school, mothers, rng) as (phones, closing_time, busy):
            for _ in range(rounds):
                await asyncio.sleep(BETWEEN if run.length else FEW_SECONDS)
                await asyncio.to_thread(postgres.stop)
                await asyncio.sleep(seconds)
                await asyncio.to_thread(postgres.start)
            await asyncio.sleep(FEW_SECONDS)
            closing_time.set()
            async with asyncio.timeout(PATIENCE), school.database() as database:
                await asyncio.gather(*busy)
                await _quiet(database)
        for fork in forks:
            await fork.stop()
        async with school.database() as database:
            posted = {update for phone in phones for update in phone.posted}
            tally = Counter(asdict(await balance(database, school, posted=posted, mothers=mothers)))
        tally["stuck"] = sum(1 for one in busy if one.result())
        return tally


async def _quiet(database: Database) -> None:
    """Wait until nothing is to be said at once and nothing is under way."""
    unsaid = or_(col(Notification.sending) == Sending.SENDING, col(Notification.not_before) <= func.now())
    queued = select(func.count()).where(
        col(Notification.sending).in_((Sending.QUEUED, Sending.SENDING)), unsaid
    )
    waiting = select(func.count()).where(InboxUpdate.handling == Handling.WAITING)
    while True:
        async with database.reading() as session:
            if not (await session.exec(queued)).one() + (await session.exec(waiting)).one():
                return
        await asyncio.sleep(0.2)
