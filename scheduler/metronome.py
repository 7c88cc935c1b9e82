"""A handful of ticks that hold no user data: the rows are the truth, the timer only looks."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from models import AuditHead
from models.database import Database
from scheduler import jobs
from scheduler.dispatch import dispatch
from scheduler.jobs import Beat, Tell
from services.alerts import service as alerts
from services.casework import queries as casework
from services.checkins import word_queries as words
from services.outbox import queries as outbox_queries
from services.outbox.outcomes import Channel
from services.ports import Clock, Eraser, Messenger
from services.practice import queries as practice
from services.profile import Kind, Profile
from services.reminders import service as reminders
from services.retention import service as retention

Job = Callable[[], Awaitable[None]]
NextDue = Callable[..., Awaitable[datetime | None]]  # of a session

log = structlog.get_logger()


async def _silently() -> None:
    """Nobody listens for our heart."""


async def _to_nobody(_head: AuditHead) -> bool:
    """Nobody elsewhere keeps what the audit's chain has come to."""
    return False


class Metronome:
    """Runs each job on its tick, and at once when woken; a job never overlaps itself."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        messenger: Messenger,
        profile: Profile,
        beat: Beat = _silently,
        tell: Tell = _to_nobody,
        removes: Sequence[Kind] = retention.ALWAYS,
        eraser: Eraser | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._wake, self._wake_knocks = asyncio.Event(), asyncio.Event()  # whoever clears one has seen it
        self.last_dispatch_at = time.monotonic()  # for whoever watches that the sender lives
        self._plan = _single(lambda: jobs.plan_reminders(database, clock, profile))
        self._escalate = _single(lambda: jobs.escalate(database, clock, profile))
        self._climb_words = _single(lambda: jobs.climb_words(database, clock, profile))
        self._ring_clocks = _single(lambda: jobs.ring_clocks(database, clock))
        self._list_week = _single(lambda: jobs.list_week(database, clock, profile))
        self._end_practices = _single(lambda: jobs.end_practices(database, clock))
        self._audit = _single(lambda: jobs.audit_cases(database, clock, beat))
        self._check_duty = _single(lambda: jobs.check_duty(database, clock, profile))
        self._plan_digests = _single(lambda: jobs.plan_digests(database, clock))
        self._keep_promises = _single(lambda: jobs.keep_promises(database, clock, profile))
        self._seal = _single(lambda: jobs.seal_audit(database))
        self._tell = _single(lambda: jobs.tell_audit(database, clock, tell))
        self._remove = _single(lambda: jobs.remove_over(database, clock, profile, removes))
        self._fade = _single(lambda: jobs.fade_cards(database, clock, eraser)) if eraser else _silently
        self._dispatch = _single(lambda: dispatch(database, clock, messenger, profile))
        self._knock = _single(lambda: dispatch(database, clock, messenger, profile, Channel.OTHER_WAYS))
        self._timed: tuple[tuple[NextDue, Job], ...] = (
            (reminders.next_due_at, self._plan), (alerts.next_due_at, self._escalate),
            (words.next_due_at, self._climb_words), (casework.next_due_at, self._ring_clocks),
            (practice.next_due_at, self._end_practices), (outbox_queries.next_due_at, self._send),
        )  # fmt: skip

    def start(self) -> None:
        ticks = (
            (self._plan, 30), (self._escalate, 5), (self._audit, 60), (self._check_duty, 600),
            (self._seal, 10), (self._tell, 600), (self._remove, 3600), (self._fade, 10),
            (self._keep_promises, 600), (self._plan_digests, 600), (self._end_practices, 30),
            (self._ring_clocks, 30), (self._list_week, 600), (self._climb_words, 5),
        )  # fmt: skip
        for job, seconds in ticks:
            self._scheduler.add_job(
                job, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None
            )
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def wake(self) -> None:
        """Something was committed that should leave at once."""
        self._wake.set()
        self._wake_knocks.set()

    async def keep_dispatching(self) -> None:
        """Send what is due each second, and at once when woken; a slow mail server holds up no chat."""
        async with asyncio.TaskGroup() as channels:
            channels.create_task(self._keep(self._dispatch, self._wake))
            channels.create_task(self._keep(self._knock, self._wake_knocks))

    async def _keep(self, dispatch: Job, woken: asyncio.Event) -> None:
        while True:
            woken.clear()
            if dispatch is self._dispatch:  # knocks that go out must not hide that alerts don't
                self.last_dispatch_at = time.monotonic()
            try:
                await dispatch()
            except Exception:  # the sender must outlive any one accident; the row's lease brings it back
                log.exception("dispatch.failed")
            try:
                async with asyncio.timeout(1):
                    await woken.wait()
            except TimeoutError:
                continue

    async def settle(self) -> datetime | None:
        """Do everything that is due now: after this nothing is left until `next_due_at`, which it returns.

        What waits for another worker's lease stays due, and is left to the ticks.
        """
        before: list[datetime | None] = []
        while True:
            dues, now = await self._dues(), self._clock.now()
            come = [job for due, (_, job) in zip(dues, self._timed, strict=True) if due and due <= now]
            if not come or dues == before:
                await self._fade()
                return min((one for one in dues if one), default=None)
            for job in come:
                await job()
            before = dues

    async def next_due_at(self) -> datetime | None:
        """The earliest instant at which anything of ours comes due."""
        return min((one for one in await self._dues() if one), default=None)

    async def _dues(self) -> list[datetime | None]:
        """When each of the timed jobs has something to do, in their order."""
        async with self._database.reading() as session:
            return [await next_due_at(session) for next_due_at, _ in self._timed]

    async def _send(self) -> None:
        await self._dispatch()
        await self._knock()


def _single(job: Job) -> Job:
    """A tick and a wake-up may come together: the second waits, it doesn't run beside the first."""
    lock = asyncio.Lock()

    async def run() -> None:
        async with lock:
            await job()

    return run
