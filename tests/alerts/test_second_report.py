"""Somebody else reports the same child: its own report, and who has the first one hears that there is one."""

import pytest
from sqlmodel import col, select

from models import Case, CaseExclusion
from models.case_codes import CaseFact
from models.codes import Role
from models.database import Database
from tests.alerts import story
from tests.casework import steps
from tests.phones import Phone, Room
from tests.world import COUNTY, DEPUTY, HEAD, TEACHER, School

NEWS, BOTH, DENIED = "有了新消息", "关于这个孩子还有一份报告", "没有您可以查看"
COLLEAGUE = 140


@pytest.fixture
async def colleague(database: Database, school: School) -> int:
    """Another teacher of the class."""
    return await story.add_staff(database, COLLEAGUE, "江小满", Role.TEACHER, school.class_id)


async def cases(database: Database) -> list[Case]:
    async with database.reading() as session:
        return list(await session.exec(select(Case).order_by(col(Case.id))))


async def left_out(database: Database, case_id: int) -> set[int]:
    async with database.reading() as session:
        query = select(CaseExclusion.person_id).where(CaseExclusion.case_id == case_id)
        return set(await session.exec(query))


async def look(phone: Phone, case_id: int) -> str:
    await phone.press_data(f"case:{case_id}", message_id=phone.last.message_id)
    return phone.last.text


def says(phone: Phone, words: str) -> bool:
    return any(words in text for text in phone.texts)


@pytest.mark.db
async def test_both_stand_and_who_has_the_first_hears_of_the_second(
    room: Room, database: Database, school: School, colleague: int
) -> None:
    head = await steps.taken(room)
    second = await story.report(room, telegram_id=COLLEAGUE, situation=story.INJURED)
    mine, other = await cases(database)
    assert (mine.reporter_id, other.reporter_id) == (school.teacher_id, colleague)
    (told,) = [text for text in head.texts if NEWS in text]
    assert other.number not in told
    assert "田小满" not in told
    assert f"{BOTH}：编号 <b>{other.number}</b>" in await look(head, 1)
    assert f"{BOTH}：编号 <b>{mine.number}</b>" in await look(head, 2)
    for reporter, number in ((second, mine.number), (room.phone(TEACHER), other.number)):
        assert not says(reporter, number)
        assert not says(reporter, BOTH)


@pytest.mark.usefixtures("colleague")
@pytest.mark.db
async def test_whom_the_second_leaves_out_the_first_leaves_out_too(
    room: Room, database: Database, school: School
) -> None:
    head = await steps.taken(room)
    await story.report(room, story.SCHOOL, COLLEAGUE, situation=story.AT_SCHOOL)
    first, _ = await cases(database)
    assert {school.head_id, school.deputy_id} <= await left_out(database, 1)
    assert first.taken_by_id is None
    assert not says(head, NEWS)
    assert DENIED in await look(head, 1)
    facts = await steps.facts(database)
    assert CaseFact.REROUTED in facts
    county = room.phone(COUNTY)
    assert len(story.alerts(county)) == 2
    await county.press_data("caseme:1:1")
    assert BOTH in await look(county, 1)
    await room.phone(TEACHER).press_data("case:1")
    assert "报告" in room.phone(TEACHER).last.text  # its reporter keeps it


@pytest.mark.usefixtures("colleague")
async def test_whom_the_first_leaves_out_the_second_never_reaches(
    room: Room, database: Database, school: School
) -> None:
    await story.report(room, story.SCHOOL)
    await story.report(room, telegram_id=COLLEAGUE)
    assert {school.head_id, school.deputy_id} <= await left_out(database, 2)
    await room.later(minutes=30)
    assert room.phone(HEAD).chat == []
    assert room.phone(DEPUTY).chat == []
    assert len(story.alerts(room.phone(COUNTY))) >= 2


@pytest.mark.usefixtures("colleague")
async def test_a_later_answer_of_either_counts_for_both(
    room: Room, database: Database, school: School
) -> None:
    head = await steps.taken(room)
    second = await story.report(room, telegram_id=COLLEAGUE)
    await second.press("选错了")
    await second.press(story.SCHOOL)
    assert school.head_id in await left_out(database, 1)
    assert DENIED in await look(head, 1)


@pytest.mark.usefixtures("colleague")
async def test_somebody_let_in_by_name_is_out_again_by_a_second_report(
    room: Room, database: Database, school: School
) -> None:
    await story.make_kin(database, school, school.deputy_id)
    head = await steps.taken(room)
    await head.press_data(f"rdhd:1:{school.deputy_id}:0:0:1", message_id=head.last.message_id)
    async with database.reading() as session:
        query = select(CaseExclusion.is_let_in).where(CaseExclusion.person_id == school.deputy_id)
        assert list(await session.exec(query)) == [True]
    await story.report(room, story.SCHOOL, COLLEAGUE, situation=story.AT_SCHOOL)
    async with database.reading() as session:
        assert set(await session.exec(query)) == {False}


@pytest.mark.usefixtures("colleague")
async def test_a_report_that_is_over_says_nothing_of_the_next(room: Room, database: Database) -> None:
    await steps.closed(room)
    await story.report(room, story.SCHOOL, COLLEAGUE, situation=story.AT_SCHOOL)
    assert not says(room.phone(HEAD), NEWS)
    assert CaseFact.REROUTED not in await steps.facts(database)
