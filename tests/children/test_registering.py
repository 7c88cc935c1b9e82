"""A teacher registers a child by answering a few questions."""

from datetime import date

import pytest
from sqlmodel import col, select

from models import Child, Plan, Relation
from models.codes import Away, Care, Kin, PlanKind
from models.database import Database
from tests.phones import Phone, Room
from tests.world import DEPUTY, HEAD, MOTHER, STRANGER, TEACHER, School, set_locale


async def register(
    teacher: Phone,
    name: str = "林谷雨",
    born: str = "2017-3-8",
    *,
    care: str = "爷爷",
    away: str = "爸妈都在外",
) -> None:
    await teacher.send("👧 我的班")
    await teacher.press("登记孩子")
    await teacher.send(name)
    await teacher.send(born)
    await teacher.press(care)
    await teacher.press(away)


async def children_named(database: Database, name: str) -> list[Child]:
    async with database.reading() as session:
        return list(await session.exec(select(Child).where(Child.name == name)))


async def relations_of(database: Database, child_id: int) -> dict[Kin, bool]:
    async with database.reading() as session:
        rows = await session.exec(
            select(Relation).where(Relation.child_id == child_id, col(Relation.until_at).is_(None))
        )
        return {one.kin: one.away for one in rows}


async def plans_of(database: Database, child_id: int) -> dict[PlanKind, list[Plan]]:
    """The plans of a child that are due at some time."""
    found: dict[PlanKind, list[Plan]] = {}
    async with database.reading() as session:
        rows = await session.exec(
            select(Plan).where(Plan.child_id == child_id, col(Plan.next_due_at).is_not(None))
        )
        for plan in rows:
            found.setdefault(plan.kind, []).append(plan)
    return found


async def test_a_child_is_stored_with_the_last_tap(room: Room, database: Database, school: School) -> None:
    teacher = room.phone(TEACHER)
    await register(teacher, "林谷雨", "２０１７年３月８日")
    (child,) = await children_named(database, "林谷雨")
    assert (child.born_on, child.class_id) == (date(2017, 3, 8), school.class_id)
    assert (child.care, child.away, child.registered_by_id) == (
        Care.GRANDPARENTS, Away.BOTH, school.teacher_id,
    )  # fmt: skip
    assert await relations_of(database, child.id or 0) == {
        Kin.MOTHER: True, Kin.FATHER: True, Kin.CARER: False,
    }  # fmt: skip
    plans = await plans_of(database, child.id or 0)
    assert {kind: len(rows) for kind, rows in plans.items()} == {
        PlanKind.CALL: 2, PlanKind.LETTER: 1, PlanKind.SILENCE: 1,
    }  # fmt: skip
    assert all(plan.revision == 1 for rows in plans.values() for plan in rows)  # laid out, nothing fired
    assert "<b>林谷雨</b>" in teacher.last.text
    assert {"邀请妈妈", "邀请爸爸", "邀请照看人", "🔴 我要报告", "✍️ 记一笔"} <= set(teacher.last.buttons)


async def test_one_parent_at_home_is_the_carer(room: Room, database: Database) -> None:
    teacher = room.phone(TEACHER)
    await teacher.send("👧 我的班")
    await teacher.press("登记孩子")
    await teacher.send("罗秋分")
    await teacher.send("2013-9-23")
    await teacher.press("爸爸或妈妈一人")
    assert not any("爸妈都在外" in label for label in teacher.last.buttons)
    await teacher.press("爸爸在外")
    (child,) = await children_named(database, "罗秋分")
    assert await relations_of(database, child.id or 0) == {Kin.MOTHER: False, Kin.FATHER: True}
    assert len((await plans_of(database, child.id or 0))[PlanKind.CALL]) == 1


async def test_a_child_whose_parents_are_home_has_no_plans(room: Room, database: Database) -> None:
    await register(room.phone(TEACHER), "杨惊蛰", "2014-3-5", away="都在家")
    (child,) = await children_named(database, "杨惊蛰")
    assert await plans_of(database, child.id or 0) == {}


@pytest.mark.parametrize("care", ["孩子自己", "没有人照看"])
async def test_a_child_alone_is_said_to_be_a_reason_to_report(room: Room, care: str) -> None:
    teacher = room.phone(TEACHER)
    await register(teacher, "何立夏", "2013-12-20", care=care)
    assert "按法律" in teacher.last.text
    assert next(iter(teacher.last.buttons)) == "🔴 我要报告"


async def test_from_sixteen_living_alone_is_no_reason_by_itself(room: Room) -> None:
    teacher = room.phone(TEACHER)
    await register(teacher, "何立夏", "2010-11-23", care="孩子自己")
    assert "按法律" not in teacher.last.text


async def test_wrong_answers_are_asked_again(room: Room, database: Database) -> None:
    teacher = room.phone(TEACHER)
    await teacher.send("👧 我的班")
    await teacher.press("登记孩子")
    await teacher.send("字" * 300)
    assert "太长" in teacher.last.text
    await teacher.send("<b>𠮷田</b>")
    assert "&lt;b&gt;𠮷田&lt;/b&gt;" in teacher.last.text
    await teacher.send("明天")
    assert "没看懂" in teacher.last.text
    await teacher.send("2026-11-24")
    assert "还没到" in teacher.last.text
    await teacher.send("1950-1-1")
    assert "岁之间" in teacher.last.text
    await teacher.send("2018.5.21")
    await teacher.press("叔伯")
    await teacher.press("妈妈在外")
    (child,) = await children_named(database, "<b>𠮷田</b>")
    assert child.care is Care.KIN
    assert "&lt;b&gt;" in teacher.last.text


async def test_a_second_tap_on_the_last_answer_changes_nothing(room: Room, database: Database) -> None:
    teacher = room.phone(TEACHER)
    await register(teacher)
    await teacher.press_data("away:both:1", message_id=teacher.last.message_id)
    assert len(await children_named(database, "林谷雨")) == 1
    assert "<b>林谷雨</b>" in teacher.last.text


async def test_an_answer_to_nothing_is_answered_kindly(room: Room, database: Database) -> None:
    await room.phone(TEACHER).press_data("away:both:1")
    assert "结束" in room.phone(TEACHER).last.text


async def test_a_likely_double_is_asked_about_once(room: Room, database: Database) -> None:
    teacher = room.phone(TEACHER)
    await register(teacher, "田小满", "2018-5-21")
    assert len(await children_named(database, "田小满")) == 1
    assert "同名" in teacher.last.text
    await teacher.press("不登记了")
    assert len(await children_named(database, "田小满")) == 1
    await register(teacher, "田小满", "2018-5-21")
    await teacher.press("是另一个孩子")
    assert len(await children_named(database, "田小满")) == 2
    await teacher.press_data("sure:1")
    assert len(await children_named(database, "田小满")) == 2


async def test_who_has_several_classes_chooses(room: Room) -> None:
    head = room.phone(HEAD)
    await head.send("👧 我的班")
    assert set(head.last.buttons) == {"三(1)", "七(1)"}
    await head.press("七(1)")
    await head.press("登记孩子")
    assert "七(1)" in head.last.text


@pytest.mark.parametrize("who", [MOTHER, STRANGER])
async def test_a_family_or_a_stranger_cannot_register(
    room: Room, database: Database, school: School, who: int
) -> None:
    phone = room.phone(who)
    await phone.press_data(f"reg:{school.class_id}")
    assert "没有您可以查看" in phone.last.text
    await phone.press_data(f"class:{school.class_id}:0")
    assert "没有您可以查看" in phone.last.text


async def test_a_colleague_of_another_class_cannot_register_there(room: Room, school: School) -> None:
    deputy = room.phone(DEPUTY)
    await deputy.press_data(f"reg:{school.class_id}")
    assert "没有您可以查看" in deputy.last.text


async def test_in_english_too(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        await set_locale(session, TEACHER, "en")
    teacher = room.phone(TEACHER, "en")
    await teacher.send("👧 My class")
    await teacher.press("Register a child")
    await teacher.send("Gu Yu")
    await teacher.send("8 March 2017")
    await teacher.press("Grandparents")
    await teacher.press("Both parents")
    assert "<b>Gu Yu</b>" in teacher.last.text
    assert "November 2026: no call or letter noted yet." in teacher.last.text


async def test_an_old_card_does_not_answer_for_the_next_child(room: Room, database: Database) -> None:
    teacher = room.phone(TEACHER)
    cards = []
    for name in ("江小暑", "江大暑"):
        await teacher.send("👧 我的班")
        await teacher.press("登记孩子")
        await teacher.send(name)
        await teacher.send("2018-7-7")
        cards.append(teacher.last)
    await teacher.press("没有人照看", on=cards[0])
    assert "已经结束" in cards[0].text
    await teacher.press("爷爷奶奶", on=cards[1])
    await teacher.press("爸妈都在外")
    assert "江大暑" in teacher.last.text
    assert "爷爷奶奶" in teacher.last.text
