"""A county's officers set who of them is on duty: whoever is hears first, the others within the same wait."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models import DutyTurn
from models.codes import Half, Role, UnitKind
from models.database import Database
from scheduler import jobs
from tests.alerts import story
from tests.duty.planned import MONDAY, leave, plan
from tests.phones import Phone, Room
from tests.world import COUNTY, HEAD, NOW, School, add_place

OTHER, DENIED = 141, "没有您可以"
DAY = MONDAY.toordinal()


@pytest.fixture
async def two(database: Database, school: School) -> int:
    """A second officer of the county; their id."""
    return await story.add_staff(database, OTHER, "方小寒", Role.COUNTY_OFFICER, school.county_id)


async def open_mine(room: Room, telegram_id: int = COUNTY) -> Phone:
    phone = room.phone(telegram_id)
    await phone.send("⚙️ 设置")
    await phone.press("我的值班")
    return phone


@pytest.mark.db
async def test_an_officer_sets_the_countys_week(
    room: Room, database: Database, school: School, two: int
) -> None:
    officer = await open_mine(room)
    await officer.press("谁值班")
    assert "还没有排班" in officer.last.text
    assert "只有一位大人" not in officer.last.text
    await officer.press("11月23日")
    await officer.press("☀️ 每个周一")
    assert set(officer.last.buttons) >= {"韩青", "方小寒", "没有人"}
    assert not {"顾明河", "沈知夏"} & set(officer.last.buttons)
    await officer.press("方小寒")
    async with database.reading() as session:
        (turn,) = await session.exec(select(DutyTurn))
    assert (turn.unit_id, turn.half, turn.person_id) == (school.county_id, Half.DAY, two)
    assert "☀️ 方小寒" in officer.last.text
    await officer.press("返回")
    assert any("谁值班" in label for label in officer.last.buttons)
    other = await open_mine(room, OTHER)
    assert "11月23日（周一）白天" in other.last.text
    await other.press("11月23日（周一）白天请人替")
    await other.press("韩青")
    await officer.press("可以")
    assert "韩青替方小寒值班" in other.last.text


async def test_who_is_on_duty_at_the_county_hears_first(
    room: Room, database: Database, school: School, two: int
) -> None:
    await plan(database, school.county_id, two)
    await story.report(room, story.SCHOOL)
    assert [bool(story.alerts(room.phone(one))) for one in (OTHER, COUNTY)] == [True, False]
    await room.later(hours=1)
    assert story.alerts(room.phone(COUNTY))


@pytest.mark.parametrize("press", ["ros:1", f"rosday:1:{DAY}", f"rosset:1:{DAY}:day:0:4", "rossec:1:0"])
async def test_the_countys_roster_is_the_countys(
    room: Room, database: Database, school: School, two: int, press: str
) -> None:
    head = room.phone(HEAD)
    await head.press_data(press)
    assert DENIED in head.last.text
    assert not any("禾映县" in label for label in (await open_mine(room, HEAD)).last.buttons)
    officer = room.phone(COUNTY)
    await officer.press_data(press.replace(":1", f":{school.school_id}", 1))
    assert DENIED in officer.last.text
    async with database.reading() as session:
        assert (await session.exec(select(DutyTurn))).first() is None


async def test_gaps_of_the_county_are_told_to_its_officers(
    room: Room, database: Database, school: School, two: int
) -> None:
    await plan(database, school.county_id, two, halves=[Half.DAY])
    await leave(database, school.head_id)  # of a school below: not the county's
    officer = await open_mine(room)
    await officer.press("谁值班")
    assert "接下来有14班没有人" in officer.last.text
    assert "顾明河" not in officer.last.text
    room.clock.at = NOW + timedelta(days=2, minutes=10)
    await jobs.check_duty(room.database, room.clock, room.profile)
    await room.metronome.settle()
    for who in (COUNTY, OTHER):
        assert any("禾映县的值班" in text for text in room.phone(who).texts)
    assert not any("禾映县的值班" in text for text in room.phone(HEAD).texts)


async def test_a_place_that_no_step_is_held_for_has_no_roster(
    room: Room, database: Database, school: School
) -> None:
    async with database.transaction() as session:
        township = await add_place(session, UnitKind.TOWNSHIP, "清溪镇", under=school.county_id)
    await story.add_staff(database, 142, "镇上的人", Role.TOWNSHIP_SUPERVISOR, township)
    supervisor = room.phone(142)
    await supervisor.press_data(f"ros:{township}")
    assert DENIED in supervisor.last.text
