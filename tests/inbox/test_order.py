"""Updates that come shuffled among people, twice, or hours late leave the same rows behind."""

import asyncio
import itertools
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from aiogram.types import Update
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from handlers.act import Receipt
from models.database import Database
from services import profile as profiles
from services.inbox import service as inbox
from tests.databases import Sqlite
from tests.phones import Room
from tests.world import DEPUTY, GRANDMOTHER, HEAD, MOTHER, NOW, TEACHER

DAY = 1_790_000_000
SAID: tuple[
    tuple[int, tuple[str, ...]], ...
] = (  # children, classes and people have the ids of `tests.world`
    (MOTHER, ("told:1:2026-11:called", "lang:en", "seteve|20:30", "谢谢老师")),
    (GRANDMOTHER, ("他们都好", "setshift|08:00-17:00")),
    (TEACHER, ("ncalm:3", "note:1", "nmood:1:2", "nsave:1")),
    (DEPUTY, ("ncalm:4", "lang:en")),
    (HEAD, ("cal:2", "calask:2:term", "2026-09-01 2027-01-20")),
)
LEFT = (
    "SELECT child_id, month, outcome, told_by_id FROM contact",
    "SELECT child_id, author_id, mood, tags FROM note",
    "SELECT class_id, author_id FROM class_observation",
    "SELECT child_id, author_id, danger FROM family_words",
    "SELECT kind, child_id, owner_id, done_at IS NULL FROM task",
    "SELECT unit_id, kind, from_on, to_on FROM calendar_span",
    "SELECT telegram_id, locale FROM account",
    "SELECT id, evening, shift, timezone FROM person",
    "SELECT kind, recipient_id FROM notification",
    "SELECT update_id FROM inbox_update",
)
State = list[list[str]]
Step = tuple[int, int]  # whose next update comes, and how many hours later; a second time where all have come


def test_shuffled_doubled_and_late_updates_leave_the_same_rows(sqlite: Sqlite) -> None:
    """Each person's own stay in their order, as Telegram numbers them; between people any order will do."""
    turns = [who for who, (_, said) in enumerate(SAID) for _ in said]
    expected = asyncio.run(_lived(sqlite, [(who, 0) for who in turns]))
    assert all(expected)
    lateness = st.lists(st.integers(0, 1), min_size=len(turns), max_size=len(turns))
    again = st.lists(st.integers(0, len(SAID) - 1), max_size=6)

    @settings(max_examples=5)
    @given(st.permutations(turns), lateness, again)
    def check(order: list[int], late: list[int], twice: list[int]) -> None:
        steps = [*zip(order, late, strict=True), *((who, 0) for who in twice)]
        assert asyncio.run(_lived(sqlite, steps)) == expected

    check()


async def _lived(sqlite: Sqlite, steps: Sequence[Step]) -> State:
    """Let these updates come to a new school; return what is left, without times and numbers."""
    waiting = _updates()
    came: dict[int, list[dict[str, Any]]] = {who: [] for who in waiting}
    async with sqlite.fresh(with_school=True) as database:
        room = Room(database, profiles.load("CN"), NOW)
        for who, hours in steps:
            room.clock.at += timedelta(hours=hours)
            if waiting[who]:
                came[who].append(waiting[who].pop(0))
                await _come(room, SAID[who][0], came[who][-1])
            for one in came[who][-2:]:  # what came last comes twice
                await _come(room, SAID[who][0], one)
        await room.metronome.settle()
        await room.close()
        return await _left(database)


async def _come(room: Room, lane: int, body: dict[str, Any]) -> None:
    written = json.dumps(body)
    async with room.database.transaction() as session:
        arrived = [inbox.Arrived(body["update_id"], lane, written)]
        ids = await inbox.store(session, now=room.clock.at, arrived=arrived)
    for inbox_id in ids.values():
        update = Update.model_validate_json(written, context={"bot": room.bot})
        await room.dispatcher.feed_update(room.bot, update, inbox_id=inbox_id, receipt=Receipt())


async def _left(database: Database) -> State:
    async with database.reading() as session:
        connection = await session.connection()
        return [sorted(str(tuple(row)) for row in await connection.execute(text(query))) for query in LEFT]


def _updates() -> dict[int, list[dict[str, Any]]]:
    """What each person does, in their own order."""
    numbers = itertools.count(1)
    return {
        who: [_update(next(numbers), person, one) for one in said] for who, (person, said) in enumerate(SAID)
    }


def _update(number: int, person: int, said: str) -> dict[str, Any]:
    user = {"id": person, "is_bot": False, "first_name": "—", "language_code": "zh-hans"}
    chat = {"id": person, "type": "private"}
    message = {"message_id": number, "date": DAY, "chat": chat, "text": said}
    if said.isascii() and said[:1].isalpha():
        press = {"id": str(number), "from": user, "chat_instance": "1", "data": said, "message": message}
        return {"update_id": number, "callback_query": press}
    return {"update_id": number, "message": {**message, "from": user}}
