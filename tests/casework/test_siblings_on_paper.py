"""Linked children in the papers: the report names them with the household, the file tells all about them."""

import json

from models.codes import UnitKind
from models.database import Database
from tests.alerts import story
from tests.casework import home, papers, steps
from tests.casework.test_case_file import exported, passphrases
from tests.phones import Room
from tests.world import DEPUTY, HEAD, School, add_place


async def report_of(room: Room) -> str:
    head = room.phone(HEAD)
    await steps.look(head)
    await head.press("书面报告")
    return papers.text_of_word(next(file for name, file in papers.sent(room).items() if "docx" in name))


async def test_the_report_names_who_is_linked_and_nobody_else(
    room: Room, database: Database, school: School
) -> None:
    linked = await home.add_sibling(database, school)
    cleared = await home.add_sibling(database, school, name="田小寒")
    undecided = await home.add_sibling(database, school, name="田大寒")
    head = await home.shown(room)
    for press in (f"rdsd:1:{linked}:1:0", f"rdsd:1:{cleared}:1:0", f"rdsd:1:{cleared}:0:0"):
        await head.press_data(press)
    word = await report_of(room)
    assert "家里另一个孩子也列入此事：田芒种，出生日期 2014-06-06，稻香坪学校" in word
    assert "由顾明河列入" in word
    assert "田小寒" not in word
    assert "田大寒" not in word
    assert len({linked, cleared, undecided}) == 3


async def test_the_file_tells_every_word_about_each_with_both_dates(
    room: Room, database: Database, school: School
) -> None:
    await home.add_sibling(database, school)
    head = await home.linked(room)
    await head.press(home.CLEAR)
    await exported(room)
    number = (await story.get_case(database)).number
    files = papers.unpacked(
        next(file for name, file in papers.sent(room).items() if name.endswith(".zip")),
        passphrases(room.phone(DEPUTY))[0],
    )
    told = json.loads(files[f"{number}.json"])["siblings"]
    assert [(one["name"], one["born_on"], one["is_concerned"], one["is_current"]) for one in told] == [
        ("田芒种", "2014-06-06", True, False), ("田芒种", "2014-06-06", False, True)
    ]  # fmt: skip
    assert all({"happened_at", "entered_at"} <= set(one) for one in told)
    assert {one["who"]["name"] for one in told} == {"顾明河"}
    for text in (
        papers.text_of_word(files[f"{number}.docx"]),
        papers.text_of_pdf(files[f"{number}.pdf"]),
    ):
        for known in ("家里的其他孩子", "田芒种", "2014-06-06", "列入此事", "不列入"):
            assert known in text, known


async def test_the_name_of_a_child_at_another_school_is_left_to_a_hand(
    room: Room, database: Database, school: School
) -> None:
    async with database.transaction() as session:
        there = await add_place(session, UnitKind.SCHOOL, "禾苗小学", under=school.county_id)
        other_class = await add_place(session, UnitKind.CLASS, "二(3)", under=there)
    await home.add_sibling(database, school, class_id=other_class)
    await home.linked(room)
    word = await report_of(room)
    assert "禾苗小学" in word
    assert "也列入此事：[请填写：姓名]" in word
    assert "出生日期 [请填写：出生日期]" in word
    assert "田芒种" not in word
    assert "2014-06-06" not in word


async def test_without_linked_children_the_papers_say_so(room: Room, database: Database) -> None:
    await steps.taken(room)
    word = await report_of(room)
    assert "家里另一个孩子" not in word
