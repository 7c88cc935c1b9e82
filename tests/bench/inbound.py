"""How fast presses are taken in: against a bare echo bot, and at an even pace."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import psutil

from tests.bench.crowd import Crowd, each
from tests.bench.figures import Figure, percentile
from tests.bench.layout import FIRST_TELEGRAM_ID
from tests.bench.notes import OpenNote, press_face
from tests.bench.processes import account_of, running
from tests.journeys.stage import open_stage, sandbox_process

ROUNDS = 3
UPDATES = 500  # queued in each round
RATE, SECONDS = 30, 20


@dataclass(frozen=True)
class Drained:
    """Updates a second until the last answer arrived, and the processor's milliseconds for each."""

    rate: float
    cpu: float


async def throughput(
    crowd: Crowd, bot: psutil.Process, notes: list[OpenNote], folder: Path
) -> AsyncIterator[Figure]:
    """Presses and echoes by turns, so that whatever else this machine does slows both."""
    presses, echoes = [], []
    async with (
        sandbox_process(token="bench-echo") as address,
        open_stage(address) as stage,
        running("-m", "tests.bench.echo", *account_of(address), folder=folder) as echo,
    ):
        others, people = Crowd(stage), [FIRST_TELEGRAM_ID + n for n in range(len(notes))]
        await others.arrive(len(people))
        await each(people, lambda one: others.say(one, "hello"))
        await others.expect("sendMessage", len(people))
        for _ in range(ROUNDS):
            echoes.append(await _drain(others, echo, "sendMessage", partial(_talk, others, people)))
            presses.append(await _drain(crowd, bot, "editMessageText", partial(_press, crowd, notes)))
    yield Figure("inbound.presses", median(one.rate for one in presses), "1/s")
    yield Figure("inbound.echo", median(one.rate for one in echoes), "1/s")
    yield Figure("inbound.cpu_of_a_press", median(one.cpu for one in presses), "ms")
    yield Figure("inbound.cpu_of_an_echo", median(one.cpu for one in echoes), "ms")
    ratios = [ours.rate / bare.rate for ours, bare in zip(presses, echoes, strict=True)]
    yield Figure("inbound.presses_to_echo", median(ratios), "ratio")


async def latency(crowd: Crowd, notes: list[OpenNote]) -> AsyncIterator[Figure]:
    """Each press at its own time, whatever became of the ones before: from asking for it to the edit."""
    await crowd.forget()
    asked: dict[int, list[float]] = {note.teacher: [] for note in notes}
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with asyncio.TaskGroup() as nursery:
        for n in range(RATE * SECONDS):
            await asyncio.sleep(began + n / RATE - loop.time())
            note = notes[n % len(notes)]
            asked[note.teacher].append(time.time())
            nursery.create_task(press_face(crowd, note))
    edits = await crowd.expect("editMessageText", RATE * SECONDS)
    # A person's presses stay in order, so the first edit answers the first press.
    waits = [1000 * (edit.at - asked[edit.chat_id or 0].pop(0)) for edit in edits]
    for share in (50, 95, 99):
        yield Figure(f"inbound.latency_p{share}_at_{RATE}_per_s", percentile(waits, share / 100), "ms")


async def _drain(
    crowd: Crowd, bot: psutil.Process, method: str, queue: Callable[[], Awaitable[None]]
) -> Drained:
    """Stop the bot's process, queue updates, and let it go on."""
    await crowd.forget()
    bot.suspend()
    await queue()
    began, before = time.time(), bot.cpu_times()
    bot.resume()
    answers = await crowd.expect(method, UPDATES)
    if min(answer.at for answer in answers) < began:
        raise RuntimeError("something was answered while the bot's process stood still")
    seconds, spent = max(answer.at for answer in answers) - began, bot.cpu_times()
    busy = spent.user + spent.system - before.user - before.system
    return Drained(UPDATES / seconds, 1000 * busy / UPDATES)


async def _talk(crowd: Crowd, people: list[int]) -> None:
    await each([people[n % len(people)] for n in range(UPDATES)], lambda one: crowd.say(one, "hello"))


async def _press(crowd: Crowd, notes: list[OpenNote]) -> None:
    await each([notes[n % len(notes)] for n in range(UPDATES)], lambda note: press_face(crowd, note))
