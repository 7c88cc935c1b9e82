"""Whom at home somebody has told is a fact of the case: by whom, when, and never whom the matrix forbids."""

import pytest

from models.case_codes import CaseFact
from models.database import Database
from tests.alerts import story
from tests.alerts.test_home import ANSWER, begin
from tests.casework import papers, steps
from tests.phones import Phone, Room
from tests.world import DEPUTY, HEAD, TEACHER, School
from views.case_hearers import DecideHearer

TELL, PARENT, OTHER_SIDE = "告诉家里", "刚告诉了没有牵连的爸爸或妈妈", "刚告诉了对方孩子的父母"


async def looking(room: Room, **raised: str) -> Phone:
    head = await steps.taken(room, **{"group": story.PUPIL, **raised})
    await head.press(TELL)
    return head


async def test_both_sides_of_bullying_are_told_and_the_card_says_when(room: Room, database: Database) -> None:
    head = await looking(room)
    assert "对方孩子的父母：现在就告诉" in head.last.text
    await head.press(OTHER_SIDE)
    assert "告诉了对方孩子的父母" in head.last.text
    await head.press(TELL)
    await head.press(PARENT)
    told = [one for one in await steps.facts(database) if one.endswith("_told")]
    assert told == [CaseFact.OTHER_SIDE_TOLD, CaseFact.PARENT_TOLD]
    await head.press_data("case:1", message_id=head.last.message_id)
    assert "☑ 没有牵连的爸爸或妈妈：" in head.last.text
    assert "☑ 对方孩子的父母：" in head.last.text
    assert "☐ 家里的照看人：" in head.last.text


async def test_the_same_tap_twice_is_one_and_a_later_one_another(room: Room, database: Database) -> None:
    head = await looking(room)
    for _ in range(2):
        await head.press_data("rdth:1:parent")
    assert (await steps.facts(database)).count(CaseFact.PARENT_TOLD) == 1
    await room.later(minutes=5)
    await head.press_data("rdth:1:parent")
    assert (await steps.facts(database)).count(CaseFact.PARENT_TOLD) == 2


async def test_nobody_is_offered_whom_the_matrix_forbids(room: Room, database: Database) -> None:
    head = await looking(room, situation=story.INJURED, group=story.FAMILY)
    assert "对方孩子" not in head.last.text
    await head.press_data("rdth:1:other_side")
    assert "没有您可以查看" in head.last.text
    assert CaseFact.OTHER_SIDE_TOLD not in await steps.facts(database)


async def test_only_whoever_has_the_case_notes_it(room: Room, database: Database) -> None:
    await looking(room)
    for who in (DEPUTY, TEACHER):
        await room.phone(who).press_data("rdth:1:parent")
        await room.phone(who).press_data("rdth:1:")
    assert CaseFact.PARENT_TOLD not in await steps.facts(database)


async def test_it_is_work_at_the_case_and_stands_on_paper(room: Room, database: Database) -> None:
    head = await looking(room)
    await head.press(PARENT)
    await steps.look(head)
    await head.press("书面报告")
    number = (await story.get_case(database)).number
    word = papers.text_of_word(papers.sent(room)[f"{number}-report.docx"])
    assert "有没有人把此事告诉家里：告诉了孩子的爸爸或妈妈（" in word
    assert room.phone(HEAD) is head


async def test_whom_somebody_left_out_by_name_is_offered_no_more(room: Room, school: School) -> None:
    head = await looking(room)
    carer, parent = "刚告诉了家里的照看人", PARENT
    assert {carer, parent} <= set(head.last.buttons)
    await steps.keep_open(room, HEAD)
    for is_out in (False, True):  # let in, and after all not
        press = DecideHearer(case_id=1, person_id=school.grandmother_id, is_out=is_out, sure=True)
        await head.press_data(press.pack())
    await head.press_data("rdth:1:", message_id=head.last.message_id)
    assert carer not in head.last.buttons
    assert parent in head.last.buttons
    await head.press_data("rdth:1:carer")
    assert "没有您可以查看" in head.last.text


@pytest.mark.parametrize("answers", [(), (ANSWER,)])
async def test_nor_is_whoever_may_not_be_seen_to_have_reported(room: Room, answers: tuple[str, ...]) -> None:
    grandmother = await begin(room)
    for label in (*answers, "孩子没人管"):
        await grandmother.press(label)
    head = room.phone(HEAD)
    await head.press(story.TAKE)
    await head.press_data("rdth:1:")
    offered = any("家里的照看人" in one for one in head.chat[-1].buttons)
    assert offered is bool(answers)
