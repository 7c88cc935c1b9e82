"""How long an alert takes while a broadcast drains at Telegram's pace."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from statistics import median

from sqlalchemy import insert

from models import Notification
from models.codes import Notice, Sending
from models.database import Database
from tests.bench.crowd import Crowd, each
from tests.bench.figures import Figure, percentile
from tests.bench.layout import FIRST_TELEGRAM_ID, IN_A_CLASS, IN_A_SCHOOL, Layout
from tests.bench.notes import OpenNote

REMINDERS = 1_500
ALERTS = 100
BETWEEN = 0.6  # seconds: a hundred reports end before the drain
NOTICES = 3  # of a report: the alert, and to its reporter that the steps beyond the head are vacant
CLASSES = IN_A_SCHOOL // IN_A_CLASS  # and as many reporters of each school
FIRST = 0  # the first button of a card: “yes, this child”, the first situation, “somebody in the family”


async def alerts(
    crowd: Crowd, database: Database, layout: Layout, notes: list[OpenNote]
) -> AsyncIterator[Figure]:
    """From the tap on a situation to the card that says “stored”, and from the next to the head's chat."""
    schools = [notes[n : n + CLASSES] for n in range(0, ALERTS, CLASSES)]
    heads = [layout.head(n) for n in range(len(schools))]
    await _greet(crowd, [*heads, *(layout.mother(n) for n in range(REMINDERS))])
    await _prepare(crowd, notes[:ALERTS])
    await crowd.forget()
    await _remind(database, layout)
    await crowd.expect_some("sendMessage", 25)
    stored: dict[int, float] = {}
    told: dict[int, list[float]] = {head: [] for head in heads}
    for of_all in zip(*schools, strict=True):
        for head, note in zip(heads, of_all, strict=True):
            stored[note.teacher] = time.time()
            await _press_first(crowd, note)
            await asyncio.sleep(BETWEEN / 2)
            told[head].append(time.time())
            await _press_first(crowd, note)
            await asyncio.sleep(BETWEEN / 2)
    said = await crowd.expect_some("sendMessage", REMINDERS + NOTICES * ALERTS)
    reminded = [call.at for call in said if call.chat_id not in told.keys() | stored.keys()]
    waits = [
        heard - tapped
        for head, taps in told.items()
        for tapped, heard in zip(taps, (one.at for one in said if one.chat_id == head), strict=True)
    ]
    if max(taps[-1] for taps in told.values()) > reminded[-1]:
        raise RuntimeError("the drain was over before the last report")
    kept = [_first_edit(crowd, teacher, since) - since for teacher, since in stored.items()]
    yield Figure("alert.p95_to_stored_while_1500_drain", percentile(kept, 0.95), "s")
    yield Figure("alert.p50_while_1500_drain", median(waits), "s")
    yield Figure("alert.p99_while_1500_drain", percentile(waits, 0.99), "s")
    yield Figure("alert.max_while_1500_drain", max(waits), "s")
    yield Figure("drain.reminders", (REMINDERS - 1) / (reminded[-1] - reminded[0]), "1/s")


def _first_edit(crowd: Crowd, person: int, since: float) -> float:
    return next(
        one.at
        for one in crowd.calls
        if (one.method, one.chat_id) == ("editMessageText", person) and one.at >= since
    )


async def _greet(crowd: Crowd, people: list[int]) -> None:
    """A bot can't write to somebody who never wrote to it."""
    await crowd.forget()
    await each(people, lambda one: crowd.say(one, "/start"))
    await crowd.expect("sendMessage", len(people))


async def _prepare(crowd: Crowd, reporters: list[OpenNote]) -> None:
    """As far as the question what happened: nothing is stored yet."""
    for step in (_press_red, _press_first):
        await crowd.forget()
        await each(reporters, partial(step, crowd))
        await crowd.expect("editMessageText", len(reporters))


async def _press_red(crowd: Crowd, note: OpenNote) -> None:
    """The red button is the last one of a child's card."""
    card = await crowd.last_card(note.teacher)
    await crowd.press(note.teacher, note.message_id, len(card["buttons"]) - 1)


async def _press_first(crowd: Crowd, note: OpenNote) -> None:
    await crowd.press(note.teacher, note.message_id, FIRST)


async def _remind(database: Database, layout: Layout) -> None:
    now = datetime.now(UTC)
    rows = [
        {
            "kind": Notice.CALL_REMINDER, "priority": 5,
            "recipient_id": layout.mother(n) - FIRST_TELEGRAM_ID + 1,
            "params": {"child_id": n + 1, "month": f"{now:%Y-%m}", "child_sleeps": False},
            "dedup_key": f"bench:now:{n}", "sending": Sending.QUEUED, "not_before": now, "wanted_at": now,
            "attempts": 0, "fence": 0, "created_at": now,
        }
        for n in range(REMINDERS)
    ]  # fmt: skip
    async with database.transaction() as session:
        await (await session.connection()).execute(insert(Notification), rows)
