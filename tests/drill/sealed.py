"""What the excluded receive, in a thousand pairs of histories with and without a sealed case."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

import structlog
from hypothesis import HealthCheck, Phase, given, seed, settings

from services import profile as profiles
from tests.drill.report import Seen
from tests.drill.run import Run
from tests.sealed.comparing import Stage
from tests.sealed.histories import History, histories

PAIRS = 1_000


@dataclass
class Count:
    """What was compared; `leaks` names the first thing that differed, phone by phone."""

    pairs: int = 0
    chats: int = 0
    received: int = 0
    leaks: list[str] = field(default_factory=list)


async def sealed(run: Run) -> Seen:
    """Hypothesis draws in a thread with a loop of its own: it knows no `await`."""
    count = await asyncio.to_thread(_compare, run, run.of(PAIRS, short=2))
    return Seen(
        f"{count.pairs:,} pairs of histories, the same moves with and without a sealed case",
        "what every excluded phone receives is identical, ids and case numbers apart",
        f"{count.chats:,} chats of excluded people with {count.received:,} things: {len(count.leaks)} differ",
        not count.leaks and count.received > 0,
        figures=asdict(count),
    )


@contextmanager
def _quietly() -> Iterator[None]:
    """A thousand weeks of a school would fill the screen with their logs."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield
    finally:
        structlog.configure(**before)


def _compare(run: Run, pairs: int) -> Count:
    count = Count()
    with _quietly(), asyncio.Runner() as runner:
        opened = Stage.open(run.folder, profiles.load("CN"))
        stage = runner.run(opened.__aenter__())

        @seed(run.seed)
        @settings(
            max_examples=pairs, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(history=histories())
        def compare(history: History) -> None:
            pair = runner.run(stage.live_twice(history))
            count.pairs += 1
            count.chats += len(pair.without)
            count.received += sum(len(came) for came, _ in pair.without.values())
            count.leaks += pair.differences()

        compare()
        runner.run(opened.__aexit__(None, None, None))
    return count
