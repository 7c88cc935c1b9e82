"""Cases under random events: a hundred thousand over the rules, three hundred on a school's phones."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from hypothesis import HealthCheck, Phase, given, seed, settings

from models.case_codes import CaseFact
from services import profile as profiles
from services.profile import Profile
from tests.casework import machine
from tests.casework.lives import live
from tests.databases import Sqlite
from tests.drill.report import Seen
from tests.drill.run import Run
from tests.world import NOW

ROADS, LIVES = 100_000, 300
ONLY_DRAW = (Phase.generate,)


async def roads(run: Run) -> Seen:
    """Hypothesis draws in threads of its own: it knows no `await`."""
    done: Counter[str] = Counter()
    wrong: list[str] = []
    for check in (_rules, _lives):
        try:
            with _quietly():
                await asyncio.to_thread(check, run, done)
        except AssertionError as fault:
            wrong.append(str(fault))
    return Seen(
        f"{done['roads']:,} random roads over the rules, {done['lives']:,} lives of a case with restarts",
        "no illegal state, no open case without a next step, no clock lost",
        f"{done['facts']:,} facts, {done['deeds']:,} deeds, {done['restarts']:,} restarts: "
        f"{len(wrong)} wrong",
        not wrong and done["restarts"] > 0,
        figures={**done, "wrong": wrong},
    )


def _rules(run: Run, done: Counter[str]) -> None:
    @seed(run.seed)
    @settings(max_examples=run.of(ROADS, short=200), database=None, deadline=None, phases=ONLY_DRAW)
    @given(machine.FACTS)
    def road(facts: list[CaseFact]) -> None:
        machine.check_pure(facts)
        done.update(roads=1, facts=len(facts))

    road()


def _lives(run: Run, done: Counter[str]) -> None:
    databases, profile = Sqlite(run.folder), profiles.load("CN")

    @seed(run.seed)
    @settings(
        max_examples=run.of(LIVES, short=2), database=None, deadline=None, phases=ONLY_DRAW,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(machine.DEEDS)
    def life(deeds: list[machine.Deed]) -> None:
        _live(databases, profile, deeds)
        done.update(lives=1, deeds=len(deeds), restarts=1 + sum(what == "restart" for what, _, _ in deeds))

    life()


def _live(databases: Sqlite, profile: Profile, deeds: list[machine.Deed]) -> None:
    whole = [*deeds, ("restart", 0, ""), ("wait", 0, "61")]  # each life is killed at least once
    asyncio.run(live(databases, profile, whole, now=NOW))


@contextmanager
def _quietly() -> Iterator[None]:
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield
    finally:
        structlog.configure(**before)
