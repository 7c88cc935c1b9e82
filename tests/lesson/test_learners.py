"""Who of a school hasn't done it yet: names and a number, never a score."""

import pytest

from models.codes import Role, UnitKind
from models.database import Database
from services.people import service as people
from services.profile import Profile
from tests.lesson.classroom import DENIED, go_through
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, MOTHER, NOW, STRANGER, TEACHER, School, add_person, add_place
from views.presses import OpenLearners, OpenLesson


async def test_the_head_sees_who_is_left(room: Room, profile: Profile) -> None:
    head, teacher, questions = room.phone(HEAD), room.phone(TEACHER), profile.lesson.questions
    await head.send("🏫 学校")
    await head.press("五道小题")
    assert "有3位：顾明河、许一诺、沈知夏" in head.last.text
    assert "做完的有0位" in head.last.text
    await teacher.press_data(OpenLesson().pack())
    await go_through(teacher, questions, wrong=("home",))
    await head.press("返回")
    await head.press("五道小题")
    assert "许一诺" in head.last.text  # four of five is nobody's business
    assert "4" not in head.last.text
    await teacher.press("再来一次")
    await go_through(teacher, questions[-1:])
    await head.press("返回")
    await head.press("五道小题")
    assert "许一诺" not in head.last.text
    assert "做完的有1位" in head.last.text


async def test_all_have_done_it(room: Room, profile: Profile) -> None:
    for who in (HEAD, TEACHER, DEPUTY):
        await room.phone(who).press_data(OpenLesson().pack())
        await go_through(room.phone(who), profile.lesson.questions)
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press("五道小题")
    assert "大家都做过" in head.last.text


async def test_a_colleague_of_another_school_is_not_in_the_list(
    room: Room, school: School, database: Database
) -> None:
    async with database.transaction() as session:
        other = await add_place(session, UnitKind.SCHOOL, "别的学校", under=school.county_id)
        stranger = await add_person(session, STRANGER, "陆清明")
        await people.grant(session, now=NOW, person_id=stranger, role=Role.ADMINISTRATOR, unit_id=other)
    press = OpenLearners(school_id=school.school_id).pack()
    await room.phone(HEAD).press_data(press)
    assert "陆清明" not in room.phone(HEAD).last.text
    await room.phone(STRANGER).press_data(press)
    assert DENIED in room.phone(STRANGER).last.text


@pytest.mark.parametrize("who", [TEACHER, DEPUTY, COUNTY, MOTHER])
async def test_nobody_else_sees_it(room: Room, school: School, who: int) -> None:
    phone = room.phone(who)
    for school_id in (school.school_id, 4711):
        await phone.press_data(OpenLearners(school_id=school_id).pack())
        assert DENIED in phone.last.text
