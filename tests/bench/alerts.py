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
from tests.bench.figures import Figure
from tests.bench.layout import FIRST_TELEGRAM_ID, Layout
from tests.bench.notes import OpenNote

REMINDERS = 500
ALERTS = 10
PAUSE = 1.5  # seconds between two alerts: ten of them stay within the drain
FIRST = 0  # the first button of a card: “yes, this child”, the first situation, “somebody in the family”


async def alerts(
    crowd: Crowd, database: Database, layout: Layout, notes: list[OpenNote]
) -> AsyncIterator[Figure]:
    """From the tap on who may be involved to the message in the administrator's chat."""
    mothers = [layout.mother(n) for n in range(REMINDERS)]
    await _greet(crowd, [layout.head(0), *mothers])
    reporters = notes[:ALERTS]  # all of the first school
    await _prepare(crowd, reporters)
    await crowd.forget()
    await _remind(database, layout)
    await crowd.expect_some("sendMessage", 25)
    tapped = []
    for note in reporters:
        tapped.append(time.time())
        await _press_first(crowd, note)
        await asyncio.sleep(PAUSE)
    said = await crowd.expect("sendMessage", REMINDERS + ALERTS)
    heard = [call.at for call in said if call.chat_id == layout.head(0)]
    reminded = [call.at for call in said if call.chat_id != layout.head(0)]
    if len(heard) != ALERTS or heard[-1] > reminded[-1]:
        raise RuntimeError("an alert is missing, or the drain was over before the last one")
    waits = [at - since for at, since in zip(heard, tapped, strict=True)]
    yield Figure("alert.p50_while_500_drain", median(waits), "s")
    yield Figure("alert.max_while_500_drain", max(waits), "s")
    yield Figure("drain.reminders", (REMINDERS - 1) / (reminded[-1] - reminded[0]), "1/s")


async def _greet(crowd: Crowd, people: list[int]) -> None:
    """A bot can't write to somebody who never wrote to it."""
    await crowd.forget()
    await each(people, lambda one: crowd.say(one, "/start"))
    await crowd.expect("sendMessage", len(people))


async def _prepare(crowd: Crowd, reporters: list[OpenNote]) -> None:
    """As far as the question who may be involved: the report is stored, nobody has been told."""
    for step in (_press_red, _press_first, _press_first):
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
