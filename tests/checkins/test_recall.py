"""Ten minutes, counted where the note is kept; and of two presses at once one wins."""

import asyncio

import pytest

from services import profile as profiles
from services.checkins import corrections
from services.checkins import service as checkins
from services.checkins.types import Shown, TooLate
from tests.checkins.notes import notes_of
from tests.phones import Room
from tests.world import TEACHER, School, actor_of

PROFILE = profiles.load("CN")

pytestmark = pytest.mark.db


async def test_the_recall_window_is_the_rows_not_the_buttons(room: Room, school: School) -> None:
    teacher = await actor_of(room.database, TEACHER)
    now = room.clock.now()
    async with room.database.transaction() as session:
        saved = await checkins.save(
            session, now=now, actor=teacher, profile=PROFILE, child_id=school.child_id, mood=3, tags=(),
            words=None,
        )  # fmt: skip
    assert isinstance(saved, Shown)
    assert saved.can_recall
    await room.later(minutes=10)
    async with room.database.transaction() as session:
        late = await corrections.recall(
            session, now=room.clock.now(), actor=teacher, profile=PROFILE, note_id=saved.entry.note_id
        )
    assert isinstance(late, TooLate)
    assert not late.shown.can_recall


async def test_words_sent_twice_at_once_are_added_once_and_amend_once(room: Room, school: School) -> None:
    teacher, now = await actor_of(room.database, TEACHER), room.clock.now()
    async with room.database.transaction() as session:
        await checkins.save(
            session, now=now, actor=teacher, profile=PROFILE, child_id=school.child_id, mood=3, tags=(),
            words=None,
        )  # fmt: skip

    async def write(text: str) -> None:
        async with room.database.transaction() as session:
            await corrections.write_more(
                session, now=now, actor=teacher, profile=PROFILE, note_id=1, text=text
            )

    await asyncio.gather(write("一"), write("二"))
    note, amendment = await notes_of(room.database, school.child_id)
    assert {note.words, amendment.words} == {"一", "二"}
    assert amendment.amends_id == note.id


async def test_two_recalls_at_once_take_back_once(room: Room, school: School) -> None:
    teacher, now = await actor_of(room.database, TEACHER), room.clock.now()
    async with room.database.transaction() as session:
        await checkins.save(
            session, now=now, actor=teacher, profile=PROFILE, child_id=school.child_id, mood=3, tags=(),
            words=None,
        )  # fmt: skip

    async def take_back() -> object:
        async with room.database.transaction() as session:
            return await corrections.recall(session, now=now, actor=teacher, profile=PROFILE, note_id=1)

    answers = await asyncio.gather(take_back(), take_back())
    assert answers[0] == answers[1]
    assert isinstance(answers[0], Shown)
