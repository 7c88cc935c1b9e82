"""Half an hour in which Telegram stumbles, on a moved clock: alerts go out, in order, and are taken."""

import asyncio
import random
from contextlib import suppress
from functools import partial
from typing import Any

from sqlmodel import col, func, select

from models import Account, Case, Notification, Person
from models.case_codes import CaseState
from models.codes import Notice, Sending
from models.database import Database
from tests.drill import people
from tests.drill.ledger import balance, is_alert
from tests.drill.people import say
from tests.drill.report import Seen
from tests.drill.run import Run
from tests.drill.school import School, open_school
from tests.drill.stock_voice import unheard
from tests.drill.witness import Shown

MINUTES, FEW_MINUTES = 30, 1
STEP = 10  # seconds of the moved clock at a time
STUMBLES = (
    ("502", 0.3), ("drop_before", 0.3), ("drop_after", 0.2), ("502_after", 0.2), ("delay_after", 0.05),
)  # fmt: skip
DELAY = 0.3
TEACHERS = 20
BETWEEN, A_LITTLE = 10.0, 2.0  # seconds that a teacher waits after an alert
PATIENCE = 300.0


async def outage(run: Run) -> Seen:
    minutes = run.of(MINUTES, short=FEW_MINUTES)
    async with open_school(run.folder, children=25 * TEACHERS, mothers=0, has_moved_clock=True) as school:
        fork = await run.warm.fork("bot", school.settings, log=run.folder / "log")
        await fork.until_ready()
        await school.stage.faults(*_stumbles(run.seed))
        alerts = await _alert_for(school, minutes, run.seed, BETWEEN if run.length else A_LITTLE)
        await school.stage.faults()
        await _let_everything_out(school)
        taken = await _take_all(school)
        await fork.stop()
        baseline = await unheard(school, alerts, _stumbles(run.seed))
        async with school.database() as database:
            found = await balance(database, school, posted=[], mothers=range(0))
            disordered = await _count_disordered(database, school)
            left = await _count_open(database)
    good = not (found.false_alerts or found.undelivered or found.unmarked or disordered or left)
    return Seen(
        f"the Bot API answers 502, drops and delays for {minutes} min (moved clock)",
        "all alerts acknowledged through policy, order kept per chat",
        f"{alerts} alerts, {taken} taken by the administrator, {left} not; {found.undelivered} undelivered; "
        f"{found.repeated} second copies, {found.unmarked} unmarked; {disordered} out of order",
        good,
        baseline,
        {
            "alerts": alerts,
            "taken": taken,
            "left": left,
            "repeated": found.repeated,
            "disordered": disordered,
        },
    )


def _stumbles(seed: int) -> list[dict[str, Any]]:
    """About two calls of three fail, one way or the other, before or after they took effect."""
    return [
        {"kind": kind, "share": share, "seed": seed + n}
        | ({"seconds": DELAY} if kind.startswith("delay") else {})
        for n, (kind, share) in enumerate(STUMBLES)
    ]


async def _alert_for(school: School, minutes: int, seed: int, between: float) -> int:
    """All teachers raise one alert after another while the clock is moved on; return how many."""
    closing_time = asyncio.Event()
    numbers: set[str] = set()

    async def teach(n: int) -> None:
        phone = school.phone(school.layout.teacher(n), random.Random(seed + n))

        async def raise_one() -> None:
            numbers.add(await people.raise_alert(phone))

        while not closing_time.is_set():
            await people.persist(raise_one)
            with suppress(TimeoutError):
                await asyncio.wait_for(closing_time.wait(), between)

    async with asyncio.TaskGroup() as nursery:
        for n in range(TEACHERS):
            nursery.create_task(teach(n))
        for _ in range(minutes * 60 // STEP):
            await school.stage.advance(seconds=STEP)
            await asyncio.sleep(0.25)
        closing_time.set()
    return len(numbers)


async def _let_everything_out(school: School) -> None:
    """Move the clock on until no alert waits for another attempt."""
    waiting = select(func.count()).where(
        Notification.kind == Notice.CASE_ALERT,
        col(Notification.sending).in_((Sending.QUEUED, Sending.SENDING)),
    )
    async with school.database() as database, asyncio.timeout(PATIENCE):
        while True:
            async with database.reading() as session:
                if not (await session.exec(waiting)).one():
                    return
            await school.stage.advance(seconds=STEP)
            await asyncio.sleep(0.5)


async def _take_all(school: School) -> int:
    """The administrator takes every case from the newest of its cards; a repeat must do as well."""
    head = school.layout.head(0)
    phone = school.phone(head, random.Random(0))
    taken: set[str] = set()
    async with asyncio.timeout(PATIENCE):
        while True:
            waiting = {people.number_in(one): one for one in school.witness.chats[head] if _can_take(one)}
            fresh = {number: one for number, one in waiting.items() if number not in taken}
            if not fresh and await _is_quiet(school):
                return len(taken)
            for number, card in fresh.items():
                await phone.tap(card, people.one_of(card, say("cases.take")), partial(_is_taken, number))
                taken.add(number)
            await asyncio.sleep(0.2)


def _can_take(shown: Shown) -> bool:
    return say("cases.take") in "".join(shown.buttons) and is_alert(shown.text, people.number_in(shown))


def _is_taken(number: str, shown: Shown) -> bool:
    return number in shown.text and say("cases.take") not in "".join(shown.buttons)


async def _is_quiet(school: School) -> bool:
    return bool((await school.stage.call("GET", "/clock"))["bot"]["idle"])


async def _count_open(database: Database) -> int:
    async with database.reading() as session:
        cases = await session.exec(select(Case).where(Case.state == CaseState.OPEN))
        return sum(one.taken_at is None for one in cases)


async def _count_disordered(database: Database, school: School) -> int:
    """Alerts that stand in a chat after one that was both decided later and stored later.

    Of two presses handled side by side either may come first.
    """
    async with database.reading() as session:
        owed = list(await session.exec(
            select(
                Account.telegram_id, Case.number, func.min(Notification.created_at), func.min(Notification.id)
            )
            .select_from(Notification)
            .join(Case, col(Case.id) == Notification.case_id)
            .join(Person, col(Person.id) == Notification.recipient_id)
            .join(Account, col(Account.id) == Person.account_id)
            .where(Notification.kind == Notice.CASE_ALERT)
            .group_by(col(Account.telegram_id), col(Case.number))
        ))  # fmt: skip
    queued = {(who, number): (at, row_id or 0) for who, number, at, row_id in owed}
    wrong = 0
    for person in {one[0] for one in owed}:
        numbers = dict.fromkeys(
            people.number_in(one) for one in school.witness.chats[person] if _is_first(one)
        )
        shown = [queued[person, number] for number in numbers]
        wrong += sum(
            any(before[0] > at and before[1] > row_id for before in shown[:n])
            for n, (at, row_id) in enumerate(shown)
        )
    return wrong


def _is_first(shown: Shown) -> bool:
    return not shown.is_edit and is_alert(shown.text, people.number_in(shown))
