"""From a teacher's red button to the case that somebody has taken."""

import re

from models.case_codes import CaseFact, CaseState
from models.database import Database
from tests.alerts import story
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, GRANDMOTHER, HEAD, MOTHER, TEACHER, School, set_locale

RAISED, SENT, OPENED = CaseFact.RAISED, CaseFact.SENT, CaseFact.OPENED
TAKEN, OVERDUE = CaseFact.TAKEN, CaseFact.OVERDUE


async def test_a_report_is_stored_sent_opened_and_taken(
    room: Room, database: Database, school: School
) -> None:
    teacher, head = await story.store(room), room.phone(HEAD)
    case = await story.get_case(database)
    assert case.state is CaseState.DRAFT
    assert re.fullmatch(r"2026-[34679A-Z]{4}", case.number)
    assert case.number in teacher.chat[0].text
    assert [shown.contact for shown in teacher.chat[1:]] == ["110", "120"]
    assert head.chat == []

    await teacher.press(story.FAMILY)
    assert case.number in teacher.chat[0].text
    assert "学校负责人" in teacher.chat[0].text
    assert "10:05" in teacher.chat[0].text
    assert "在哪里" in teacher.chat[0].text
    assert await story.excluded(database) == {school.mother_id, school.grandmother_id}

    assert len(story.alerts(head)) == 1
    await head.press(story.OPEN)
    assert "田小满" in head.last.text
    assert "三(1)" in head.last.text
    assert story.BULLYING in head.last.text
    assert "许一诺" in head.last.text
    assert "家里的照看人：不要告诉" in head.last.text

    await room.later(minutes=4)
    await head.press(story.TAKE)
    assert "顾明河 10:04 已接手" in head.last.text
    assert story.alerts(head) == []
    assert "顾明河 10:04 已接手" in teacher.last.text
    await room.later(minutes=29)
    told = [fact for fact, _ in await story.facts(database)]
    assert told == [RAISED, SENT, OPENED, TAKEN, OVERDUE]
    assert "报警了吗" in teacher.last.text
    assert [room.phone(one).chat for one in (DEPUTY, COUNTY, MOTHER, GRANDMOTHER)] == [[], [], [], []]


async def test_it_is_the_same_in_english(room: Room, database: Database) -> None:
    async with database.transaction() as session:
        for one in (TEACHER, HEAD):
            await set_locale(session, one, "en")
    teacher, head = room.phone(TEACHER), room.phone(HEAD)
    await teacher.send("🔴 Report")
    for label in ("田小满", "Yes, this child", "Injuries", "Not clear", "Tell the head of the school too"):
        await teacher.press(label)
    assert "county duty officer" in teacher.chat[0].text
    await teacher.press("I called just now")
    assert "10:00 police called" in teacher.chat[0].text
    await head.press("Open")
    assert "May be involved: Not clear" in head.last.text
    assert "Please make sure the child is safe now" in head.last.text
    await head.press("I'm on it")
    assert "顾明河 has taken it, at 10:00." in teacher.last.text


async def test_a_push_says_neither_the_child_nor_what_happened(room: Room, database: Database) -> None:
    await story.store(room, situation=story.INJURED)
    await room.later(minutes=240)
    said = [text for one in (HEAD, DEPUTY, COUNTY) for text in room.phone(one).texts]
    assert len(said) > 10
    number = (await story.get_case(database)).number
    for text in said:
        assert number in text
        for secret in ("小满", "三(1)", "有伤", "许一诺", "R4", "家里"):
            assert secret not in text


async def test_a_doctor_comes_first_where_somebody_is_hurt(room: Room) -> None:
    teacher = await story.store(room, situation=story.INJURED)
    assert "先打120" in teacher.chat[0].text
    assert [shown.contact for shown in teacher.chat[1:]] == ["120", "110"]
    await teacher.press(story.FAMILY)
    assert "有人受伤，先打120。报警打110。" in teacher.chat[0].text


async def test_any_child_of_the_school_and_no_other(room: Room, school: School) -> None:
    deputy = await story.report(room, telegram_id=DEPUTY)  # teaches another class
    assert "已送出" in deputy.chat[0].text
    await deputy.send("🔴 我要报告")
    assert "还没有登记孩子" in deputy.last.text  # it begins with the deputy's own class
    county, mother = room.phone(COUNTY), room.phone(MOTHER)
    await county.send("🔴 我要报告")  # a call about any child of the county may come in there
    assert "三(1)" in "".join(county.last.buttons)
    await mother.press_data(f"raise:{school.child_id}")
    assert "没有您可以查看" in mother.last.text


async def test_leaving_before_the_tap_that_stores_leaves_nothing(room: Room, database: Database) -> None:
    teacher = room.phone(TEACHER)
    await teacher.send("🔴 我要报告")
    for label in (
        "换一个班",
        "三(1)",
        "田小满",
        "换一个孩子",
        "田小满",
        "先不报告",
    ):
        await teacher.press(label)
    assert "什么都没有存" in teacher.last.text
    assert await story.facts(database) == []
