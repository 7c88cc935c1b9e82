"""Left out by name: one of the school by the reporter, anybody by whoever has the case; or let in again."""

import pytest
from sqlmodel import select

from models import CaseExclusion
from models.case_codes import CaseFact
from models.codes import Role
from models.database import Database
from tests.alerts import story
from tests.casework import steps
from tests.phones import Phone, Room
from tests.world import COUNTY, DEPUTY, HEAD, TEACHER, School

NAME, SURE, WHO = "说出是学校里的哪一位", "确定", "谁不能知道"
DENIED = "没有您可以查看"


async def name(teacher: Phone, who: str) -> None:
    for label in (NAME, who, SURE):
        await teacher.press(label)


async def decide(phone: Phone, label: str) -> None:
    """From a road's screen, or the list."""
    if not any(label in one for one in phone.last.buttons):
        await phone.press(WHO)
    while not any(label in one for one in phone.last.buttons):
        await phone.press("▶")
    await phone.press(label)
    await phone.press(SURE)


async def with_county(room: Room) -> Phone:
    """The school is left out, the county has it and looks at its road."""
    await story.report(room, story.SCHOOL)
    county = room.phone(COUNTY)
    await county.press(story.TAKE)
    await steps.look(county)
    return county


@pytest.mark.db
async def test_a_reporter_names_one_and_the_rest_of_the_school_hears_of_it(
    room: Room, database: Database, school: School
) -> None:
    teacher = await story.report(room, story.SCHOOL)
    head, deputy = room.phone(HEAD), room.phone(DEPUTY)
    assert (story.alerts(head), story.alerts(deputy)) == ([], [])
    assert len(story.alerts(room.phone(COUNTY))) == 1
    await name(teacher, "顾明河")
    assert "已送出" in teacher.chat[0].text
    assert len(story.alerts(deputy)) == 1
    assert head.chat == []
    assert await story.excluded(database) >= {school.head_id}
    assert school.deputy_id not in await story.excluded(database)
    await deputy.press(story.TAKE)
    assert (await story.get_case(database)).taken_by_id == school.deputy_id
    await head.press_data("case:1")
    assert DENIED in head.last.text


async def test_the_county_keeps_what_it_was_told_and_may_take_it(
    room: Room, database: Database, school: School
) -> None:
    teacher = await story.report(room, story.SCHOOL)
    await name(teacher, "沈知夏")
    await room.phone(COUNTY).press(story.TAKE)
    assert (await story.get_case(database)).taken_by_id == school.county_officer_id
    deputy = room.phone(DEPUTY)
    await deputy.press_data("case:1")
    assert DENIED in deputy.last.text


async def test_whoever_has_it_keeps_it_and_nobody_is_woken(
    room: Room, database: Database, school: School
) -> None:
    county = await with_county(room)
    await name(room.phone(TEACHER), "顾明河")
    case = await story.get_case(database)
    assert case.taken_by_id == school.county_officer_id
    assert story.alerts(room.phone(DEPUTY)) == []
    assert "有了新消息" in county.last.text
    await room.phone(DEPUTY).press_data("case:1")
    assert "田小满" in room.phone(DEPUTY).last.text


async def test_a_second_one_is_named_and_has_seen_the_last_of_it(
    room: Room, database: Database, school: School
) -> None:
    teacher = await story.report(room, story.SCHOOL)
    await name(teacher, "顾明河")
    deputy = room.phone(DEPUTY)
    await deputy.press(story.TAKE)
    await name(teacher, "沈知夏")
    case = await story.get_case(database)
    assert case.taken_by_id is None
    assert {school.head_id, school.deputy_id} <= await story.excluded(database)
    room.let_fade()
    await deputy.press_data("case:1")
    assert DENIED in deputy.last.text
    county = room.phone(COUNTY)
    await county.press(story.TAKE)
    assert (await story.get_case(database)).taken_by_id == school.county_officer_id


async def test_a_wider_answer_after_it_leaves_the_school_out_again(
    room: Room, database: Database, school: School
) -> None:
    teacher = await story.report(room, story.SCHOOL)
    await name(teacher, "顾明河")
    for group in (story.FAMILY, story.SCHOOL):
        await teacher.press("选错了")
        await teacher.press(group)
    assert {school.head_id, school.deputy_id} <= await story.excluded(database)


async def test_nobody_is_named_where_the_school_hears_of_it(room: Room, database: Database) -> None:
    teacher = await story.report(room)
    assert not any(NAME in label for label in teacher.last.buttons)
    for press in ("alwh:1:0:0:0", "alwh:1:1:1:0"):
        await teacher.press_data(press)
        assert DENIED in teacher.last.text
    assert CaseFact.LEFT_OUT not in await steps.facts(database)


@pytest.mark.parametrize("press", ["alwh:1:5:1:0", "alwh:1:2:1:0", "alwh:1:999:1:0", "alwh:9:1:1:0"])
async def test_who_is_not_of_the_school_or_reports_is_not_named(
    room: Room, database: Database, press: str
) -> None:
    await story.report(room, story.SCHOOL)
    await room.phone(TEACHER).press_data(press)
    assert DENIED in room.phone(TEACHER).last.text
    assert CaseFact.LEFT_OUT not in await steps.facts(database)


@pytest.mark.db
async def test_whoever_has_it_leaves_one_out_and_lets_one_in_again(
    room: Room, database: Database, school: School
) -> None:
    head = await steps.taken(room)
    await room.phone(DEPUTY).press_data("case:1")
    await decide(head, "不让沈知夏知道")
    assert "不知道，也不会收到" in head.last.text
    async with database.reading() as session:
        query = select(CaseExclusion).where(CaseExclusion.person_id == school.deputy_id)
        (row,) = list(await session.exec(query))
    assert (row.named_by_id, row.is_let_in) == (school.head_id, False)
    deputy = room.phone(DEPUTY)
    await deputy.press_data("case:1")
    assert DENIED in deputy.last.text
    await decide(head, "让沈知夏知道")
    assert (await steps.facts(database))[-1] is CaseFact.LET_IN
    await head.press_data("caseho:1:1")  # somebody else
    await room.later(minutes=6)
    assert story.alerts(deputy)


async def test_neither_the_reporter_nor_oneself_is_listed(
    room: Room, database: Database, school: School
) -> None:
    head = await steps.taken(room)
    await head.press(WHO)
    labels = "".join(head.last.buttons)
    assert "许一诺" not in labels
    assert "顾明河" not in labels
    for person_id in (school.teacher_id, school.head_id, 999):
        await head.press_data(f"rdhd:1:{person_id}:1:0:1", message_id=head.last.message_id)
        assert DENIED in head.last.text
    assert CaseFact.LEFT_OUT not in await steps.facts(database)


async def test_it_stands_behind_the_pin_and_is_for_whoever_has_it(room: Room, database: Database) -> None:
    head = await steps.taken(room)
    await steps.shut_pins(room)
    for press in ("rdhe:1:0", "rdhd:1:3:1:0:1"):
        await head.press_data(press)
        assert "PIN" in head.last.text or "密码" in head.last.text
    await steps.keep_open(room, HEAD, DEPUTY, TEACHER)
    for who in (DEPUTY, TEACHER):
        await room.phone(who).press_data("rdhe:1:0")
        assert DENIED in room.phone(who).last.text
    assert CaseFact.LEFT_OUT not in await steps.facts(database)


async def test_a_relative_at_school_is_let_in_by_name_and_out_again(
    room: Room, database: Database, school: School
) -> None:
    """Who works at the school and is kin is left out with the household, until somebody decides."""
    await story.make_kin(database, school, school.deputy_id)
    county = await with_county(room)
    await name(room.phone(TEACHER), "顾明河")
    deputy = room.phone(DEPUTY)
    await deputy.press_data("case:1")
    assert DENIED in deputy.last.text
    await steps.look(county)
    await decide(county, "让沈知夏知道")
    await deputy.press_data("case:1")
    assert "田小满" in deputy.last.text
    await decide(county, "不让沈知夏知道")
    await deputy.press_data("case:1")
    assert DENIED in deputy.last.text


async def test_nobody_left_who_could_hear_is_the_loudest_alarm(
    room: Room, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    await story.end_roles(database, Role.SAFEGUARDING)
    head = await steps.taken(room)
    await decide(head, "不让韩青知道")
    assert "alerts.nobody_reached" in capsys.readouterr().out


async def test_a_case_that_is_over_leaves_nobody_out(room: Room, database: Database) -> None:
    await steps.closed(room)
    await room.phone(HEAD).press_data("rdhd:1:3:1:0:1")
    assert "已经办完" in room.phone(HEAD).last.text
    assert CaseFact.LEFT_OUT not in await steps.facts(database)


async def test_the_only_one_on_duty_is_routed_around(room: Room, database: Database) -> None:
    """The next step hears at once when the one who would be asked is left out while nobody has it."""
    await story.end_roles(database, Role.ADMINISTRATOR)
    teacher = await story.report(room, story.SCHOOL)
    await name(teacher, "沈知夏")
    assert story.alerts(room.phone(DEPUTY)) == []
    assert story.alerts(room.phone(COUNTY))
    assert "已送出" in teacher.chat[0].text
