"""`python -m tests.bench [NAME …]`: measure, one JSON object a line. Without a name: everything."""

import asyncio
import sys
import tempfile
import zoneinfo
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import psutil

from bot.preparing import open_database
from tests.bench.alerts import REMINDERS, alerts
from tests.bench.crowd import Crowd
from tests.bench.disk import commits
from tests.bench.door import door
from tests.bench.figures import Figure, show
from tests.bench.inbound import latency, throughput
from tests.bench.notes import open_notes
from tests.bench.processes import live_environment, live_settings, running
from tests.bench.rows import fill
from tests.bench.starting import starting
from tests.bench.ticks import ticks
from tests.journeys.stage import open_stage, sandbox_process

CHILDREN = 10_000
TEACHERS = 100  # who are pressing; two updates each open their cards
TOKEN = "bench-with-the-length-of-a-real-one"


async def disk(folder: Path) -> AsyncIterator[Figure]:
    yield commits(folder)


async def traffic(folder: Path) -> AsyncIterator[Figure]:
    """One bot with 10,000 children, under each kind of load in turn."""
    async with (
        sandbox_process(token=TOKEN) as address,
        open_stage(address) as stage,
        open_database(live_settings(address, folder)) as database,
    ):
        layout = await fill(database, CHILDREN, now=datetime.now(UTC))
        environment = live_environment(address, folder)
        crowd = Crowd(stage)
        await crowd.arrive(layout.schools + layout.classes + REMINDERS)
        async with running("-m", "bot", "run", folder=folder, environment=environment) as bot:
            notes = await open_notes(crowd, layout, TEACHERS)
            yield _memory("memory.bot_after_200_updates", bot)
            async for figure in throughput(crowd, bot, notes, folder):
                yield figure
            async for figure in latency(crowd, notes):
                yield figure
            async for figure in alerts(crowd, database, layout, notes):
                yield figure
            yield _memory("memory.bot_at_the_end", bot)


def _memory(name: str, process: psutil.Process) -> Figure:
    return Figure(name, process.memory_info().rss / 2**20, "MB")


SUBJECTS = {"disk": disk, "traffic": traffic, "door": door, "ticks": ticks, "starting": starting}


async def main(names: list[str]) -> None:
    zoneinfo.reset_tzpath(to=())  # the zones of the locked tzdata, as the bot itself reads them
    for name in names or SUBJECTS:
        with tempfile.TemporaryDirectory(prefix="xiangban-bench-") as folder:
            async for figure in SUBJECTS[name](Path(folder)):
                show(figure)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
