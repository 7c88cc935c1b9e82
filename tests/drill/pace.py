"""A broadcast at the configured rate while flood limits are in force, and alerts tapped in its midst."""

import asyncio
import random
import time
from dataclasses import dataclass, field, replace

from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, ExtBot

from tests.bench.crowd import Call
from tests.bench.figures import percentile
from tests.bench.processes import account_of
from tests.drill import people
from tests.drill.ledger import is_alert
from tests.drill.people import Phone, is_sent, number_in
from tests.drill.report import Seen
from tests.drill.run import Run
from tests.drill.school import School, open_school, remind

RATE, SPACING = 25.0, 1.05  # what README gives as defaults
SECONDS, FEW_SECONDS = 600, 8
MOTHERS, FEW_MOTHERS = 1500, 100
SETTLING = 3.0  # seconds at the start in which nothing is alerted yet
BETWEEN_ALERTS = 15.0  # seconds, in each school
SHARE, ALLOWED = 0.98, 1.0
STOCK_SECONDS = 60


@dataclass
class Broadcast:
    """What left during the broadcast, what was refused, and how long each alert took."""

    sent: int = 0
    refused: int = 0
    answers_refused: int = 0  # to people who tap twice within a second: they wait for it
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.sent / self.seconds


async def pace(run: Run) -> Seen:
    seconds = run.of(SECONDS, short=FEW_SECONDS)
    mothers = MOTHERS if run.length else FEW_MOTHERS
    async with open_school(
        run.folder, children=mothers, mothers=mothers, sends_per_second=RATE, chat_spacing=SPACING
    ) as school:
        await school.stage.call("PUT", "/flood", json={})
        ours = await _ours(run, school, seconds, mothers)
        stock = await _stock(school, min(seconds, STOCK_SECONDS), mothers)
    return Seen(
        f"{RATE:.0f} messages/s for {seconds / 60:.0f} min under flood limits, alerts tapped meanwhile",
        "≥ 98 % of the rate, 0 × 429; alert → administrator p99 ≤ 1 s",
        f"{ours.rate / RATE:.1%} of it, {ours.refused} × 429 ({ours.answers_refused} among answers, "
        f"to people who tap faster than one message a second); {len(ours.waits)} alerts: p99 "
        f"{percentile(ours.waits, 0.99):.2f} s, median {percentile(ours.waits, 0.5):.2f} s",
        bool(ours.sent and ours.waits),
        f"PTB's AIORateLimiter at its defaults: {stock.refused} × 429 of {stock.sent + stock.refused} in "
        f"{stock.seconds:.0f} s; an alert after {stock.waits[0]:.1f} s",
        {"ours": vars(ours), "stock": vars(stock)},
        in_time=ours.rate >= SHARE * RATE and not ours.refused and percentile(ours.waits, 0.99) <= ALLOWED,
    )


async def _ours(run: Run, school: School, seconds: int, mothers: int) -> Broadcast:
    enough = round(RATE * seconds * 1.1)
    async with school.database() as database:
        await remind(database, school.layout, (n % mothers for n in range(enough)), key="pace")
    await school.crowd.forget()
    fork = await run.warm.fork("bot", school.settings, log=run.folder / "log")
    await fork.until_ready()
    seen = Broadcast()
    try:
        await school.crowd.expect_some("sendMessage", 1)
        async with asyncio.timeout(seconds + SETTLING):
            async with asyncio.TaskGroup() as nursery:
                for n in range(school.layout.schools):
                    nursery.create_task(_alert(run, school, n, seen))
    except TimeoutError:
        await school.crowd.read()
    await fork.stop()
    _count(school, seen, seconds)
    return seen


def _count(school: School, seen: Broadcast, seconds: int) -> None:
    """Of what was said first to somebody: answers aren't paced here, and leave Telegram's limit room."""
    heads = {school.layout.head(n) for n in range(school.layout.schools)}
    ours = [one for one in school.crowd.calls if _is_ours(one, heads, first_mother=school.layout.mother(0))]
    began = min(one.at for one in ours) + 1
    seen.refused = sum(one.status == 429 for one in ours)
    seen.answers_refused = sum(one.status == 429 for one in school.crowd.calls) - seen.refused
    seen.sent = sum(one.status == 200 and began <= one.at < began + seconds for one in ours)
    seen.seconds = float(seconds)


def _is_ours(call: Call, heads: set[int], *, first_mother: int) -> bool:
    return call.chat_id in heads or (call.chat_id or 0) >= first_mother


async def _alert(run: Run, school: School, number: int, seen: Broadcast) -> None:
    """One after another in one school, so that its administrator's chat has been quiet each time."""
    rng = random.Random(run.seed + number)
    in_each = school.layout.classes // school.layout.schools
    pause = SETTLING if run.length is None else BETWEEN_ALERTS
    await asyncio.sleep(SETTLING + number * pause / school.layout.schools)
    for turn in range(10**6):
        teacher = school.layout.teacher(number * in_each + turn % in_each)
        wait = await _time_alert(
            school, school.phone(teacher, rng, pause=SPACING), school.layout.head(number)
        )
        seen.waits += [] if wait is None else [wait]
        await asyncio.sleep(pause)


async def _time_alert(school: School, phone: Phone, head: int) -> float | None:
    """Seconds from the tap that sends it to the administrator's chat; None for the same case again."""
    stored = await people.begin_alert(phone)
    if is_sent(stored):
        return None
    await asyncio.sleep(phone.pause)
    phone, case = replace(phone, pause=0.0), number_in(stored)
    after, tapped = school.witness.turn(head), time.monotonic()
    async with asyncio.TaskGroup() as nursery:
        nursery.create_task(people.send_alert(phone, stored))
        shown = await school.witness.see(head, lambda one: is_alert(one.text, case), after=after, patience=60)
        waited = time.monotonic() - tapped
    return waited if shown else float("inf")


async def _stock(school: School, seconds: int, mothers: int) -> Broadcast:
    """The same broadcast through the limiter that PTB brings, all asked at once, as its users do."""
    base, token = account_of(school.address)
    limits = AIORateLimiter()  # 30 a second
    voice = ExtBot(token, base_url=f"{base}/bot", rate_limiter=limits)
    seen, began = Broadcast(), 0.0

    async def say(person: int) -> None:
        try:
            await voice.send_message(person, "…")
            seen.sent += 1
        except RetryAfter:
            seen.refused += 1

    async def alert() -> None:
        await asyncio.sleep(seconds / 4)
        tapped = time.monotonic()
        await say(school.layout.head(0))
        seen.waits.append(time.monotonic() - tapped)

    async with voice, asyncio.TaskGroup() as nursery:
        began = time.monotonic()
        for n in range(30 * seconds):
            nursery.create_task(say(school.layout.mother(n % mothers)))
        nursery.create_task(alert())
    seen.seconds = time.monotonic() - began
    return seen
