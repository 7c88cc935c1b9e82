"""A disk that is full while people are at work, and one that can't be written when the bot starts."""

import asyncio
import random
from collections import Counter
from dataclasses import asdict

from tests.drill.disks import Disk, small_disk
from tests.drill.kill import SMALL, WHOLE, Tally, at_work, quiet
from tests.drill.ledger import balance
from tests.drill.report import Seen
from tests.drill.run import Run
from tests.drill.school import open_school, remind
from tests.drill.stock_store import on_a_full_disk

SIZE = "64m"
ROUNDS = 20
FULL, BETWEEN = 4.0, 3.0  # seconds
PATIENCE = 300.0
REFUSED = "OperationalError"  # what a write to a full disk leaves in the log


async def storage(run: Run) -> Seen:
    rounds = run.of(ROUNDS, short=1)
    async with small_disk(run.folder / "disk", size=SIZE) as disk:
        tally, settings = await _fill_again_and_again(run, disk, rounds)
        baseline = await asyncio.to_thread(on_a_full_disk, disk)
        await disk.make_read_only()
        sentence = await _start(run, settings)
    refused = (run.folder / "log").read_text().count(REFUSED)
    false = tally["false_alerts"] + tally["false_notes"] + tally["false_calls"]
    lost = tally["lost_updates"] + tally["undelivered"] + tally["stuck"]
    return Seen(
        f"the disk is full {rounds} times, for {FULL:.0f} s; then the bot starts on a read-only one",
        "a clear error or a wait, never a false “stored”",
        f"{tally['alerts']:,} alerts, {tally['notes']:,} check-ins, {tally['calls']} calls: missing {false}; "
        f"lost {lost}; {refused} writes refused and made later; at the start: “{sentence}”",
        not false and not lost and refused > 0 and sentence.startswith("DATABASE_URL: "),
        baseline,
        figures={**tally, "refused": refused},
    )


async def _fill_again_and_again(run: Run, disk: Disk, rounds: int) -> tuple[Tally, dict[str, object]]:
    size = SMALL if run.length is None else WHOLE
    mothers, rng = range(size.mothers), random.Random(run.seed)
    async with open_school(disk.path, children=size.children, mothers=size.mothers) as school:
        async with school.database() as database:
            await remind(database, school.layout, mothers, key="storage")
        fork = await run.warm.fork("bot", school.settings, log=run.folder / "log")
        await fork.until_ready()
        async with at_work(school, mothers, rng) as (phones, closing_time, busy):
            for _ in range(rounds):
                await asyncio.sleep(BETWEEN)
                await asyncio.to_thread(disk.fill)
                await asyncio.sleep(FULL)
                disk.free()
            closing_time.set()
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*busy)
                await quiet(disk.path)
        await fork.stop()
        async with school.database() as database:
            posted = {update for phone in phones for update in phone.posted}
            tally = Counter(asdict(await balance(database, school, posted=posted, mothers=mothers)))
        tally["stuck"] = sum(1 for one in busy if one.result())
        return tally, dict(school.settings)


async def _start(run: Run, settings: dict[str, object]) -> str:
    """The sentence with which a bot ends that can't write."""
    log = run.folder / "start"
    fork = await run.warm.fork("bot", settings, log=log)
    async with asyncio.timeout(PATIENCE):
        await fork.ended
    return log.read_text().strip().splitlines()[-1]
