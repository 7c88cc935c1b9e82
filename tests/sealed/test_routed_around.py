"""Wherever an administrator can look, one who is excluded finds what was there before the case."""

import pytest

from models.codes import Role
from models.database import Database
from scheduler import jobs
from services.profile import Profile
from tests.alerts import story
from tests.phones import Phone, Room
from tests.world import COUNTY, HEAD, School

AUNT = 110
LISTS = (
    "/cases", "/start", "/help", "/privacy", "📋 待办", "🏫 学校", "👧 我的班", "✍️ 记一笔", "🔴 我要报告",
    "⚙️ 设置",
)  # fmt: skip
# A child's card and notes, a class, its check-ins and reports, the rhythm, a calendar, who waits, who may go.
PRESSES = (
    "child:{child}", "nhist:{child}:0", "class:{class_}:0", "nclass:{class_}:0", "alcl:{class_}:0",
    "rhy:{child}", "cal:{school}", "sch:{school}:waiting:0", "sch:{school}:remove:0", "cases:0", "tasks:0",
    "raise:{child}",
)  # fmt: skip


async def look_around(phone: Phone, school: School) -> list[tuple[str, list[str]]]:
    """Open every list and press into every card; return what each shows."""
    found = []
    ids = {"child": school.child_id, "class_": school.class_id, "school": school.school_id}
    for text in LISTS:
        await phone.send(text)
        found.append((phone.last.text, sorted(phone.last.buttons)))
    for press in PRESSES:
        await phone.press_data(press.format(**ids))
        found += [(one.text, sorted(one.buttons)) for one in phone.chat]
    return found


@pytest.mark.parametrize("is_taken", [False, True])
async def test_a_head_who_is_left_out_finds_nothing_new(room: Room, school: School, is_taken: bool) -> None:
    head = room.phone(HEAD)
    before = await look_around(head, school)
    head.chat.clear()
    await story.report(room, story.SCHOOL)
    await room.later(minutes=30)
    if is_taken:
        await room.phone(COUNTY).press(story.TAKE)
    head.chat.clear()
    assert await look_around(head, school) == before


async def test_an_administrator_of_the_family_finds_nothing_new_while_the_head_works_on_it(
    room: Room, database: Database, school: School
) -> None:
    person_id = await story.add_staff(database, AUNT, "吴小姑", Role.ADMINISTRATOR, school.school_id)
    await story.make_kin(database, school, person_id)
    aunt = room.phone(AUNT)
    before = await look_around(aunt, school)
    aunt.chat.clear()
    await story.report(room)
    await room.later(minutes=3)
    await room.phone(HEAD).press(story.TAKE)
    await room.phone(HEAD).press(story.OPEN)
    assert aunt.chat == []
    assert await look_around(aunt, school) == before


async def test_the_weekly_question_of_who_is_there_knows_of_no_case(
    room: Room, database: Database, profile: Profile
) -> None:
    """It asks everybody on duty, the excluded too, and says nothing else."""
    await story.report(room, story.SCHOOL)
    await room.later(minutes=15)
    await room.phone(COUNTY).press(story.TAKE)
    await room.later(days=2, hours=1)  # past Wednesday's question
    await jobs.check_duty(database, room.clock, profile)
    await room.later(minutes=1)
    assert [text for text in room.phone(HEAD).texts if "编号" in text or "报告" in text] == []
