"""An administrator sets who is on duty when, and sees where nobody is."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from models import DutyChange, DutyTurn
from models.codes import Half, Role
from models.database import Database
from scheduler import jobs
from tests.alerts import story
from tests.duty.planned import MONDAY, leave, plan
from tests.phones import Phone, Room
from tests.world import DEPUTY, HEAD, NOW, TEACHER, School

OPEN, WEDNESDAY = "谁值班", MONDAY + timedelta(days=2)
ROSTER, DAY = "ros:2", MONDAY.toordinal()


async def open_roster(room: Room) -> Phone:
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press(OPEN)
    return head


async def turns(database: Database) -> list[tuple[int, Half, int]]:
    async with database.reading() as session:
        rows = await session.exec(select(DutyTurn).order_by(col(DutyTurn.weekday), col(DutyTurn.half)))
        return [(row.weekday, row.half, row.person_id) for row in rows]


@pytest.mark.db
async def test_a_day_is_tapped_and_a_person_chosen_for_every_week(
    room: Room, database: Database, school: School
) -> None:
    head = await open_roster(room)
    assert "还没有排班" in head.last.text
    await head.press("11月23日")
    await head.press("☀️ 每个周一")
    assert set(head.last.buttons) >= {"顾明河", "沈知夏", "没有人"}
    assert "许一诺" not in head.last.buttons  # no report ever reaches a class's teacher
    await head.press("沈知夏")
    assert await turns(database) == [(0, Half.DAY, school.deputy_id)]
    monday = next(line for line in head.last.text.splitlines() if "11月23日" in line)
    assert "☀️ 沈知夏" in monday
    assert "🌙 没有人" in monday
    assert "接下来有26班没有人" in head.last.text
    await head.press("11月23日")
    await head.press("☀️ 每个周一")
    await head.press("顾明河")
    assert await turns(database) == [(0, Half.DAY, school.head_id)]
    await head.press("11月23日")
    await head.press("☀️ 每个周一")
    await head.press("没有人")
    assert await turns(database) == []


async def test_one_day_differs_and_the_week_stays(room: Room, database: Database, school: School) -> None:
    await plan(database, school.school_id, school.head_id)
    head = await open_roster(room)
    assert "接下来都有人" in head.last.text
    await head.press("11月24日")
    await head.press("🌙 只这一天")
    await head.press("沈知夏")
    tuesday = next(line for line in head.last.text.splitlines() if "11月24日" in line)
    assert "☀️ 顾明河" in tuesday
    assert "🌙 沈知夏" in tuesday
    assert {person for _, _, person in await turns(database)} == {school.head_id}


async def test_gaps_say_why(room: Room, database: Database, school: School) -> None:
    await plan(database, school.school_id, school.head_id, halves=[Half.DAY])
    await plan(database, school.school_id, school.teacher_id, weekdays=[0], halves=[Half.NIGHT])
    await leave(database, school.head_id, first=MONDAY, last=MONDAY)
    head = await open_roster(room)
    assert "11月23日（周一）白天：人不在" in head.last.text
    assert "11月23日（周一）夜里：排的人收不到消息" in head.last.text
    assert "11月24日（周二）夜里：没有排人" in head.last.text
    assert "顾明河11月23日不在" in head.last.text


@pytest.mark.parametrize(
    ("press", "sentence"),
    [
        (f"rosset:2:{DAY - 1}:day:1:3", "已经过去"),
        (f"rosset:2:{DAY - 1}:night:1:3", "已经过去"),
        (f"rosset:2:{DAY}:day:1:3", "那天不在"),
        (f"rosset:2:{DAY}:day:1:2", "没有您可以"),  # not one of those on the ladder
        (f"rosset:2:{DAY}:day:0:2", "没有您可以"),
        (f"rosset:2:{DAY}:day:1:0", "没有您可以"),
        (f"rosset:99:{DAY}:day:1:3", "没有您可以"),
    ],
)
async def test_what_cannot_be_changes_nothing(
    room: Room, database: Database, school: School, press: str, sentence: str
) -> None:
    await leave(database, school.deputy_id, first=MONDAY, last=MONDAY)
    head = room.phone(HEAD)
    await head.press_data(press)
    assert sentence in head.last.text
    assert await turns(database) == []
    async with database.reading() as session:
        assert (await session.exec(select(DutyChange))).all() == []


@pytest.mark.parametrize("telegram_id", [DEPUTY, TEACHER])
async def test_nobody_else_sets_it(room: Room, database: Database, telegram_id: int) -> None:
    phone = room.phone(telegram_id)
    for press in (ROSTER, f"rosday:2:{DAY}", f"rospick:2:{DAY}:day:0:0", f"rosset:2:{DAY}:day:0:3"):
        await phone.press_data(press)
        assert "没有您可以" in phone.last.text
    assert await turns(database) == []


@pytest.mark.db
async def test_the_weeks_gaps_are_told_once_and_without_a_roster_never(
    room: Room, database: Database, school: School
) -> None:
    async def tick(minutes: int) -> None:
        room.clock.at = NOW + timedelta(days=2, minutes=minutes)
        await jobs.check_duty(room.database, room.clock, room.profile)
        await room.later(seconds=1)

    await tick(0)
    assert not any(OPEN in label for shown in room.phone(HEAD).chat for label in shown.buttons)
    await plan(database, school.school_id, school.deputy_id, weekdays=range(6))
    for minutes in (10, 20):
        await tick(minutes)
    told = [shown for shown in room.phone(HEAD).chat if any(OPEN in label for label in shown.buttons)]
    assert len(told) == 1
    assert "11月29日（周日）白天：没有排人" in told[0].text
    assert "会告诉所有人" in told[0].text
    assert room.phone(DEPUTY).texts == [text for text in room.phone(DEPUTY).texts if "没有排人" not in text]


async def test_a_week_without_gaps_is_told_to_nobody(room: Room, database: Database, school: School) -> None:
    await plan(database, school.school_id, school.deputy_id)
    room.clock.at = NOW + timedelta(days=2)
    await jobs.check_duty(room.database, room.clock, room.profile)
    await room.later(seconds=1)
    assert not any("没有人" in text for text in room.phone(HEAD).texts)


async def test_a_roster_reads_the_same_beside_a_case_it_hides(
    room: Room, database: Database, school: School
) -> None:
    """Somebody who must notice nothing of a case administers the school."""
    await plan(database, school.school_id, school.deputy_id, weekdays=range(5))
    await story.add_staff(database, 111, "第二位校长", Role.ADMINISTRATOR, school.school_id)
    await story.make_kin(database, school, school.head_id)
    before = (await open_roster(room)).last.text
    await story.report(room)
    assert (await open_roster(room)).last.text == before
