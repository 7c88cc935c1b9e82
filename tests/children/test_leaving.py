"""A child who is no longer at the school: all that is about it stops, quietly, and a slip is taken back."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models import Note
from models.codes import Leaving, Sending
from scheduler import jobs
from services.profile import Profile
from services.profile.retention import Kind
from services.retention.rules import cutoff, period_of
from tests.alerts import story
from tests.children.leaving import (
    due,
    endings,
    get_child,
    give_task,
    let_go,
    make_class_teacher,
    open_tasks,
    queue,
)
from tests.phones import Room, StillClock
from tests.privacy import rights
from tests.world import DEPUTY, GRANDMOTHER, HEAD, MOTHER, TEACHER, School
from views.leaving import ChooseLeaving, PutBack

pytestmark = pytest.mark.usefixtures("planned")

DENIED = "这里没有您可以查看的内容"


@pytest.mark.parametrize("why", list(Leaving))
async def test_everything_stops_at_once_and_nobody_is_told(room: Room, school: School, why: Leaving) -> None:
    await queue(room, school)
    await give_task(room, school)
    before = {who: len(room.phone(who).chat) for who in (MOTHER, GRANDMOTHER, TEACHER)}
    head = await let_go(room, school, why)
    assert (await get_child(room.database)).left_why is why
    assert await due(room.database) == []
    assert await open_tasks(room.database) == []
    await room.later(days=70)
    assert await endings(room.database) == {Sending.SUPERSEDED}
    assert {who: len(room.phone(who).chat) for who in before} == before
    assert ("请您保重" in head.last.text) is (why is Leaving.DIED)


async def test_who_has_left_is_on_no_list_and_opens_to_nobody(room: Room, school: School) -> None:
    await let_go(room, school)
    for who in (HEAD, TEACHER, MOTHER, GRANDMOTHER):
        await room.phone(who).press_data(f"child:{school.child_id}")
        assert DENIED in room.phone(who).last.text
    await room.phone(MOTHER).send("👧 我的孩子")
    assert "链接" not in room.phone(MOTHER).last.text  # nobody who lost a child is asked to join


async def test_it_is_asked_once_more(room: Room, school: School) -> None:
    head = room.phone(HEAD)
    await head.press_data(f"child:{school.child_id}")
    await head.press("已不在本校")
    await head.press("去世了")
    assert (await get_child(room.database)).left_at is None
    await head.press("不改了")
    assert "田小满" in head.last.text


@pytest.mark.parametrize(("who", "may"), [(HEAD, True), (TEACHER, False), (DEPUTY, False), (MOTHER, False)])
async def test_the_head_may_say_so_and_a_teacher_of_the_class_only_as_class_teacher(
    room: Room, school: School, who: int, may: bool
) -> None:
    press = ChooseLeaving(child_id=school.child_id, why=Leaving.MOVED, sure=True).pack()
    await room.phone(who).press_data(press)
    assert ((await get_child(room.database)).left_at is not None) is may
    if who == TEACHER:
        await make_class_teacher(room, school)
        await let_go(room, school, who=TEACHER)
        assert (await get_child(room.database)).left_at is not None


async def test_a_second_press_changes_nothing(room: Room, school: School) -> None:
    await let_go(room, school, Leaving.GRADUATED)
    await room.later(hours=1)
    before = (await get_child(room.database)).left_at
    press = ChooseLeaving(child_id=school.child_id, why=Leaving.DIED, sure=True).pack()
    await room.phone(HEAD).press_data(press)
    after = await get_child(room.database)
    assert (after.left_at, after.left_why) == (before, Leaving.GRADUATED)


async def test_a_slip_is_taken_back_within_a_day(room: Room, school: School) -> None:
    stood = await due(room.database)
    await give_task(room, school)
    head = await let_go(room, school)
    await room.later(hours=23)
    await head.press_data(f"class:{school.class_id}:0")
    await head.press("放回田小满")
    assert "田小满" in head.last.text
    await room.later(minutes=2)
    assert await due(room.database) == stood != []
    assert await open_tasks(room.database) == [school.teacher_id]


async def test_after_a_day_it_stays(room: Room, school: School) -> None:
    head = await let_go(room, school)
    await room.later(hours=24)
    await head.press_data(PutBack(child_id=school.child_id).pack())
    assert "请重新登记" in head.last.text
    assert (await get_child(room.database)).left_at is not None
    await head.press_data(f"class:{school.class_id}:0")
    assert not any("放回" in label for label in head.last.buttons)


async def test_a_case_goes_on_and_its_holder_is_told_on_the_card(room: Room, school: School) -> None:
    await story.report(room, story.PUPIL)
    head = room.phone(HEAD)
    await head.press(story.TAKE)
    await head.press_data("case:1")
    assert "不在本校" not in head.last.text
    before = await story.get_case(room.database)
    await let_go(room, school)
    await room.later(minutes=5)
    after = await story.get_case(room.database)
    assert (after.state, after.taken_by_id) == (before.state, school.head_id)
    await head.press_data("case:1")
    assert "不在本校" in head.last.text
    assert "田小满" in head.last.text


async def test_the_family_may_still_ask_what_is_kept(room: Room, school: School) -> None:
    await let_go(room, school)
    _, held = await rights.take(room, MOTHER)
    assert any("田小满" in str(entry) for entry in held["child"])
    await rights.ask(room, MOTHER, "删除", "请删掉")
    assert [one.child_id for one in await rights.requests_in(room.database)] == [school.child_id]


async def test_what_the_family_writes_still_reaches_somebody(room: Room, school: School) -> None:
    await let_go(room, school, Leaving.DIED)
    await room.phone(MOTHER).send("老师，谢谢您这些年")
    teacher = room.phone(TEACHER)
    assert not any("小满" in text for text in teacher.texts)
    await teacher.send("📋 待办")
    await teacher.press("打开第1件")
    assert "谢谢您这些年" in teacher.last.text


async def test_time_counts_from_the_day_it_left(room: Room, school: School, profile: Profile) -> None:
    async with room.database.transaction() as session:
        note = Note(
            child_id=school.child_id, author_id=school.teacher_id, mood=2, words="今天爱说话",
            happened_on=room.clock.at.date(), entered_at=room.clock.at,
        )  # fmt: skip
        session.add(note)
    await let_go(room, school)
    over = cutoff(period_of(profile, Kind.NOTES), now=room.clock.at)
    kept = room.clock.at - over
    for days, words in ((-1, "今天爱说话"), (1, None)):
        clock = StillClock(room.clock.at + kept + timedelta(days=days))
        await jobs.remove_over(room.database, clock, profile, (Kind.NOTES,))
        async with room.database.reading() as session:
            assert (await session.exec(select(Note.words))).one() == words
