"""From `python -m bot run` to the printed address, and from Ctrl-C to the end."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median

from tests.bench.figures import Figure
from tests.bench.processes import demo_environment, running
from tests.ports import free_port

WARM_STARTS = 2


async def starting(folder: Path) -> AsyncIterator[Figure]:
    """The first start makes the demo school; the later ones find it."""
    started, stopped = [], []
    for _ in range(1 + WARM_STARTS):
        environment = demo_environment(folder, free_port())
        began = time.perf_counter()
        async with running("-m", "bot", "run", folder=folder, environment=environment):
            started.append(time.perf_counter() - began)
            await asyncio.sleep(1)
            ending = time.perf_counter()
        stopped.append(time.perf_counter() - ending)
    yield Figure("start.first", started[0], "s")
    yield Figure("start.warm", median(started[1:]), "s")
    yield Figure("stop.slowest", max(stopped), "s")
