"""Buttons live for ever: foreign, forged and stale presses of the lesson."""

import pytest
from sqlmodel import col, select, update

from models import AuditEntry, RoleGrant
from models.database import Database
from services.profile import Profile
from tests.lesson.classroom import BEGIN, DENIED, offer, results
from tests.phones import Room
from tests.world import COUNTY, HEAD, MOTHER, NOW, STRANGER, TEACHER, School
from views.lesson import LessonAnswer, LessonAsk
from views.presses import OpenLesson


@pytest.mark.parametrize("who", [HEAD, COUNTY, MOTHER, STRANGER])
async def test_nobody_answers_for_another(room: Room, school: School, database: Database, who: int) -> None:
    phone, mine = room.phone(who), school.teacher_id
    for press in (
        OpenLesson(person_id=mine), OpenLesson(person_id=mine, ended=True), OpenLesson(person_id=4711),
        LessonAsk(person_id=mine, version="CN1", code="sure"),
        LessonAnswer(person_id=mine, version="CN1", code="sure", chosen="now"),
        LessonAnswer(person_id=mine, version="CN1", code="sure", chosen="now", review=True),
    ):  # fmt: skip
        await phone.press_data(press.pack())
        assert DENIED in phone.last.text
    assert await results(database) == []
    async with database.reading() as session:
        refused = await session.exec(select(AuditEntry).where(AuditEntry.action == "take_lesson"))
        assert {one.allowed for one in refused} == {False}


@pytest.mark.parametrize(("code", "chosen"), [("nothing", "now"), ("sure", "nothing"), ("", "")])
async def test_a_forged_answer_is_an_old_button(
    room: Room, school: School, database: Database, code: str, chosen: str
) -> None:
    teacher = room.phone(TEACHER)
    press = LessonAnswer(person_id=school.teacher_id, version="CN1", code=code, chosen=chosen)
    await teacher.press_data(press.pack())
    assert "题目换了新的" in teacher.last.text
    await teacher.press(BEGIN)
    assert "1/5" in teacher.last.text
    assert await results(database) == []


async def test_who_works_here_no_more_finds_nothing(
    room: Room, school: School, profile: Profile, database: Database
) -> None:
    await offer(database, profile, school.teacher_id)
    async with database.transaction() as session:  # the offer is still on its way
        await session.exec(
            update(RoleGrant).where(col(RoleGrant.person_id) == school.teacher_id).values(until_at=NOW)
        )
    await room.later(seconds=1)
    teacher = room.phone(TEACHER)
    assert teacher.chat == []
    await teacher.press_data(OpenLesson(person_id=school.teacher_id).pack())
    assert DENIED in teacher.last.text
