"""What changes no child's rhythm: other people's presses, forged numbers, old buttons, days gone by."""

from datetime import date

import pytest
from sqlmodel import select

from models import Child, Plan
from models.codes import Notice, PlanKind
from models.database import Database
from tests.children.test_cards import DENIED
from tests.phones import Room
from tests.reminders.months import call_plan, lay_out, list_notices
from tests.world import GRANDMOTHER, HEAD, MOTHER, STRANGER, TEACHER, School

pytestmark = pytest.mark.usefixtures("planned")


@pytest.fixture
async def planned(room: Room, database: Database, school: School) -> None:
    await lay_out(database, school, now=room.clock.at)
    await room.later(minutes=1)


@pytest.mark.parametrize("who", [MOTHER, GRANDMOTHER, STRANGER])
async def test_nobody_else_changes_it(room: Room, database: Database, school: School, who: int) -> None:
    plan = await call_plan(database, school)
    async with database.reading() as session:
        silence = (await session.exec(select(Plan.id).where(Plan.kind == PlanKind.SILENCE))).one()
    phone, child = room.phone(who), school.child_id
    for press in (
        f"rhyplan:{plan.id}", f"rhyask:{plan.id}:weekly:", f"rhyday:{plan.id}:3", f"rhyweek:{plan.id}:1:1",
        f"rhynth:{plan.id}:1:1", f"rhyoff:{plan.id}:800000:0:1", f"rhyusual:{plan.id}", f"rhyreach:{child}",
        f"rhydays:{child}:3", f"rhyhours:{child}:3:1", f"rhyadd:{child}:3:60:90", f"rhyany:{child}",
        "rhyplan:9999", f"rhyday:{silence}:3", "rhy:9999",
    ):  # fmt: skip
        await phone.press_data(press)
        assert phone.last.text == DENIED, press
    after = await call_plan(database, school)
    assert (after.rule, after.revision) == (None, plan.revision)
    async with database.reading() as session:
        assert (await session.exec(select(Child.reach))).one() is None


async def test_forged_numbers_change_nothing(room: Room, database: Database, school: School) -> None:
    plan, head = await call_plan(database, school), room.phone(HEAD)
    for press in (
        f"rhyday:{plan.id}:0", f"rhyday:{plan.id}:32", f"rhyweek:{plan.id}:9:1", f"rhyweek:{plan.id}:1:99",
        f"rhynth:{plan.id}:5:1", f"rhyoff:{plan.id}:800000:9999:1", f"rhyadd:{school.child_id}:0:60:90",
        f"rhyadd:{school.child_id}:3:90:60",
    ):  # fmt: skip
        await head.press_data(press)
    assert (await call_plan(database, school)).rule is None


async def test_an_old_button_wakes_no_plan_of_a_child_whose_parents_are_home(
    room: Room, database: Database, school: School
) -> None:
    async with database.reading() as session:
        letter = (await session.exec(select(Plan.id).where(Plan.kind == PlanKind.LETTER))).one()
    teacher = room.phone(TEACHER)
    await teacher.press_data(f"setaway:{school.child_id}:neither")
    await teacher.press_data(f"rhyday:{letter}:25")
    await room.later(days=60)
    assert await list_notices(database, Notice.LETTER_REMINDER) == []


async def test_a_day_whose_hour_is_over_is_refused_too(
    room: Room, database: Database, school: School
) -> None:
    plan = await call_plan(database, school)
    await room.later(hours=12)
    teacher = room.phone(TEACHER)
    today = date(2026, 11, 23).toordinal()
    await teacher.press_data(f"rhyoff:{plan.id}:{today}:0:0")
    assert "已经过了" in teacher.last.text
    await teacher.press_data(f"rhyoff:{plan.id}:{date(2900, 1, 1).toordinal()}:7:0")
    assert "请选近一些的日子" in teacher.last.text
