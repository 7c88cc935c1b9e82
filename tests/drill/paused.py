"""Flood waits of seconds to hours on some chats: the others hear in time, nobody is written to too early."""

import asyncio
import time
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, ExtBot

from tests.bench.crowd import Call
from tests.bench.figures import percentile
from tests.bench.processes import account_of
from tests.drill.report import Seen
from tests.drill.run import Run
from tests.drill.school import School, open_school, remind

WAITS = (5, 30, 300, 10_072)  # seconds, of one paused chat after the other
SHARE = 20  # each so many-th chat is paused
SECONDS, FEW_SECONDS = 300, 6
MOTHERS, FEW_MOTHERS = 600, 80
RATE = 20.0  # reminders that come due each second
ALLOWED = 2.0
PATIENCE = 60.0
STOCK_WAIT, SHORT_WAIT = 10, 4  # the baseline is shown a short one only, or this would take hours


@dataclass(frozen=True)
class Heard:
    waits: list[float]
    early: int
    missing: int
    still_paused: int


async def paused(run: Run) -> Seen:
    seconds = run.of(SECONDS, short=FEW_SECONDS)
    mothers = MOTHERS if run.length else FEW_MOTHERS
    async with open_school(run.folder, children=mothers, mothers=mothers, sends_per_second=25.0) as school:
        chats = [school.layout.mother(n) for n in range(0, mothers, SHARE)]
        await school.stage.faults(*_pauses(chats))
        heard = await _ours(run, school, round(seconds * RATE), mothers)
        wait = STOCK_WAIT if run.length else SHORT_WAIT
        stock = await _stock(school, mothers, wait)
    return Seen(
        f"retry_after {WAITS[0]} … {WAITS[-1]:,} s on 5 % of chats, with a restart in between",
        "others' p99 ≤ 2 s; 0 sends to a paused chat before its time",
        f"others' p99 {percentile(heard.waits, 0.99):.2f} s of {len(heard.waits):,}; {heard.early} sends too "
        f"early; {heard.missing} missing; {heard.still_paused} wait for their chat",
        not heard.early and not heard.missing,
        f"PTB's AIORateLimiter with a retry: others' p99 {percentile(stock, 0.99):.1f} s when one chat is "
        f"paused for {wait} s",
        {"waits_s_p50": percentile(heard.waits, 0.5), "waits_s_max": max(heard.waits), "stock_s": max(stock)},
        in_time=percentile(heard.waits, 0.99) <= ALLOWED,
    )


def _pauses(chats: list[int]) -> list[dict[str, object]]:
    return [
        {"kind": "429", "method": "sendMessage", "chats": chats[n :: len(WAITS)], "retry_after": wait,
         "pause": True}
        for n, wait in enumerate(WAITS)
        if chats[n :: len(WAITS)]
    ]  # fmt: skip


async def _ours(run: Run, school: School, count: int, mothers: int) -> Heard:
    await school.crowd.forget()
    fork = await run.warm.fork("bot", school.settings, log=run.folder / "log")
    await fork.until_ready()
    began = datetime.now(UTC).timestamp()
    async with school.database() as database:
        numbers = [n % mothers for n in range(count)]
        await remind(database, school.layout, numbers, key="paused", spacing=1 / RATE)
    await asyncio.sleep(count / RATE / 2)
    await fork.kill()
    killed_at = time.time()
    fork = await run.warm.fork("bot", school.settings, log=run.folder / "log")
    await fork.until_ready()
    back_at = time.time()
    owed = Counter(school.layout.mother(n) for n in numbers if n % SHARE)
    with suppress(TimeoutError):
        async with asyncio.timeout(count / RATE + PATIENCE):
            while owed - Counter(one.chat_id or 0 for one in _good(school)):
                await asyncio.sleep(0.5)
                await school.crowd.read()
    await fork.stop()
    return _judge(school, numbers, began, (killed_at, back_at))


def _good(school: School) -> list[Call]:
    first = school.layout.mother(0)
    return [one for one in school.crowd.calls if one.status == 200 and (one.chat_id or 0) >= first]


def _judge(school: School, numbers: list[int], began: float, away: tuple[float, float]) -> Heard:
    """How long each reminder to the others took; what came due while nobody was at work isn't timed."""
    due: dict[int, list[float]] = defaultdict(list)
    for place, n in enumerate(numbers):
        due[school.layout.mother(n)].append(began + place / RATE)
    heard: dict[int, list[float]] = defaultdict(list)
    for call in _good(school):
        heard[call.chat_id or 0].append(call.at)
    others = [chat for chat in due if (chat - school.layout.mother(0)) % SHARE]
    waits = [
        at - wanted
        for chat in others
        for wanted, at in zip(due[chat], heard[chat], strict=False)
        if not away[0] - 1 <= wanted <= away[1] + 1
    ]
    missing = sum(max(0, len(due[chat]) - len(heard[chat])) for chat in others)
    still = sum(len(due[chat]) - len(heard[chat]) for chat in due if chat not in set(others))
    return Heard(waits, _early(school), missing, still)


def _early(school: School) -> int:
    """Calls to a chat between the first refusal and the end of its wait."""
    waits = {}
    for n, chat in enumerate(
        range(school.layout.mother(0), school.layout.mother(school.layout.children), SHARE)
    ):
        waits[chat] = WAITS[n % len(WAITS)]
    refused: dict[int, float] = {}
    early = 0
    for call in school.crowd.calls:
        chat = call.chat_id or 0
        if chat in refused and call.at < refused[chat] + waits[chat]:
            early += 1
        elif call.status == 429:
            refused.setdefault(chat, call.at)
    return early


async def _stock(school: School, mothers: int, wait: int) -> list[float]:
    """The limiter that PTB brings, told to try again once: others' waits while one chat is paused."""
    base, token = account_of(school.address)
    first = school.layout.mother(0)
    pause = {
        "kind": "429",
        "method": "sendMessage",
        "chat_id": first,
        "retry_after": wait,
        "pause": True,
    }
    await school.stage.faults(pause)
    waits: list[float] = []
    async with ExtBot(token, base_url=f"{base}/bot", rate_limiter=AIORateLimiter(max_retries=1)) as voice:

        async def say(n: int) -> None:
            wanted = time.monotonic()
            with suppress(RetryAfter):
                await voice.send_message(first + n % mothers, "…")
                waits.append(time.monotonic() - wanted)

        async with asyncio.TaskGroup() as nursery:
            for n in range(round(RATE * wait / 2)):
                nursery.create_task(say(n))
                await asyncio.sleep(1 / RATE)
    return waits
