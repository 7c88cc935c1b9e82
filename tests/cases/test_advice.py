"""What the profile asks stands on the cards: a line for each adult, a mark where nobody has checked it."""

from datetime import date

import pytest
from sqlmodel import col, update

from models import CaseEvent, Child
from models.case_codes import CaseFact, Involved
from models.database import Database
from services.profile import Profile, load
from tests.alerts import story
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, NOW, TEACHER
from views.advice import checklist_lines, legend, report_line, telling_lines, unreported_lines
from views.reader import Reader

OTHER = "其他人"
ZH, EN = Reader("zh_CN"), Reader("en")
CN, MD = load("CN"), load("MD")


def test_a_missing_child_is_asked_for_at_home_and_the_note_stands_once() -> None:
    lines = telling_lines("R7", Involved.UNCLEAR, CN, ZH)
    assert lines == [
        "☐ 没有牵连的爸爸或妈妈：现在就告诉。问孩子在不在、谁最后见过；问不到，马上报警",
        "☐ 家里的照看人：现在就告诉 *",
        "☐ 村委会和村儿童主任：现在就告诉 *",
    ]
    fled = telling_lines("R7", Involved.FAMILY, CN, ZH)
    assert sum("先打110" in line for line in fled) == 1
    assert not any("现在就告诉" in line for line in fled)


def test_only_where_another_pupil_is_involved_there_is_another_side() -> None:
    for involved in Involved:
        lines = "\n".join(telling_lines("R4", involved, CN, ZH))
        assert ("对方孩子的父母" in lines) == (involved is Involved.PUPIL)


@pytest.mark.parametrize(("profile", "reader"), [(CN, ZH), (CN, EN), (MD, ZH), (MD, EN)])
def test_each_card_has_something_to_do_and_somebody_to_report_to(profile: Profile, reader: Reader) -> None:
    for situation in profile.situations:
        assert len(report_line(situation.code, profile, reader)) == 1
        assert 3 <= len(checklist_lines(situation.code, profile, reader, mark="·")) <= 6
        for involved in [None, *Involved]:
            lines = telling_lines(situation.code, involved, profile, reader)
            assert len(lines) in (3, 4)
            todo = checklist_lines(situation.code, profile, reader, mark="·")
            marked = any(line.endswith("*") for line in (*lines, *todo)) or not situation.verified
            assert bool(legend(situation.code, involved, profile, reader)) == marked


def test_a_situation_the_profile_has_dropped_leaves_who_is_told() -> None:
    assert report_line("Q7", CN, ZH) == checklist_lines("Q7", CN, ZH, mark="·") == []
    assert len(telling_lines("Q7", None, CN, ZH)) == 3


async def test_reporter_and_holder_read_what_to_do_and_leave(room: Room) -> None:
    teacher = await story.report(room, situation=story.INJURED)
    screen = next(text for text in teacher.texts if "已送出" in text)
    assert "不追问孩子" in screen
    assert "依法要报告：公安机关，现在就报" in screen
    assert "现在就告诉" not in screen  # whom to tell is for whoever holds it
    assert "怀疑就要报告，这是法律定的" in screen
    head = room.phone(HEAD)
    await head.press(story.OPEN)
    assert "田小满</b>，8岁" in head.last.text
    for line in ("☐ 不追问孩子", "☐ 不拍孩子的身体", "照看人：不要告诉 *", "* 还没有在当地核对过"):
        assert line in head.last.text
    assert room.phone(DEPUTY).chat == []


async def test_a_situation_for_another_age_or_unchecked_is_offered_and_marked(room: Room) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data("alsi:1:0")
    marked = [label for label in teacher.last.buttons if label.endswith("△")]
    assert [label for label in marked if "满14岁" in label] == marked
    assert len(marked) == 1
    assert "△ 按生日算" in teacher.last.text
    assert any(label.endswith("*") for label in teacher.last.buttons)
    assert "* 还没有在当地核对过" in teacher.last.text


async def test_what_goes_to_the_school_authority_asks_for_no_call_to_the_police(room: Room) -> None:
    teacher = await story.report(room, situation="辍学")
    screen = next(text for text in teacher.texts if "已送出" in text)
    assert "依法要报告：教育部门，写成书面" in screen
    assert "有危险，现在就打110" in screen
    assert "请现在打110报警" not in screen


@pytest.mark.parametrize(
    ("situation", "line"),
    [
        ("辍学", "还没有向教育部门报告的记录，请写成书面"),
        ("照看人不合适", "还没有向民政部门、村（居）委会报告的记录，请尽快"),
        ("在校受伤、突然生病", "还没有向教育部门报告的记录，请尽快"),
    ],
)
async def test_its_holder_reads_what_the_situation_asks_for_and_not_the_police(
    room: Room, database: Database, situation: str, line: str
) -> None:
    await story.report(room, OTHER, situation=situation)
    head = room.phone(HEAD)
    await head.press(story.OPEN)
    assert line in head.last.text
    assert "还没有报警的记录" not in head.last.text
    async with database.transaction() as session:
        session.add(CaseEvent(case_id=1, fact=CaseFact.REPORTED, happened_at=NOW, entered_at=NOW))
    await head.press_data("case:1")
    assert "的记录，请" not in head.last.text


def test_of_a_report_from_home_the_line_warns_not_to_tell_home() -> None:
    for code in ("D1", "R4"):
        (line,) = unreported_lines(code, CN, ZH, from_home=True)
        assert "不要让家里知道有人报告" in line
    assert unreported_lines("D1", CN, EN, from_home=False) == [
        "No report to the education authority is noted. It is to be in writing."
        " If the child is in danger, call the police at once."
    ]


async def test_a_report_elsewhere_is_no_call_to_the_police(room: Room, database: Database) -> None:
    await story.report(room, OTHER)
    async with database.transaction() as session:
        session.add(CaseEvent(case_id=1, fact=CaseFact.REPORTED, happened_at=NOW, entered_at=NOW))
    await room.phone(HEAD).press(story.OPEN)
    assert "还没有报警的记录" in room.phone(HEAD).last.text


async def test_a_birthday_since_changes_nothing_of_the_age_then(room: Room, database: Database) -> None:
    await story.report(room)
    async with database.transaction() as session:
        await session.exec(update(Child).where(col(Child.id) == 1).values(born_on=date(2018, 11, 24)))
    await room.later(hours=26)
    county = room.phone(COUNTY)
    await county.press(story.OPEN, on=county.chat[-1])
    assert "8岁" not in county.last.text
    assert "7岁" in county.last.text
