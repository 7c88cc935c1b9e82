"""A bot that was killed while an alert waited: how long after its next start the alert arrives."""

import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

from sqlmodel import col, update

from models import Notification
from models.case_codes import Involved
from models.codes import Notice, Sending
from models.database import Database
from services import profile as profiles
from services.access.service import Denied
from services.alerts import raising
from services.outbox.rules import LEASE
from services.people.queries import load_actor
from tests.bench.figures import percentile
from tests.bench.processes import running
from tests.drill.ledger import is_alert
from tests.drill.report import Seen
from tests.drill.run import Run
from tests.drill.school import School, open_school, remind

ROUNDS, REMINDERS = 20, 200
CHILDREN, FEW_CHILDREN = 10_000, 100
ALLOWED = 5.0  # seconds from the ready line to the alert
PATIENCE = 60.0


async def restart(run: Run) -> Seen:
    rounds = run.of(ROUNDS, short=1)
    children = max(FEW_CHILDREN, run.of(CHILDREN, short=FEW_CHILDREN))
    waits, starts = [], []
    mothers = range(min(children, REMINDERS))
    async with open_school(run.folder, children=children, mothers=len(mothers)) as school:
        for n in range(rounds):
            number = await _leave_pending(school, n, mothers=mothers)
            started, ready_at, arrived_at = await _restart(run, school, number)
            waits.append(arrived_at - ready_at)
            starts.append(arrived_at - started)
    return Seen(
        "restart after SIGKILL → first pending alert leaves",
        f"≤ {ALLOWED:.0f} s after the process is ready",
        f"{max(waits):.2f} s at most of {rounds} ({percentile(waits, 0.5):.2f} s median), "
        f"{max(starts):.1f} s after exec, {len(mothers)} reminders waiting with it",
        len(waits) == rounds,
        f"whoever waits for the dead worker's lease: {LEASE.total_seconds():.0f} s",
        {"after_ready_s": waits, "after_exec_s": starts},
        in_time=max(waits) <= ALLOWED,
    )


async def _leave_pending(school: School, n: int, *, mothers: range) -> str:
    """A case, its alert in the hands of a sender that was killed, behind a backlog; return its number."""
    async with school.database() as database:
        number = await _raise(database, school, child_id=n + 1)
        async with database.transaction() as session:
            waiting = (
                col(Notification.kind) == Notice.CASE_ALERT,
                col(Notification.sending) == Sending.QUEUED,
            )
            leased = {
                "sending": Sending.SENDING,
                "lease_until": datetime.now(UTC) + LEASE,
                "attempts": 1,
                "fence": 1,
            }
            await session.exec(update(Notification).where(*waiting).values(**leased))
        await remind(database, school.layout, mothers, key=f"restart:{n}")
    return number


async def _raise(database: Database, school: School, *, child_id: int) -> str:
    now, profile = datetime.now(UTC), profiles.load("CN")
    async with database.transaction() as session:
        actor = await load_actor(session, now=now, telegram_id=school.layout.teacher(0), locale_hint="zh_CN")
        raised = await raising.raise_case(
            session, now=now - timedelta(seconds=1), actor=actor, profile=profile, child_id=child_id,
            situation=profile.situations[0].code,
        )  # fmt: skip
        assert not isinstance(raised, Denied)
        standing = raised.case.standing
        await raising.name_involved(
            session, now=now, actor=actor, profile=profile, case_id=standing.case_id, involved=Involved.FAMILY
        )
    return standing.number


async def _restart(run: Run, school: School, number: str) -> tuple[float, float, float]:
    """From exec, in the long form; from a fork of what is imported already, in the short one."""
    head, started = school.layout.head(0), time.monotonic()
    after = school.witness.turn(head)
    async with AsyncExitStack() as stack:
        if run.length is None:
            fork = await run.warm.fork("bot", school.settings, log=run.folder / "log")
            await fork.until_ready()
            stack.push_async_callback(fork.kill)
        else:
            environment = _environment(school)
            process = await stack.enter_async_context(
                running("-m", "bot", "run", folder=run.folder, environment=environment)
            )
            stack.callback(process.kill)
        ready_at = time.monotonic()
        shown = await school.witness.see(
            head, lambda one: is_alert(one.text, number), after=after, patience=PATIENCE
        )
        arrived_at = time.monotonic()
    if shown is None:
        raise RuntimeError(f"the alert of {number} never came")
    return started, ready_at, arrived_at


def _environment(school: School) -> dict[str, str]:
    """The settings as an operator gives them."""
    given = {name.upper(): "" if value is None else str(value) for name, value in school.settings.items()}
    return given | {"PYTHONUTF8": "1"}
