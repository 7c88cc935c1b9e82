"""Somebody on duty says when they are away, and who stands in."""

import pytest
from sqlmodel import col, select

from models import DutyLeave
from models.codes import Half
from models.database import Database
from tests.duty.planned import A_DAY, MONDAY, leave, plan
from tests.duty.test_my_duty import open_mine
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, School

DAY = MONDAY.toordinal()


async def leaves(database: Database) -> list[tuple[int, int | None, bool]]:
    async with database.reading() as session:
        rows = await session.exec(select(DutyLeave).order_by(col(DutyLeave.id)))
        return [((row.last - row.first).days + 1, row.deputy_id, row.ended_at is None) for row in rows]


@pytest.fixture
async def planned(database: Database, school: School) -> School:
    """The deputy has every Tuesday by day."""
    await plan(database, school.school_id, school.deputy_id, weekdays=[1], halves=[Half.DAY])
    return school


@pytest.mark.db
async def test_days_away_are_tapped_and_a_deputy_chosen(
    room: Room, database: Database, planned: School
) -> None:
    deputy = await open_mine(room)
    await deputy.press("我有几天不在")
    await deputy.press("今天起三天")
    await deputy.press("顾明河")
    assert "沈知夏11月23日–11月25日不在，顾明河代" in deputy.last.text
    assert "没有排您值班" not in room.phone(HEAD).last.text
    assert "沈知夏11月23日–11月25日不在，请您代" in room.phone(HEAD).last.text
    assert "11月24日（周二）白天" in (await open_mine(room, HEAD)).last.text
    assert await leaves(database) == [(3, planned.head_id, True)]
    await deputy.press("我能值班了")
    assert await leaves(database) == [(3, planned.head_id, False)]
    assert "不在" not in deputy.last.text


async def test_days_away_are_typed_and_asked_for_again_when_unclear(
    room: Room, database: Database, planned: School
) -> None:
    deputy = await open_mine(room)
    await deputy.press("我有几天不在")
    for text, sentence in (
        ("下周", "没看懂"), ("12.5-12.1", "前面"), ("11.1-11.5", "已经过去"),
        ("2026-12-01 2027-12-01", "最多"),
    ):  # fmt: skip
        await deputy.send(text)
        assert sentence in deputy.last.text
        assert await leaves(database) == []
    await deputy.send("12.1-12.5")
    await deputy.press("没人代")
    assert await leaves(database) == [(5, None, True)]
    assert "沈知夏12月1日–12月5日不在。" in room.phone(HEAD).last.text


@pytest.mark.parametrize(
    ("press", "sentence"),
    [
        (f"myddep:{DAY - 9}:{DAY - 8}:0", "已经过去"),
        (f"myddep:{DAY + 3}:{DAY}:0", "前面"),
        (f"myddep:{DAY}:{DAY + 900}:0", "最多"),
        (f"myddep:{DAY}:{DAY}:3", "不能代自己"),
        (f"myddep:{DAY}:{DAY}:2", "不在值班的人里"),
        (f"myddep:{DAY}:{DAY + 2}:1", "也不在"),
        (f"mydaway:{DAY - 9}:{DAY - 8}:0", "已经过去"),
        ("mydback:1", "没有您可以"),  # somebody else's
        ("mydback:99", "没有您可以"),
    ],
)
async def test_a_leave_that_cannot_be_is_one_sentence(
    room: Room, database: Database, planned: School, press: str, sentence: str
) -> None:
    await leave(database, planned.head_id, first=MONDAY + A_DAY, last=MONDAY + A_DAY)
    deputy = room.phone(DEPUTY)
    await deputy.press_data(press)
    assert sentence in deputy.last.text
    assert await leaves(database) == [(1, None, True)]


async def test_told_twice_is_one_leave(room: Room, database: Database, planned: School) -> None:
    for _ in range(2):
        await room.phone(DEPUTY).press_data(f"myddep:{DAY}:{DAY}:0")
    assert await leaves(database) == [(1, None, True)]
    assert sum("不在" in text for text in room.phone(HEAD).texts) == 1


async def test_a_county_officer_is_away_too(room: Room, database: Database, school: School) -> None:
    officer = await open_mine(room, COUNTY)
    assert "没有排您值班" in officer.last.text
    await officer.press("我有几天不在")
    await officer.press("今天")
    await officer.press("没人代")
    assert "韩青11月23日不在" in officer.last.text
