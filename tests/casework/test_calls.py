"""“I called” is a report that the law asks for: it stands on the road, takes its number, and is on paper."""

import pytest
from sqlmodel import select

from models import StatutoryReport
from models.case_codes import Authority, Channel
from models.database import Database
from tests.alerts import story
from tests.casework import papers, steps
from tests.phones import Room
from tests.world import HEAD, TEACHER, School


async def reports(database: Database) -> list[StatutoryReport]:
    async with database.reading() as session:
        return list(await session.exec(select(StatutoryReport)))


@pytest.mark.db
async def test_the_reporters_call_is_a_report_that_takes_its_number(
    room: Room, database: Database, school: School
) -> None:
    head = await steps.called(room)
    (one,) = await reports(database)
    assert (one.authority, one.channel, one.person_id) == (Authority.POLICE, Channel.PHONE, school.teacher_id)
    await head.press("回执号")
    await head.send("禾公(2026)0147号")
    assert "禾公(2026)0147号" in head.last.text
    await head.press("书面报告")
    number = (await story.get_case(database)).number
    word = papers.text_of_word(papers.sent(room)[f"{number}-report.docx"])
    for known in ("公安机关", "禾公(2026)0147号", "许一诺"):
        assert known in word, known


async def test_that_they_know_already_makes_no_second_one(room: Room, database: Database) -> None:
    head = await steps.called(room)
    await head.press_data("caseon:1:police", message_id=head.last.message_id)
    assert len(await reports(database)) == 1


async def test_the_holders_word_alone_makes_one(room: Room, database: Database, school: School) -> None:
    head = await steps.taken(room)
    for _ in range(2):
        await head.press_data("caseon:1:police")
    assert [one.person_id for one in await reports(database)] == [school.head_id]


async def test_a_call_of_last_evening_keeps_its_time(room: Room, database: Database) -> None:
    await story.report(room)
    teacher = room.phone(TEACHER)
    await teacher.press_data("alpt:1")
    assert "昨天 21:30" in teacher.last.text
    await teacher.send("昨天 21:30")
    (one,) = await reports(database)
    assert one.reported_at.astimezone(room.clock.at.tzinfo) < one.entered_at
    assert (one.entered_at - one.reported_at).days == 0
    assert room.phone(HEAD).chat


async def test_the_reporters_call_lets_nobody_sleep(room: Room, database: Database) -> None:
    """Whoever has taken it answers for it: asked within the half hour, and then it goes on."""
    head = await steps.called(room)
    asked = len([one for one in head.texts if "还在处理" in one])
    await room.later(minutes=25)
    assert len([one for one in head.texts if "还在处理" in one]) == asked + 1
    await room.later(minutes=15)
    assert (await story.get_case(database)).taken_by_id is None
