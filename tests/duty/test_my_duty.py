"""Somebody on duty sees their turns, gives one to a colleague, and says when they are away."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import col, select

from models import DutyChange, DutyLeave, RoleGrant
from models.codes import Half, Role
from models.database import Database
from services.duty import swaps
from services.errors import CareError
from tests.alerts import story
from tests.duty.planned import MONDAY, leave, plan
from tests.phones import Phone, Room
from tests.world import DEPUTY, HEAD, NOW, TEACHER, School, actor_of

MINE, DAY = "我的值班", MONDAY.toordinal()
TUESDAY_DAY = f"2:{DAY + 1}:day"


async def open_mine(room: Room, telegram_id: int = DEPUTY) -> Phone:
    phone = room.phone(telegram_id)
    await phone.send("⚙️ 设置")
    await phone.press(MINE)
    return phone


async def changes(database: Database) -> list[tuple[int, bool | None]]:
    async with database.reading() as session:
        rows = await session.exec(select(DutyChange).order_by(col(DutyChange.id)))
        return [(row.person_id, row.is_accepted) for row in rows]


@pytest.fixture
async def planned(database: Database, school: School) -> School:
    """The deputy has every Tuesday by day."""
    await plan(database, school.school_id, school.deputy_id, weekdays=[1], halves=[Half.DAY])
    return school


@pytest.mark.db
async def test_a_turn_is_given_in_two_taps_and_all_hear_of_it(
    room: Room, database: Database, planned: School
) -> None:
    deputy, head = await open_mine(room), room.phone(HEAD)
    assert "11月24日（周二）白天" in deputy.last.text
    await deputy.press("11月24日（周二）白天请人替")
    await deputy.press("顾明河")
    assert "已问同事" in deputy.last.text
    assert "沈知夏请您替一班" in head.last.text
    await head.press("可以")
    assert "由您值班" in head.last.text
    assert "顾明河替沈知夏值班" in deputy.last.text
    assert await changes(database) == [(planned.head_id, True)]
    assert "11月24日" not in (await open_mine(room)).last.text
    assert "11月24日（周二）白天" in (await open_mine(room, HEAD)).last.text


async def test_a_no_changes_nothing_and_is_told(room: Room, database: Database, planned: School) -> None:
    await story.add_staff(database, 111, "第二位校长", Role.ADMINISTRATOR, planned.school_id)
    deputy = await open_mine(room)
    await deputy.press("11月24日（周二）白天请人替")
    await deputy.press("顾明河")
    await room.phone(HEAD).press("不方便")
    for phone in (deputy, room.phone(111)):
        assert "还是沈知夏值班" in phone.last.text
    assert await changes(database) == [(planned.head_id, False)]
    assert "11月24日（周二）白天" in (await open_mine(room)).last.text


async def test_pressed_twice_is_asked_once_and_answered_once(
    room: Room, database: Database, planned: School
) -> None:
    for _ in range(2):
        await room.phone(DEPUTY).press_data(f"mydto:{TUESDAY_DAY}:{planned.head_id}")
    head = room.phone(HEAD)
    asked = [shown for shown in head.chat if any("可以" in label for label in shown.buttons)]
    assert len(asked) == 1
    press = next(press for label, press in asked[0].buttons.items() if "可以" in label)
    no = next(press for label, press in asked[0].buttons.items() if "不方便" in label)
    for one in (press, press, no):
        await head.press_data(one)
        assert "由您值班" in head.last.text
    assert await changes(database) == [(planned.head_id, True)]
    assert sum("替沈知夏值班" in text for text in room.phone(DEPUTY).texts) == 1


@pytest.mark.parametrize(
    ("press", "sentence"),
    [
        (f"mydto:{TUESDAY_DAY}:3", "已经是您的"),
        (f"mydto:{TUESDAY_DAY}:1", "这位同事不在"),  # on leave
        (f"mydto:{TUESDAY_DAY}:2", "不在值班的人里"),
        (f"mydto:2:{DAY}:day:1", "现在不是您的"),
        (f"mydto:2:{DAY - 6}:day:1", "已经过去"),
        (f"mydask:2:{DAY - 6}:day:0", "已经过去"),
        (f"mydask:2:{DAY}:night:0", "现在不是您的"),
    ],
)
async def test_a_swap_that_cannot_be_is_one_sentence(
    room: Room, database: Database, planned: School, press: str, sentence: str
) -> None:
    await leave(database, planned.head_id)
    deputy = room.phone(DEPUTY)
    await deputy.press_data(press)
    assert sentence in deputy.last.text
    assert await changes(database) == []
    assert room.phone(HEAD).chat == []


async def test_a_late_yes_finds_the_turn_over_taken_or_its_taker_away(
    room: Room, database: Database, planned: School
) -> None:
    head = room.phone(HEAD)
    await room.phone(DEPUTY).press_data(f"mydto:{TUESDAY_DAY}:{planned.head_id}")
    await leave(database, planned.head_id)
    await head.press("可以")
    assert "不在，换不了" in head.last.text
    async with database.transaction() as session:
        for row in await session.exec(select(DutyLeave)):
            row.ended_at = NOW
            session.add(row)
    await head.press_data(f"rosset:2:{DAY + 1}:day:0:0")
    await head.press_data("mydans:1:1")
    assert "已经有别人" in head.last.text
    await head.press_data(f"rosset:2:{DAY + 1}:day:0:{planned.deputy_id}")
    room.clock.at = NOW + timedelta(days=3)
    await head.press_data("mydans:1:1")
    assert "已经过去" in head.last.text
    assert await changes(database) == [(planned.head_id, None)]


@pytest.mark.db
async def test_of_two_who_say_yes_at_once_one_has_the_turn(
    room: Room, database: Database, planned: School
) -> None:
    other = await story.add_staff(database, 111, "第二位校长", Role.ADMINISTRATOR, planned.school_id)
    for person in (planned.head_id, other):
        await room.phone(DEPUTY).press_data(f"mydto:{TUESDAY_DAY}:{person}")

    async def say_yes(telegram_id: int, change_id: int) -> bool:
        actor = await actor_of(database, telegram_id)
        try:
            async with database.transaction() as session:
                await swaps.answer(session, now=NOW, actor=actor, change_id=change_id, is_yes=True)
        except CareError:
            return False
        return True

    took = await asyncio.gather(say_yes(HEAD, 1), say_yes(111, 2))
    assert sorted(took) == [False, True]
    assert sorted(accepted is True for _, accepted in await changes(database)) == [False, True]


async def test_it_is_nobody_elses(room: Room, database: Database, planned: School) -> None:
    await room.phone(DEPUTY).press_data(f"mydto:{TUESDAY_DAY}:{planned.head_id}")
    teacher = room.phone(TEACHER)
    for press in (
        "myd:home", "myd:away", f"mydask:{TUESDAY_DAY}:0", f"mydto:{TUESDAY_DAY}:1", "mydans:1:1",
        f"mydaway:{DAY}:{DAY}:0", f"myddep:{DAY}:{DAY}:0",
    ):  # fmt: skip
        await teacher.press_data(press)
        assert "没有您可以" in teacher.last.text
    await room.phone(DEPUTY).press_data("mydans:1:1")  # who asked doesn't answer
    assert await changes(database) == [(planned.head_id, None)]


async def test_a_post_that_ended_has_no_duty(room: Room, database: Database, planned: School) -> None:
    async with database.transaction() as session:
        for grant in await session.exec(select(RoleGrant).where(RoleGrant.role == Role.SAFEGUARDING)):
            grant.until_at = NOW
            session.add(grant)
    await room.phone(DEPUTY).press_data("myd:home")
    assert "没有您可以" in room.phone(DEPUTY).last.text
