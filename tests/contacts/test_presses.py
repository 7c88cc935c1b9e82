"""Second presses, late ones, and those of people whom a card doesn't concern."""

import pytest

from models.database import Database
from tests.phones import Room
from tests.reminders.months import go, list_contacts
from tests.world import DEPUTY, GRANDMOTHER, HEAD, MOTHER, STRANGER, TEACHER, School

pytestmark = pytest.mark.usefixtures("planned")


async def test_a_second_press_gets_the_same_answer_and_stores_nothing(
    room: Room, database: Database, school: School
) -> None:
    mother, teacher = room.phone(MOTHER), room.phone(TEACHER)
    await go(room, "2026-12-08T12:00")
    press = mother.last.buttons["✅ 打过了"]
    await mother.press("打过了")
    heard = len(teacher.chat)
    await mother.press_data(press)
    assert "已经记过了" in mother.last.text
    assert len(teacher.chat) == heard
    assert len(await list_contacts(database)) == 1


async def test_what_the_teacher_noted_is_said_with_her_name(room: Room, database: Database) -> None:
    mother, teacher = room.phone(MOTHER), room.phone(TEACHER)
    await go(room, "2026-12-08T12:00")
    await teacher.send("👧 我的班")
    await teacher.press("田小满")
    await teacher.press("家长打过电话")
    await mother.press("打过了")
    assert "许一诺记的" in mother.last.text
    assert len(await list_contacts(database)) == 1


async def test_a_late_press_counts_for_the_month_of_the_card(room: Room, database: Database) -> None:
    mother = room.phone(MOTHER)
    await go(room, "2026-12-08T12:00")
    card = mother.last
    await go(room, "2027-01-03T12:00")
    await mother.press("打过了", on=card)
    assert "就记在2026年12月" in card.text
    assert [one.month for one in await list_contacts(database)] == ["2026-12"]


@pytest.mark.parametrize("month", ["2027-01", "2025-10", "2099-12"])
async def test_a_month_ahead_or_long_ago_is_refused(
    room: Room, database: Database, school: School, month: str
) -> None:
    mother = room.phone(MOTHER)
    await mother.press_data(f"told:{school.child_id}:{month}:called")
    assert "已经不能再记了" in mother.last.text
    assert await list_contacts(database) == []


@pytest.mark.parametrize("who", [GRANDMOTHER, DEPUTY, STRANGER])
async def test_somebody_elses_button_opens_nothing(
    room: Room, database: Database, school: School, who: int
) -> None:
    phone, child_id = room.phone(who), school.child_id
    presses = [
        f"told:{child_id}:2026-11:called",
        f"later:call:{child_id}:2026-11:hours",
        f"cant:call:{child_id}:2026-11:shift",
    ]
    for press in presses:
        await phone.press_data(press)
        assert phone.last.text == "这里没有您可以查看的内容。有疑问请联系学校。"
    await phone.press_data("told:9999:2026-11:called")
    assert phone.last.text == "这里没有您可以查看的内容。有疑问请联系学校。"
    assert await list_contacts(database) == []


@pytest.mark.parametrize("press", ["later:call:{}:2026-11:hours", "cant:call:{}:2026-11:shift"])
async def test_a_month_that_is_known_needs_no_more(room: Room, school: School, press: str) -> None:
    mother, teacher = room.phone(MOTHER), room.phone(TEACHER)
    await mother.press_data(f"told:{school.child_id}:2026-11:called")
    heard = len(teacher.chat)
    await mother.press_data(press.format(school.child_id))
    assert "这个月的联系已经记下了" in mother.last.text
    assert len(teacher.chat) == heard


async def test_what_the_head_noted_reaches_the_teacher(room: Room, school: School) -> None:
    head = room.phone(HEAD)
    await head.press_data(f"told:{school.child_id}:2026-11:letter")
    assert "记下了" in head.last.text
    assert "顾明河说：田小满2026年11月的信寄出了。" in room.phone(TEACHER).last.text
