"""Later, and can't: a reminder comes again, or the teacher learns why not."""

import pytest

from models.codes import Outcome
from models.database import Database
from tests.phones import Room
from tests.reminders.months import change_child, go, list_contacts
from tests.world import MOTHER, TEACHER, School

pytestmark = pytest.mark.usefixtures("planned")


async def test_later_asks_again_and_the_last_choice_counts(room: Room, database: Database) -> None:
    mother = room.phone(MOTHER)
    await go(room, "2026-12-08T11:31")
    await mother.press("换个时间")
    later = dict(mother.last.buttons)
    assert {"⏳ 过两小时", "🌙 晚上再提醒", "📅 周末中午", "✅ 打过了"} == set(later)
    await mother.press_data(next(press for label, press in later.items() if "周末" in label))
    assert "12月12日 12:00" in mother.last.text
    await mother.press_data(next(press for label, press in later.items() if "晚上" in label))
    await mother.press_data(next(press for label, press in later.items() if "晚上" in label))
    assert "12月9日 19:30" in mother.last.text
    heard = len(mother.chat)
    await go(room, "2026-12-09T11:31")
    assert len(mother.chat) == heard + 1
    assert "今晚 19:30" in mother.last.text
    await go(room, "2026-12-17T00:00")
    assert len(mother.chat) == heard + 1


async def test_later_at_night_waits_for_the_morning(room: Room, database: Database) -> None:
    mother = room.phone(MOTHER)
    await go(room, "2026-12-08T13:00")  # nine in the evening
    await mother.press("换个时间")
    await mother.press("过两小时")
    assert "12月9日 07:00" in mother.last.text
    heard = len(mother.chat)
    await go(room, "2026-12-08T23:01")
    assert len(mother.chat) == heard + 1
    assert "今天聊几句就好" in mother.last.text


async def test_later_is_dropped_once_the_month_is_satisfied(room: Room) -> None:
    mother, teacher = room.phone(MOTHER), room.phone(TEACHER)
    await go(room, "2026-12-08T12:00")
    await mother.press("换个时间")
    await mother.press("晚上再提醒")
    await teacher.send("👧 我的班")
    await teacher.press("田小满")
    await teacher.press("信寄出了")
    heard = len(mother.chat)
    await go(room, "2026-12-10T00:00")
    assert len(mother.chat) == heard


async def test_cannot_is_heard_with_its_reason(room: Room, database: Database) -> None:
    mother, teacher = room.phone(MOTHER), room.phone(TEACHER)
    await go(room, "2026-12-08T12:00")
    await mother.press("不方便")
    shift = next(press for label, press in mother.last.buttons.items() if "上班" in label)
    await mother.press_data(shift, message_id=mother.last.message_id)
    assert "会告诉田小满的老师" in mother.last.text
    told = len(teacher.chat)
    assert "周阿桂说：2026年12月不方便" in teacher.last.text
    await mother.press_data(shift, message_id=mother.last.message_id)
    assert len(teacher.chat) == told
    await teacher.press("田小满")
    assert "周阿桂这个月不方便：要上班，走不开" in teacher.last.text
    assert "还没有记到电话" in teacher.last.text
    await mother.press("打过了")
    assert [one.outcome for one in await list_contacts(database)] == [Outcome.CANNOT, Outcome.CALLED]


async def test_another_reason_replaces_hers(room: Room, database: Database) -> None:
    mother = room.phone(MOTHER)
    await go(room, "2026-12-08T12:00")
    await mother.press("不方便")
    reasons = dict(mother.last.buttons)
    await mother.press("上班")
    await mother.press_data(next(press for label, press in reasons.items() if "手机坏了" in label))
    assert [one.reason for one in await list_contacts(database)] == ["phone_broken"]


@pytest.mark.parametrize("press", ["later:call:{}:2026-11:never", "cant:call:{}:2026-11:never"])
async def test_a_choice_that_is_gone_is_said_to_be(room: Room, school: School, press: str) -> None:
    mother = room.phone(MOTHER)
    await mother.press_data(press.format(school.child_id))
    assert "这个选项已经没有了" in mother.last.text


@pytest.mark.parametrize("change", ["left", "home"])
async def test_a_put_off_reminder_dies_with_its_ground(
    room: Room, database: Database, school: School, change: str
) -> None:
    mother, teacher = room.phone(MOTHER), room.phone(TEACHER)
    await go(room, "2026-12-08T12:00")
    await mother.press("换个时间")
    await mother.press("晚上再提醒")
    heard = len(mother.chat)
    if change == "left":
        await change_child(database, school, left_at=room.clock.at)
    else:
        await teacher.press_data(f"setaway:{school.child_id}:father")
    await go(room, "2026-12-20T00:00")
    assert len(mother.chat) == heard
