"""The other children of the home: whoever has taken the case looks, and says whether it is about them too."""

import pytest
from sqlmodel import select

from models import CaseEntry
from models.case_codes import CaseFact
from models.database import Database
from tests.alerts import story
from tests.casework import home, steps
from tests.phones import Room
from tests.practice import drill
from tests.world import DEPUTY, HEAD, TEACHER, School

NOTHING = "没有您可以查看"


@pytest.mark.db
async def test_a_child_of_the_home_is_linked_with_both_dates_and_by_whom(
    room: Room, database: Database, school: School
) -> None:
    brother = await home.add_sibling(database, school)
    head = await steps.taken(room)
    assert "家里的其他孩子：1 个" in head.last.text
    await head.press(home.OPEN)
    assert "田芒种" in head.last.text
    assert "七(1)，稻香坪学校" in head.last.text
    assert "还没有说" in head.last.text
    assert head.last.protected
    await head.press(home.LINK)
    assert "也在这件事里照看（顾明河" in head.last.text
    await head.press_data(f"rdsd:1:{brother}:1:0")  # an old button, once more
    (one,) = await home.decisions(database)
    assert (one.child_id, one.is_concerned, one.person_id) == (brother, True, school.head_id)
    assert one.happened_at == one.entered_at == room.clock.at
    assert (await steps.facts(database)).count(CaseFact.SIBLING_LINKED) == 1
    await steps.look(head)
    assert "家里另外 1 个孩子，也在这件事里照看" in head.last.text


@pytest.mark.db
async def test_a_link_is_taken_back_by_a_later_word_and_never_deleted(
    room: Room, database: Database, school: School
) -> None:
    await home.add_sibling(database, school)
    head = await home.linked(room)
    await head.press(home.CLEAR)
    assert "和这件事没有关系" in head.last.text
    assert [one.is_concerned for one in await home.decisions(database)] == [True, False]
    assert (await steps.facts(database))[-1] is CaseFact.SIBLING_CLEARED
    await steps.look(head)
    assert "也在这件事里照看" not in head.last.text
    await head.press(home.OPEN)
    await head.press(home.LINK)
    assert [one.is_concerned for one in await home.decisions(database)] == [True, False, True]


async def test_a_child_of_another_home_or_of_no_case_is_not_linked(
    room: Room, database: Database, school: School
) -> None:
    brother = await home.add_sibling(database, school)
    head = await home.shown(room)
    for press in (f"rdsd:1:{school.child_id}:1:0", "rdsd:1:999:1:0", f"rdsd:9:{brother}:1:0"):
        await head.press_data(press)
        assert NOTHING in head.last.text
    assert await home.decisions(database) == []


async def test_a_case_that_is_over_is_about_nobody_new(
    room: Room, database: Database, school: School
) -> None:
    brother = await home.add_sibling(database, school)
    await steps.closed(room)
    await room.phone(HEAD).press_data(f"rdsd:1:{brother}:1:0")
    assert "已经办完" in room.phone(HEAD).last.text
    assert await home.decisions(database) == []


async def test_whether_each_is_safe_is_asked_of_each(room: Room, database: Database, school: School) -> None:
    brother = await home.add_sibling(database, school)
    head = await steps.taken(room)
    await head.press_data("case:1")
    await head.press("孩子现在安全")
    sleeping = (await story.get_case(database)).escalate_at
    await steps.look(head)
    await head.press(home.OPEN)
    await head.press(home.LINK)
    assert "还没有人确认是不是安全" in head.last.text
    awake = (await story.get_case(database)).escalate_at
    assert awake is not None
    assert sleeping is not None
    assert awake < sleeping  # nobody has looked at the brother yet
    await head.press_data("case:1", message_id=head.last.message_id)
    assert "这件事里一共有 2 个孩子" in head.last.text
    assert "家里还有 1 个孩子，没有人说现在安全" in head.last.text
    await head.press("家里其他孩子安全吗")
    await head.press("田芒种现在安全")
    last = (await steps.events(database))[-1]
    assert (last.fact, last.child_id) == (CaseFact.CHILD_SAFE, brother)
    assert (await story.get_case(database)).escalate_at == sleeping
    await head.press_data(f"rdss:1:{brother}:yes:0", message_id=head.last.message_id)  # once more
    assert (await steps.facts(database)).count(CaseFact.CHILD_SAFE) == 2
    assert "没有人说现在安全" not in head.last.text


async def test_the_reporter_hears_nothing_of_the_other_child(
    room: Room, database: Database, school: School
) -> None:
    brother = await home.add_sibling(database, school)
    head = await home.linked(room)
    before = len(room.phone(TEACHER).chat)
    await head.press_data(f"rdss:1:{brother}:no:0")
    teacher = room.phone(TEACHER)
    assert len(teacher.chat) == before
    await teacher.press_data("case:1", message_id=teacher.last.message_id)
    assert "不安全" not in teacher.last.text.split("已记下")[-1]


async def test_it_does_not_end_while_one_of_them_is_not_safe_or_unanswered(
    room: Room, database: Database, school: School
) -> None:
    brother = await home.add_sibling(database, school)
    head = await steps.called(room)
    await head.press_data(f"rdsd:1:{brother}:1:0")
    for answer in ("", "no", "unsure"):
        if answer:
            await head.press_data(f"rdss:1:{brother}:{answer}:0")
        await head.press_data("rdcl:1:safe_at_home")
        assert (await story.get_case(database)).closing_by_id is None
        assert "安全" in head.last.text
    await head.press_data(f"rdss:1:{brother}:yes:0")
    await head.press_data("rdcl:1:safe_at_home")
    assert (await story.get_case(database)).closing_by_id == school.head_id
    await head.press_data(f"rdss:1:{brother}:unsure:0")
    await room.phone(DEPUTY).press_data("rdca:1:1")
    assert (await story.get_case(database)).closed_at is None


async def test_of_a_child_whom_it_is_not_about_nothing_is_said(
    room: Room, database: Database, school: School
) -> None:
    brother = await home.add_sibling(database, school)
    head = await home.shown(room)
    for child_id in (brother, school.child_id, 999):
        await head.press_data(f"rdss:1:{child_id}:yes:0")
        assert NOTHING in head.last.text
    await room.phone(DEPUTY).press_data(f"rdss:1:{brother}:yes:0")
    assert NOTHING in room.phone(DEPUTY).last.text
    assert CaseFact.CHILD_SAFE not in await steps.facts(database)


async def test_the_silent_holder_is_asked_about_all_of_them(
    room: Room, database: Database, school: School
) -> None:
    await home.add_sibling(database, school)
    head = await home.linked(room)
    await room.later(minutes=21)
    asked = next(shown for shown in reversed(head.chat) if any("我还在处理" in one for one in shown.buttons))
    assert any("家里其他孩子安全吗" in one for one in asked.buttons)


async def test_the_five_needs_are_asked_for_each_child(
    room: Room, database: Database, school: School
) -> None:
    await home.add_sibling(database, school)
    head = await home.linked(room)
    await steps.look(head)
    await head.press("写进案卷")
    await head.press("五个方面")
    assert "一共有 2 个孩子：请一个一个写" in head.last.text
    await steps.look(head)
    await head.press("写进案卷")
    await head.press("看到的")
    assert "一个一个写" not in head.last.text
    async with database.reading() as session:
        assert list(await session.exec(select(CaseEntry))) == []


async def test_who_ends_it_reads_for_how_many_children(
    room: Room, database: Database, school: School
) -> None:
    await home.add_sibling(database, school)
    head = await steps.called(room)
    await head.press(home.OPEN)
    await head.press(home.LINK)
    await head.press("田芒种现在安全")
    await steps.look(head)
    await head.press(steps.CLOSE)
    assert "家里另外 1 个孩子" in head.last.text
    await head.press("在家安全")
    deputy = room.phone(DEPUTY)
    await deputy.press(story.OPEN)
    assert "家里另外 1 个孩子" in deputy.last.text
    await deputy.press(steps.AGREE)
    assert "家里另外 1 个孩子" in deputy.last.text


async def test_where_no_home_is_known_nothing_is_offered(room: Room, database: Database) -> None:
    head = await steps.taken(room)
    assert home.OPEN not in head.last.text
    assert not any(home.OPEN in label for label in head.last.buttons)
    await head.press_data("rdsi:1:0")
    assert "没有登记过" in head.last.text


async def test_a_drill_has_no_home(room: Room, database: Database, school: School) -> None:
    await home.add_sibling(database, school)
    await drill.send(room)
    (case,) = await home.cases(database)
    await room.phone(HEAD).press_data(f"caseme:{case.id}:0")
    await room.phone(HEAD).press_data(f"rdsi:{case.id}:0")
    assert NOTHING in room.phone(HEAD).last.text
