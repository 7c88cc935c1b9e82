"""Whose buttons they are, what a second press does, and what a knock says."""

import pytest

from models import Practice
from models.codes import Role, UnitKind
from models.database import Database
from services.errors import CareError
from services.people import service as people
from services.practice import service as practice
from services.practice.types import PracticeView
from services.profile import Profile
from tests.alerts import story
from tests.phones import Room
from tests.practice.drill import DENIED, MARK, ask, cases, practices, send
from tests.ways.doors import give_way, open_doors
from tests.ways.servers import Mail
from tests.world import COUNTY, DEPUTY, HEAD, MOTHER, NOW, STRANGER, TEACHER, School, actor_of, add_person
from views.practice import (
    BeginPractice,
    ClosePractice,
    EndPractice,
    PracticeSituation,
    PracticeStaff,
    StartPractice,
)
from views.presses import OpenPractice


@pytest.mark.parametrize("who", [TEACHER, DEPUTY, COUNTY, MOTHER, STRANGER])
async def test_only_an_administrator_keeps_drills(
    room: Room, school: School, database: Database, who: int
) -> None:
    phone, own = room.phone(who), school.school_id
    for press in (
        OpenPractice(school_id=own), PracticeStaff(school_id=own), BeginPractice(school_id=own),
        BeginPractice(school_id=own, person_id=school.teacher_id), EndPractice(practice_id=1),
        OpenPractice(school_id=4711), EndPractice(practice_id=4711),
    ):  # fmt: skip
        await phone.press_data(press.pack())
        assert DENIED in phone.last.text
    assert await practices(database) == []


@pytest.mark.parametrize("who", [HEAD, DEPUTY, COUNTY, MOTHER, STRANGER])
async def test_only_whoever_was_asked_begins(room: Room, database: Database, who: int) -> None:
    await ask(room)
    phone = room.phone(who)
    for press in (
        StartPractice(practice_id=1), StartPractice(practice_id=1, chosen=True),
        PracticeSituation(practice_id=1, code="B1"), StartPractice(practice_id=4711),
    ):  # fmt: skip
        await phone.press_data(press.pack())
        assert DENIED in phone.last.text
    assert await cases(database) == []


async def test_a_stranger_cannot_be_asked(room: Room, school: School, database: Database) -> None:
    for person_id in (school.mother_id, school.county_officer_id, 4711):
        await room.phone(HEAD).press_data(
            BeginPractice(school_id=school.school_id, person_id=person_id).pack()
        )
        assert DENIED in room.phone(HEAD).last.text
    assert await practices(database) == []


async def test_one_at_a_time_and_each_school_its_own(room: Room, school: School, database: Database) -> None:
    async with database.transaction() as session:
        other = await people.add_unit(
            session, kind=UnitKind.SCHOOL, name="另一所", parent_id=school.county_id, timezone="Asia/Shanghai"
        )
        stranger = await add_person(session, STRANGER, "陆清明")
        await people.grant(session, now=NOW, person_id=stranger, role=Role.ADMINISTRATOR, unit_id=other)
    await ask(room)
    head = room.phone(HEAD)
    await head.press_data(BeginPractice(school_id=school.school_id).pack())
    assert "已经有一次演练在进行" in head.last.text
    await room.phone(STRANGER).press_data(BeginPractice(school_id=other).pack())
    assert "为哪个孩子报告" in room.phone(STRANGER).last.text
    await room.phone(STRANGER).press_data(EndPractice(practice_id=1).pack())
    assert DENIED in room.phone(STRANGER).last.text
    assert len(await practices(database)) == 2


async def test_a_second_tap_is_the_same_case(room: Room, database: Database) -> None:
    teacher = await send(room)
    for code in ("B1", "R4"):
        await teacher.press_data(PracticeSituation(practice_id=1, code=code).pack())
        assert MARK in teacher.last.text
    assert len(await cases(database)) == 1
    await teacher.press_data(PracticeSituation(practice_id=1, code="Z9").pack())
    assert DENIED in teacher.last.text


async def test_ended_at_once_by_an_administrator(room: Room, database: Database) -> None:
    await send(room)
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press("练习一次报告")
    assert "正在进行" in head.last.text
    card = head.last
    await head.press("现在就结束", on=card)
    await head.press_data(EndPractice(practice_id=1).pack())
    assert sum("演练结果" in text and "10:00" in text for text in head.texts) >= 1
    before = len(room.phone(DEPUTY).chat)
    await room.later(hours=2)
    assert len(room.phone(DEPUTY).chat) == before == 0
    (ended,) = await practices(database)
    assert ended.ended_at == NOW
    assert isinstance(ended, Practice)


async def test_not_done_before_it_is_in_hand(room: Room) -> None:
    await send(room)
    head = room.phone(HEAD)
    await head.press_data(ClosePractice(case_id=1).pack())
    assert "先请接手" in head.last.text
    await room.phone(DEPUTY).press_data(ClosePractice(case_id=1).pack())
    assert DENIED in room.phone(DEPUTY).last.text


async def test_a_teacher_who_left_begins_nothing(room: Room, database: Database) -> None:
    teacher, head = await ask(room), room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press("👋")
    await head.press("许一诺")
    await head.press("现在退出")
    await teacher.press("开始（演练）")
    assert DENIED in teacher.last.text
    assert await cases(database) == []


@pytest.mark.db
async def test_two_administrators_at_once_begin_one(
    database: Database, school: School, profile: Profile
) -> None:
    actor = await actor_of(database, HEAD)
    begun = 0
    for _ in range(2):
        try:
            async with database.transaction() as session:
                view = await practice.begin(
                    session, now=NOW, actor=actor, profile=profile, school_id=school.school_id,
                    person_id=school.teacher_id,
                )  # fmt: skip
            begun += isinstance(view, PracticeView)
        except CareError as error:
            assert error.code == "practice.running"  # noqa: PT017
    assert begun == 1
    assert len(await practices(database)) == 1


async def test_a_knock_says_that_it_is_a_drill_and_a_real_one_does_not(
    database: Database, school: School, room: Room, profile: Profile, mail: Mail
) -> None:
    await give_way(database, profile, school.head_id, mail.url())
    open_doors(room)
    await send(room)
    await story.report(room)
    drill, real = (letter.get_content() for letter in mail.letters)
    assert MARK in drill
    assert "不要打110" in drill
    assert "演练" not in real
