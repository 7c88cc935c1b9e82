"""The school's administrators keep its calendar; the plans follow."""

from datetime import date

import pytest
from sqlmodel import col, select, update

from models import CalendarSpan, Child, Plan
from models.codes import PlanKind
from models.database import Database
from tests.children.test_cards import DENIED, opened
from tests.phones import Phone, Room
from tests.reminders.months import lay_out
from tests.world import HEAD, MOTHER, STRANGER, TEACHER, School, set_locale


@pytest.fixture
async def planned(room: Room, database: Database, school: School) -> None:
    await lay_out(database, school)
    await room.later(minutes=1)


async def at_calendar(room: Room) -> Phone:
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press("校历")
    return head


async def due_day(database: Database, kind: PlanKind) -> str:
    async with database.reading() as session:
        plan = (await session.exec(select(Plan).where(Plan.kind == kind))).first()
    assert plan is not None
    return f"{plan.next_due_at:%Y-%m-%d}"


@pytest.mark.usefixtures("planned")
async def test_a_letter_waits_for_a_day_with_lessons(room: Room, database: Database) -> None:
    assert await due_day(database, PlanKind.LETTER) == "2026-12-18"
    head = await at_calendar(room)
    assert "还没有写学期" in head.last.text
    await head.press("➕ 放假")
    await head.send("2026-12-17 至 2026-12-22")
    assert "放假：2026-12-17 至 2026-12-22" in head.last.text
    await room.later(minutes=1)
    assert await due_day(database, PlanKind.LETTER) == "2026-12-23"
    assert "12月23日提醒写信" in (await opened(room, TEACHER)).last.text
    await head.press("去掉一项")
    await head.press("2026-12-17")
    await room.later(minutes=1)
    assert await due_day(database, PlanKind.LETTER) == "2026-12-18"


async def test_from_the_calendar_one_goes_back_to_the_school(room: Room) -> None:
    head = await at_calendar(room)
    await head.press("返回")
    assert "📆 校历" in "".join(head.last.buttons)


@pytest.mark.usefixtures("planned")
async def test_a_month_without_lessons_has_no_letter(room: Room, database: Database) -> None:
    head = await at_calendar(room)
    for term in ("2026-9-1 至 2026-11-30", "2027-1-4 至 2027-7-9"):
        await head.press("➕ 学期")
        await head.send(term)
    await room.later(minutes=1)
    assert await due_day(database, PlanKind.LETTER) == "2027-01-18"
    assert await due_day(database, PlanKind.CALL) == "2026-12-08"  # a call needs no lessons


@pytest.mark.usefixtures("planned")
async def test_a_boarder_is_at_home_in_the_holidays(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        await session.exec(update(Child).values(boards=True))
        await session.exec(update(Plan).values(next_due_at=room.clock.at, revision=-col(Plan.revision)))
    await room.later(minutes=1)
    assert await due_day(database, PlanKind.CALL) == "2026-12-11"  # a Friday
    head = await at_calendar(room)
    await head.press("➕ 放假")
    await head.send("2026-12-8")
    await room.later(minutes=1)
    assert await due_day(database, PlanKind.CALL) == "2026-12-08"
    await head.press("➕ 周末上课")
    await head.send("2026-12-12")
    await head.press("➕ 放假")
    await head.send("2026-12-11")
    assert "已经有" not in head.last.text


async def test_what_is_typed_wrong_is_asked_for_again(room: Room, database: Database) -> None:
    head = await at_calendar(room)
    await head.press("➕ 学期")
    await head.send("明年")
    assert "没看懂日期" in head.last.text
    await head.send("2027-7-9 至 2027-2-22")
    assert "结束的日子在开始之前" in head.last.text
    await head.send("2027-2-22 至 2027-7-9")
    assert "学期：2027-02-22 至 2027-07-09" in head.last.text
    async with database.reading() as session:
        assert len((await session.exec(select(CalendarSpan))).all()) == 1


async def test_the_state_s_days_stand_beside(room: Room) -> None:
    head = await at_calendar(room)
    assert "国家放假：1月1日（周五）、2月5日至2月10日" in head.last.text
    assert "2027年的调休还没公布" in head.last.text


async def test_in_english(room: Room, database: Database) -> None:
    async with database.transaction() as session:
        await set_locale(session, HEAD, "en")
    head = room.phone(HEAD)
    await head.send("🏫 School")
    await head.press("Calendar")
    await head.press("➕ Holiday")
    await head.send("2026-12-17 to 2026-12-22")
    assert "Holiday: 2026-12-17 to 2026-12-22" in head.last.text


@pytest.mark.parametrize("who", [TEACHER, MOTHER, STRANGER])
async def test_nobody_else_touches_it(room: Room, database: Database, school: School, who: int) -> None:
    head = await at_calendar(room)
    await head.press("➕ 学期")
    await head.send("2027-2-22 至 2027-7-9")
    phone = room.phone(who)
    for press in (
        f"cal:{school.school_id}", f"calask:{school.school_id}:term", f"calgo:{school.school_id}",
        f"caldrop:{school.school_id}:1", "cal:9999", f"cal:{school.class_id}",
    ):  # fmt: skip
        await phone.press_data(press)
        assert phone.last.text == DENIED
    await phone.send("2027-4-5")
    async with database.reading() as session:
        assert len((await session.exec(select(CalendarSpan))).all()) == 1


@pytest.mark.usefixtures("planned")
async def test_a_mistake_that_is_undone_loses_no_letter(
    room: Room, database: Database, school: School
) -> None:
    """A letter that comes once, in a month that somebody took for a holiday."""
    async with database.reading() as session:
        letter = (await session.exec(select(Plan.id).where(Plan.kind == PlanKind.LETTER))).one()
    day = date(2027, 3, 22).toordinal()
    await room.phone(TEACHER).press_data(f"rhyoff:{letter}:{day}:0:0")
    head = await at_calendar(room)
    await head.press("➕ 放假")
    await head.send("2027-2-22 至 2027-4-30")
    await room.later(minutes=1)
    async with database.reading() as session:
        assert (await session.exec(select(Plan.next_due_at).where(Plan.id == letter))).one() is None
    await head.press("去掉一项")
    await head.press("2027-02-22")
    await room.later(minutes=1)
    assert await due_day(database, PlanKind.LETTER) == "2027-03-22"
