"""Somebody clumsy: odd words, stray things, two taps at once. The hostile are in the drill `callbacks`."""

import asyncio
import itertools
import re
from datetime import timedelta

import pytest
from aiogram.types import Contact, Location
from sqlmodel import select

from models import ClassObservation, FamilyWords
from tests.phones import Phone, Room
from tests.world import GRANDMOTHER, HEAD, STRANGER, TEACHER, School

TYPED = (
    "a" * 4096, "\u200b\u200b", "\u202eabc", "😀", "<script>", "{name}", "{0.__class__}", "%s%n", "&lt;b&gt;",
    "张\n三", "𠮷{0}", "\x1fvoice 3 x", "'; DROP TABLE child;--",
)  # fmt: skip


@pytest.mark.parametrize("press", ["child:9223372036854775808", f"why:call:{'1' * 40}:2026-11"])
async def test_an_id_too_wide_is_an_old_button(room: Room, press: str) -> None:
    await room.phone(STRANGER).press_data(press)
    assert room.phone(STRANGER).chat


@pytest.mark.parametrize(("hours", "is_family"), [(24, False), (14 * 24, True)])
async def test_a_link_ends_on_the_instant(room: Room, school: School, hours: int, is_family: bool) -> None:
    father = school.mother_relation_id + 1
    token = await _link(room, f"invite:{father}" if is_family else f"schclass:{school.class_id}:teacher")
    made = room.clock.at
    answers = []
    for number, offset in enumerate((-1, 0, 1)):
        room.clock.at = made + timedelta(hours=hours, microseconds=offset)
        phone = room.phone(6000 + number)
        await phone.send(f"/start {token}")
        answers.append(tuple(phone.texts))
    # who sends it, what the school keeps of a child, and the question for a name
    assert len(answers[0]) == (3 if is_family else 2)
    assert answers[1] == answers[2] != answers[0]


async def test_two_taps_at_once_are_one_observation(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await asyncio.gather(*(teacher.press_data(f"ncalm:{school.class_id}") for _ in range(5)))
    async with room.database.reading() as session:
        assert len((await session.exec(select(ClassObservation))).all()) == 1


async def test_odd_words_are_answered_once_wherever_they_are_typed(room: Room, school: School) -> None:
    teacher, head, grandmother = room.phone(TEACHER), room.phone(HEAD), room.phone(GRANDMOTHER)
    flows: tuple[tuple[Phone, str | None], ...] = (
        (teacher, f"reg:{school.class_id}"), (teacher, f"fixname:{school.child_id}"),
        (teacher, f"fixborn:{school.child_id}"), (head, f"sch:{school.school_id}:add:0"),
        (grandmother, "set:zone_typed"), (grandmother, None),
    )  # fmt: skip
    for (phone, entry), text in itertools.product(flows, TYPED):
        await phone.send("/start")
        if entry:
            await phone.press_data(entry)
        heard = len(phone.chat)
        await phone.send(text)
        assert len(phone.chat) == heard + 1, (entry, text[:20])
    async with room.database.reading() as session:
        kept = (await session.exec(select(FamilyWords))).all()
    assert len(kept) == len(TYPED)


async def test_stray_things_in_the_middle_get_one_answer_and_end_nothing(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data(f"reg:{school.class_id}")
    for content in (
        {"location": Location(latitude=1, longitude=2)},
        {"contact": Contact(phone_number="13800000000", first_name="—")},
        {"text": "/unheard"},
        {"text": "/help"},
    ):
        heard = len(teacher.chat)
        await teacher.send(**content)
        assert len(teacher.chat) == heard + 1
    await teacher.send("柳霜降")
    assert "柳霜降" in teacher.last.text  # it was still the name that was awaited


async def _link(room: Room, press: str) -> str:
    head = room.phone(HEAD)
    await head.press_data(press)
    found = re.search(r"start=([\w-]+)", f"{head.last.text}{head.last.buttons}")
    assert found is not None
    return found[1]
