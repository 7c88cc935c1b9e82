"""The baseline of a driven clock: APScheduler's own jobs, one a reminder, in memory and at its defaults."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from random import Random
from typing import Any, Protocol
from unittest.mock import patch

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.base import BaseScheduler

WAIT = timedelta(minutes=5)  # of a ladder's first step
RAISED_WITHIN, RESTARTED_WITHIN = timedelta(hours=4), timedelta(hours=8)


class Moved(Protocol):
    at: datetime


class _Driven(BaseScheduler):  # type: ignore[misc]
    """It looks when `pass_by` says that its moment has come, exactly then: it never oversleeps."""

    def wakeup(self) -> None:
        """Whoever drives it does that."""

    def shutdown(self, wait: bool = True) -> None:
        super().shutdown(wait)


class StockClock:
    """`said` counts how often each job ran."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.said: Counter[int] = Counter()
        self.restart()

    def restart(self) -> None:
        """A new process: what only its memory knew is gone."""
        self._scheduler = _Driven(timezone=UTC)
        self._scheduler.add_executor(DebugExecutor())
        self._scheduler.start()

    def remind(self, number: int, at: datetime) -> None:
        self._scheduler.add_job(self.said.update, "date", run_date=at, args=[[number]])

    def pass_by(self, span: timedelta) -> None:
        ends_at = self.at + span
        while self.at < ends_at:
            due = self._scheduler._lookup_jobstore("default").get_next_run_time()
            self.at = ends_at if due is None else min(max(due, self.at), ends_at)
            self._scheduler._process_jobs()
            if due is None or due >= ends_at:
                self.at = ends_at


@contextmanager
def told_by(clock: Moved) -> Iterator[None]:
    """Let APScheduler read this clock: it asks `datetime` itself, and has no other way in."""

    class Now(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return clock.at.astimezone(tz)

    with (
        patch("apscheduler.schedulers.base.datetime", Now),
        patch("apscheduler.executors.base.datetime", Now),
    ):
        yield


def unsaid_after_jumps(at: datetime, due: Iterable[datetime]) -> tuple[int, int]:
    """How many of these the stock jobs never say, and how many twice, when the clock jumps as in `clocks`."""
    stock, wanted = StockClock(at), list(due)
    with told_by(stock):
        for number, one in enumerate(wanted):
            stock.remind(number, one)
        stock.pass_by(timedelta(hours=2))
        stock.at -= timedelta(hours=1)
        stock.pass_by(timedelta(minutes=5))
        stock.at += timedelta(days=1)
        stock.pass_by(timedelta(minutes=1))
        stock.at -= timedelta(days=1)
        stock.pass_by(timedelta(days=1))
    return len(wanted) - len(stock.said), sum(times > 1 for times in stock.said.values())


def lost_by_restarts(at: datetime, *, cases: int, restarts: int, rng: Random) -> int:
    """How many cases' first steps are never told, when a timer in memory is all that knows of them."""
    stock = StockClock(at)
    raised = [(at + RAISED_WITHIN * rng.random(), number) for number in range(cases)]
    killed = [(at + RESTARTED_WITHIN * rng.random(), None) for _ in range(restarts)]
    with told_by(stock):
        for moment, number in sorted([*raised, *killed], key=lambda one: one[0]):
            stock.pass_by(moment - stock.at)
            if number is None:
                stock.restart()
            else:
                stock.remind(number, moment + WAIT)
        stock.pass_by(2 * WAIT)
    return cases - len(stock.said)
