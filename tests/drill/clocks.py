"""The machine's clock jumps: an hour back, a day forth, and back. No alert waits, nothing is said twice."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import col, update

from models import Plan
from models.case_codes import Involved
from models.codes import Notice, PlanKind
from models.database import Database
from scheduler import jobs
from scheduler.metronome import Metronome
from services import profile as profiles
from services.access.service import Denied
from services.alerts import raising
from services.outbox.outcomes import Delivered, Envelope, Outcome
from services.people.queries import load_actor
from tests.bench.layout import Layout
from tests.bench.ticks import NOON
from tests.databases import lay
from tests.drill.idle import filled
from tests.drill.report import Seen
from tests.drill.run import Run
from tests.drill.stock_clock import unsaid_after_jumps

CHILDREN, FEW_CHILDREN = 3_000, 120
CASES, FEW_CASES = 40, 4
TICK = timedelta(seconds=5)
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
REMINDERS = (Notice.CALL_REMINDER, Notice.LETTER_REMINDER)
ALLOWED = 65.0  # seconds: the watcher looks each minute


@dataclass
class Clock:
    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass
class Told:
    """What was said; `alerts` by the true time, which no jump changes."""

    said: Counter[tuple[Notice, int, str]] = field(default_factory=Counter)
    alerts: dict[int, float] = field(default_factory=dict)
    rung: Counter[tuple[int, int]] = field(default_factory=Counter)  # how often for a case, at somebody's
    seconds: float = 0.0

    async def deliver(self, envelope: Envelope) -> Outcome:
        if envelope.kind in REMINDERS:
            facts = vars(envelope.facts)
            self.said[envelope.kind, facts["child_id"], facts["month"]] += 1
        if envelope.kind is Notice.CASE_ALERT and envelope.case_id is not None:
            self.alerts.setdefault(envelope.case_id, self.seconds)
            self.rung[envelope.case_id, envelope.recipient_id] += 1
        return Delivered(envelope.notification_id)


class Hours:
    """A bot that lives through `pass_by`, while its clock says what it likes."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock, self.told = database, Clock(NOON), Told()
        self.profile = profiles.load("CN")
        self.metronome = Metronome(database, self.clock, self.told, self.profile)

    async def pass_by(self, span: timedelta, *, tick: timedelta = TICK) -> None:
        audit_at = self.told.seconds
        end = self.told.seconds + span.total_seconds()
        while self.told.seconds < end:
            self.clock.at += tick
            self.told.seconds += tick.total_seconds()
            await self.metronome.settle()
            if self.told.seconds - audit_at >= 60:
                audit_at = self.told.seconds
                await jobs.audit_cases(self.database, self.clock, _nothing)

    async def raise_cases(self, layout: Layout, children: Iterable[int]) -> set[int]:
        """Alerts that are queued and haven't left."""
        found = set()
        for child_id in children:
            teacher = layout.teacher((child_id - 1) // 25)
            async with self.database.transaction() as session:
                actor = await load_actor(session, now=self.clock.at, telegram_id=teacher, locale_hint="zh_CN")
                raised = await raising.raise_case(
                    session, now=self.clock.at, actor=actor, profile=self.profile, child_id=child_id,
                    situation=self.profile.situations[0].code,
                )  # fmt: skip
                assert not isinstance(raised, Denied)
                case_id = raised.case.standing.case_id
                await raising.name_involved(
                    session, now=self.clock.at, actor=actor, profile=self.profile, case_id=case_id,
                    involved=Involved.FAMILY,
                )  # fmt: skip
            found.add(case_id)
        return found


async def clocks(run: Run) -> Seen:
    children, cases = run.of(CHILDREN, short=FEW_CHILDREN), run.of(CASES, short=FEW_CASES)
    lay(run.folder / "care.sqlite3")
    async with filled(f"sqlite+aiosqlite:///{run.folder / 'care.sqlite3'}", 3 * children) as database:
        hours, layout = Hours(database), Layout(children)
        due, instants = await _make_due(database, children, random.Random(run.seed))
        stock = unsaid_after_jumps(NOON, instants)
        await hours.pass_by(AN_HOUR * 2, tick=timedelta(minutes=1))
        queued_at = hours.told.seconds
        queued = await hours.raise_cases(layout, range(1, 1 + cases))
        hours.clock.at -= AN_HOUR
        await hours.pass_by(timedelta(minutes=5))
        waits = [hours.told.alerts.get(one, float("inf")) - queued_at for one in queued]
        hours.told.rung.clear()
        hours.clock.at += A_DAY
        await hours.pass_by(timedelta(minutes=1))
        rung = max(hours.told.rung.values(), default=0)
        hours.clock.at -= A_DAY
        await hours.pass_by(A_DAY, tick=timedelta(minutes=1 if run.length else 10))
    called = {(child, month) for kind, child, month in hours.told.said if kind is Notice.CALL_REMINDER}
    twice, unsaid, late = sum(n > 1 for n in hours.told.said.values()), len(due - called), max(waits)
    return Seen(
        "the clock goes back 1 h, forward 1 day and back again",
        "a wait, never a reminder storm",
        f"{len(hours.told.said):,} reminders, {twice} said twice, {unsaid} of the {len(due):,} due that day "
        f"not said; queued alerts left {late:.0f} s after the first jump at most; in the minute after the "
        f"second nobody was told of a case more than once" + (f", but {rung} times" if rung > 1 else ""),
        not twice and not unsaid and late <= ALLOWED and rung <= 1,
        f"APScheduler's date jobs, one a call: {stock[0]} of {len(instants):,} not said, {stock[1]} twice",
        figures={"late_s": late, "said": len(hours.told.said), "twice": twice, "unsaid": unsaid},
    )


async def _make_due(
    database: Database, children: int, rng: random.Random
) -> tuple[set[tuple[int, str]], list[datetime]]:
    """A third of the calls come due within the day; return whose, and of which month, and when."""
    due, instants = set(), []
    async with database.transaction() as session:
        for child_id in range(1, children + 1, 3):
            at = NOON + A_DAY * rng.random()
            mine = (col(Plan.child_id) == child_id, col(Plan.kind) == PlanKind.CALL)
            await session.exec(update(Plan).where(*mine).values(next_due_at=at))
            due.add((child_id, f"{at + timedelta(hours=8):%Y-%m}"))
            instants.append(at)
    return due, instants


async def _nothing() -> None:
    """Nobody listens for our heart."""
