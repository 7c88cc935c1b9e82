"""A reporter may keep their name from everybody but whoever takes the case."""

from tests.alerts import story
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, TEACHER

NAME, SOMEBODY = "许一诺", "一位老师"
HIDE, SHOW = "只给接手的人看", "姓名都可以看"


async def report_without_a_name(room: Room, group: str = story.FAMILY) -> None:
    teacher = await story.store(room)
    await teacher.press(HIDE)
    await teacher.press(group)


async def test_only_whoever_takes_it_reads_the_name(room: Room) -> None:
    await report_without_a_name(room)
    head = room.phone(HEAD)
    await head.press(story.OPEN)
    assert SOMEBODY in head.last.text
    assert NAME not in head.last.text
    await head.press(story.TAKE)
    assert NAME in head.last.text
    assert "请不要告诉别人" in head.last.text


async def test_others_on_the_ladder_never_read_it(room: Room) -> None:
    await report_without_a_name(room)
    await room.later(minutes=11)
    await room.phone(DEPUTY).press(story.TAKE)
    for who in (HEAD, COUNTY):
        await room.phone(who).press(story.OPEN)
        assert SOMEBODY in room.phone(who).last.text
        assert not any(NAME in text for text in room.phone(who).texts)


async def test_when_it_lapses_the_name_goes_with_it(room: Room) -> None:
    await report_without_a_name(room)
    head = room.phone(HEAD)
    await head.press(story.TAKE)
    await head.press(story.OPEN)
    assert NAME in head.last.text
    await room.later(minutes=31)
    assert not any(NAME in text for text in head.texts)
    await head.press(story.OPEN)
    assert NAME not in head.last.text


async def test_the_head_who_is_told_too_does_not_read_it(room: Room) -> None:
    await report_without_a_name(room, story.UNCLEAR)
    await room.phone(TEACHER).press("也告诉学校负责人")
    head = room.phone(HEAD)
    await head.press(story.OPEN)
    assert SOMEBODY in head.last.text
    assert NAME not in head.last.text


async def test_a_name_kept_later_is_covered_where_it_stands(room: Room) -> None:
    teacher, head = await story.report(room), room.phone(HEAD)
    await head.press(story.OPEN)
    assert NAME in head.last.text
    await teacher.press(HIDE)
    assert "只看到“一位老师”" in teacher.chat[0].text
    assert not any(NAME in text for text in head.texts)
    assert story.alerts(head)  # it can still be taken


async def test_a_name_may_be_shown_again(room: Room) -> None:
    await report_without_a_name(room)
    teacher, head = room.phone(TEACHER), room.phone(HEAD)
    await teacher.press(SHOW)
    assert SOMEBODY not in teacher.last.text
    await head.press(story.OPEN)
    assert NAME in head.last.text


async def test_nobody_else_may_show_or_hide_it(room: Room) -> None:
    await report_without_a_name(room)
    head = room.phone(HEAD)
    await head.press_data("alnm:1:0")
    assert "没有您可以查看" in head.last.text
    assert (await story.get_case(room.database)).hides_reporter
