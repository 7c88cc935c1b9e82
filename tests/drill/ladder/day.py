"""Many cases live through one simulated day: people tap, phones fail, the bot is killed and starts anew."""

import heapq
import itertools
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from scheduler import jobs
from scheduler.metronome import Metronome
from services.access.service import Denied
from services.alerts import queries
from services.errors import CareError
from services.outbox import service as outbox
from services.people.actor import Actor
from services.people.queries import load_actor
from services.profile import Profile
from tests.databases import open_database
from tests.drill.ladder.roster import Holder, Roster
from tests.drill.ladder.voice import Clock, KilledError, Voice

A_SECOND, A_MINUTE = timedelta(seconds=1), timedelta(minutes=1)
TICK = 5  # seconds of the escalation's tick, as Metronome.start has it
A_DAY = timedelta(days=1)
DOWN = 10.0  # seconds at most until a killed bot runs again

Act = Callable[[], Awaitable[object]]
Verb = Callable[[AsyncSession, datetime, Actor], Awaitable[Any]]


@dataclass
class Day:
    """`after_each` is called after each instant, to see what was shown meanwhile."""

    url: str
    clock: Clock
    voice: Voice
    roster: Roster
    profile: Profile
    rng: random.Random
    after_each: Callable[[], object] = dict
    restarts: int = 0
    steps: int = 0
    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self._began = self._audit_at = self.clock.at
        self._due: datetime | None = None
        self._is_known = False  # what is due next, since it was all settled
        self._open()

    def _open(self) -> None:
        self.database = open_database(self.url)
        self._metronome = Metronome(self.database, self.clock, self.voice, self.profile)

    def plan(self, after: timedelta, act: Act) -> None:
        heapq.heappush(self._acts, (self.clock.at + after, next(self._numbers), act))

    async def live(self) -> None:
        """Go from one instant at which something happens to the next, until all is quiet."""
        while (at := await self._next()) is not None and at < self._began + 2 * A_DAY:
            self.clock.move(at)
            self.steps += 1
            try:
                await self._tick()
            except* KilledError:
                await self.restart()
            self.after_each()

    async def _next(self) -> datetime | None:
        if not self._is_known:
            self._due = await self._metronome.next_due_at()
        due = self._due
        acts = [self._acts[0][0]] if self._acts else []
        if due is None and not acts:
            return None
        found = [*acts, self._audit_at]
        return max(self.clock.at, min([*found, _tick_after(due)] if due is not None else found))

    async def _tick(self) -> None:
        is_busy = self._due is not None and self._due <= self.clock.at
        while self._acts and self._acts[0][0] <= self.clock.at:
            await heapq.heappop(self._acts)[2]()
            is_busy = True
        self._is_known = is_busy
        if is_busy:
            self._due = await self._metronome.settle()
        if self.clock.at >= self._audit_at:
            self._audit_at = self.clock.at.replace(second=0, microsecond=0) + A_MINUTE
            await jobs.audit_cases(self.database, self.clock, _beat)
            self._is_known = False

    async def restart(self) -> None:
        """Throw everything away but the file; what was being sent is taken over, for nobody else works."""
        self.restarts, self._is_known = self.restarts + 1, False
        self.voice.fuse = None
        await self.database.close()
        self.clock.move(self.clock.at + timedelta(seconds=self.rng.uniform(0, DOWN)))
        self._open()
        async with self.database.transaction() as session:
            await outbox.release_leases(session, now=self.clock.now())
        await self._metronome.settle()

    async def do(self, holder: Holder, verb: Verb) -> Any:
        """One tap: what a handler does, its answer included."""
        with suppress(CareError):
            async with self.database.transaction() as session:
                now = self.clock.now()
                actor = await load_actor(
                    session, now=now, telegram_id=holder.telegram_id, locale_hint="zh_CN"
                )
                return await verb(session, now, actor)
        return Denied()

    async def case(self, case_id: int) -> Case:
        async with self.database.reading() as session:
            case = await queries.find_case(session, case_id=case_id)
        assert case is not None
        return case

    async def kill_soon(self) -> None:
        """Kill it in the middle of one of the next sends."""
        self.voice.fuse = self.rng.randint(0, 2)


def _tick_after(due: datetime) -> datetime:
    """The escalation's next tick at or after `due`."""
    whole = due.replace(microsecond=0) + (A_SECOND if due.microsecond else timedelta())
    return whole + timedelta(seconds=-whole.second % TICK)


async def _beat() -> None:
    """All is well."""
