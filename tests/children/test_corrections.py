"""What was written about a child is put right, by those who may."""

import pytest
from sqlmodel import col, select

from models import Child, Relation
from models.codes import Away, Care, Kin, PlanKind
from models.database import Database
from tests.children.test_cards import opened
from tests.children.test_registering import children_named, plans_of, register, relations_of
from tests.phones import Room
from tests.world import GRANDMOTHER, MOTHER, STRANGER, TEACHER, School

pytestmark = pytest.mark.usefixtures("planned")

DENIED = "这里没有您可以查看的内容。有疑问请联系学校。"


async def the_child(database: Database, school: School) -> Child:
    async with database.reading() as session:
        return (await session.exec(select(Child).where(Child.id == school.child_id))).one()


@pytest.mark.parametrize("who", [STRANGER, MOTHER, GRANDMOTHER])
async def test_nobody_outside_corrects(room: Room, database: Database, school: School, who: int) -> None:
    phone, child_id = room.phone(who), school.child_id
    for press in (
        f"boards:{child_id}:1", f"carer:{child_id}", f"fix:{child_id}", f"fixname:{child_id}",
        f"setcare:{child_id}:NONE", f"setaway:{child_id}:neither", "fix:9999", "child:9999",
    ):  # fmt: skip
        await phone.press_data(press)
        assert phone.last.text == DENIED
    child = await the_child(database, school)
    assert (child.care, child.away, child.boards) == (Care.GRANDPARENTS, Away.BOTH, False)


async def test_the_name_is_corrected(room: Room, database: Database, school: School) -> None:
    teacher = await opened(room, TEACHER)
    await teacher.press("更正")
    await teacher.press("名字")
    await teacher.send("…")
    assert "没看到名字" in teacher.last.text
    await teacher.send("田小滿")
    assert "<b>田小滿</b>" in teacher.last.text
    assert (await the_child(database, school)).name == "田小滿"


async def test_the_birth_date_is_corrected(room: Room, database: Database, school: School) -> None:
    teacher = await opened(room, TEACHER)
    await teacher.press("更正")
    assert "2018-05-21 出生" in teacher.last.text
    await teacher.press("出生日期")
    await teacher.send("明天吧")
    await teacher.send("2017年5月21日")
    assert "9岁" in teacher.last.text


async def test_a_correction_can_be_left(room: Room, database: Database, school: School) -> None:
    teacher = await opened(room, TEACHER)
    await teacher.press("更正")
    await teacher.press("名字")
    await teacher.press("不改了")
    await teacher.send("随便说说")
    assert (await the_child(database, school)).name == "田小满"


async def test_who_cares_is_corrected_and_the_places_follow(
    room: Room, database: Database, school: School
) -> None:
    teacher = await opened(room, TEACHER)
    await teacher.press("更正")
    await teacher.press("谁照看")
    await teacher.press("没有人照看")
    assert "按法律" in teacher.last.text
    assert "石奶奶" in teacher.last.text  # who has joined stays
    await register(teacher, "何立夏", "2013-12-20", care="孩子自己")
    (child,) = await children_named(database, "何立夏")
    await teacher.press_data(f"setcare:{child.id}:KIN")
    assert Kin.CARER in await relations_of(database, child.id or 0)
    await teacher.press_data(f"setcare:{child.id}:SELF")
    assert Kin.CARER not in await relations_of(database, child.id or 0)


async def test_who_is_away_is_corrected_and_the_plans_follow(
    room: Room, database: Database, school: School
) -> None:
    teacher = await opened(room, TEACHER)
    await teacher.press("更正")
    await teacher.press("谁在外")
    await teacher.press("妈妈在外")
    assert (await relations_of(database, school.child_id))[Kin.FATHER] is False
    calls = (await plans_of(database, school.child_id))[PlanKind.CALL]
    assert [one.relation_id for one in calls] == [school.mother_relation_id]
    await teacher.press_data(f"setaway:{school.child_id}:neither")
    assert await plans_of(database, school.child_id) == {}
    assert "接下来" not in teacher.last.text
    await teacher.press_data(f"setaway:{school.child_id}:both")
    again = await plans_of(database, school.child_id)
    assert {kind: len(rows) for kind, rows in again.items()} == {
        PlanKind.CALL: 2, PlanKind.LETTER: 1, PlanKind.SILENCE: 1,
    }  # fmt: skip


async def test_what_cannot_both_be_is_said(room: Room, database: Database, school: School) -> None:
    teacher = await opened(room, TEACHER)
    await teacher.press_data(f"setcare:{school.child_id}:SP")
    assert "两人都在外" in teacher.last.text
    await teacher.press_data(f"setaway:{school.child_id}:mother")
    await teacher.press_data(f"setcare:{school.child_id}:SP")
    await teacher.press_data(f"setaway:{school.child_id}:both")
    assert "两人都在外" in teacher.last.text
    assert (await the_child(database, school)).away is Away.MOTHER


async def test_another_carer_gets_one_place_however_often_it_is_pressed(
    room: Room, database: Database, school: School
) -> None:
    teacher = await opened(room, TEACHER)
    await teacher.press("再加一位照看人")
    await teacher.press("再加一位照看人")
    assert "邀请照看人" in teacher.last.buttons
    async with database.reading() as session:
        rows = await session.exec(
            select(Relation).where(
                Relation.child_id == school.child_id,
                Relation.kin == Kin.CARER,
                col(Relation.person_id).is_(None),
            )
        )
        assert len(rows.all()) == 1


async def test_boarding_moves_the_call_and_back(room: Room) -> None:
    teacher = await opened(room, TEACHER)
    await teacher.press("改为住校")
    assert "12月11日提醒打电话" in teacher.last.text
    await teacher.press("改为不住校")
    assert "12月8日提醒打电话" in teacher.last.text
