"""Who may see what of a child is set by those who answer for it, works at once, and tells nobody why."""

from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from models import AuditEntry, Child, Relation, RoleGrant
from models.codes import Cover, Grant, Kin, Notice, Role
from services.access.rules import IN_USE
from services.notifications import service as notifications
from tests.alerts import story
from tests.digest.story import add_children
from tests.phones import Phone, Room
from tests.world import DEPUTY, GRANDMOTHER, HEAD, MOTHER, TEACHER, School
from views.household import Bar, Freeze, LiftBar, OpenHousehold, SetGrant, SetGuardian

DENIED = "这里没有您可以查看的内容"


async def opened(room: Room, who: int, child_id: int) -> Phone:
    phone = room.phone(who)
    await phone.press_data(OpenHousehold(child_id=child_id).pack())
    return phone


async def test_the_head_sees_everybody_beside_a_child(room: Room, school: School) -> None:
    head = await opened(room, HEAD, school.child_id)
    assert head.last.text.split("\n")[1:] == [
        "周阿桂（妈妈）：联系，住址",
        "爸爸（还没加入）：联系，住址",
        "石奶奶（照看人）：联系，住址",
    ]


async def test_a_bar_works_at_once_and_says_something_ordinary(room: Room, school: School) -> None:
    head = await opened(room, HEAD, school.child_id)
    await head.press("周阿桂")
    await head.press("马上停止查看")
    await head.press("停止，说在核对联系方式")
    assert "已停止查看" in head.last.text
    mother = room.phone(MOTHER)
    await mother.send("👧 我的孩子")
    assert mother.last.text == "学校正在核对联系方式，孩子的页面暂时打不开。有事请联系学校。"
    await mother.press_data(f"child:{school.child_id}")
    assert DENIED in mother.last.text


async def test_whoever_is_barred_keeps_the_menu_and_may_still_write(room: Room, school: School) -> None:
    await room.phone(HEAD).press_data(Bar(relation_id=school.mother_relation_id, cover=Cover.NEW_TERM).pack())
    mother = room.phone(MOTHER)
    before = room.phone(TEACHER).texts
    await mother.send("/start")
    assert "👧 我的孩子" in mother.last.keys
    await mother.send("老师，我想问问小满好不好")
    assert len(room.phone(TEACHER).texts) > len(before)


@pytest.mark.parametrize("barred", [False, True])
async def test_a_bar_stops_what_already_waits(room: Room, school: School, barred: bool) -> None:
    async with room.database.transaction() as session:
        await notifications.enqueue(
            session, now=room.clock.now(), kind=Notice.CALL_REMINDER, recipient_id=school.mother_id,
            params={"child_id": school.child_id, "month": "2026-11"},
            not_before=room.clock.now() + timedelta(hours=9),
        )  # fmt: skip
    if barred:
        press = Bar(relation_id=school.mother_relation_id, cover=Cover.NEW_TERM)
        await room.phone(HEAD).press_data(press.pack())
    await room.later(hours=10)
    assert any("小满" in text for text in room.phone(MOTHER).texts) is not barred


async def test_what_was_barred_can_be_opened_again(room: Room, school: School) -> None:
    head = room.phone(HEAD)
    await head.press_data(Bar(relation_id=school.mother_relation_id, cover=Cover.NEW_TERM).pack())
    await head.press_data(LiftBar(relation_id=school.mother_relation_id).pack())
    await room.phone(MOTHER).send("👧 我的孩子")
    assert "田小满" in room.phone(MOTHER).last.text


async def test_a_dispute_freezes_both_sides_until_it_is_over(room: Room, school: School) -> None:
    head = await opened(room, HEAD, school.child_id)
    await head.press("父母有争议")
    assert "两边暂时都看不到" in head.last.text
    for who in (MOTHER, GRANDMOTHER):
        await room.phone(who).press_data(f"child:{school.child_id}")
        assert DENIED in room.phone(who).last.text
    await head.press("争议过去了")
    await room.phone(MOTHER).press_data(f"child:{school.child_id}")
    assert "田小满" in room.phone(MOTHER).last.text


async def test_a_grant_that_was_taken_back_is_gone_at_once(room: Room, school: School) -> None:
    await room.phone(HEAD).press_data(
        SetGrant(relation_id=school.mother_relation_id, grant=Grant.CONTACT, given=False).pack()
    )
    mother = room.phone(MOTHER)
    await mother.press_data(f"child:{school.child_id}")
    assert "田小满" in mother.last.text
    assert not any("打过" in label for label in mother.last.buttons)


async def test_only_what_something_hangs_on_is_offered(room: Room, school: School) -> None:
    head = await opened(room, HEAD, school.child_id)
    await head.press("周阿桂")
    offered = [label for label in head.last.buttons if label.startswith(("可以看", "不再看"))]
    assert len(offered) == len(IN_USE)


async def test_a_carer_becomes_guardian_and_a_parent_is_one_anyway(room: Room, school: School) -> None:
    async with room.database.reading() as session:
        rows = (await session.exec(select(Relation).order_by(col(Relation.id)))).all()
    carer = next(one for one in rows if one.kin is Kin.CARER)
    head = room.phone(HEAD)
    for relation in (carer, rows[0]):
        await head.press_data(SetGuardian(relation_id=relation.id or 0, is_guardian=True).pack())
    async with room.database.reading() as session:
        found = (await session.exec(select(Relation.is_guardian).order_by(col(Relation.id)))).all()
    assert found == [False, False, True]


@pytest.mark.parametrize("who", [TEACHER, MOTHER])  # a teacher who doesn't answer for the class, and a parent
async def test_nobody_else_changes_anything(room: Room, school: School, who: int) -> None:
    for press in (
        OpenHousehold(child_id=school.child_id).pack(),
        Bar(relation_id=school.mother_relation_id, cover=Cover.NEW_TERM).pack(),
        Freeze(child_id=school.child_id, frozen=True).pack(),
        SetGuardian(relation_id=school.mother_relation_id, is_guardian=True).pack(),
    ):
        await room.phone(who).press_data(press)
        assert DENIED in room.phone(who).last.text
    async with room.database.reading() as session:
        barred = (await session.exec(select(Relation.id).where(col(Relation.barred_at).is_not(None)))).all()
        frozen = (await session.exec(select(Child.id).where(col(Child.frozen_at).is_not(None)))).all()
    assert not barred
    assert not frozen


async def test_nobody_changes_their_own(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        session.add(
            RoleGrant(
                person_id=school.mother_id, role=Role.CLASS_TEACHER, unit_id=school.class_id,
                from_at=room.clock.now(),
            )
        )  # fmt: skip
    mother = room.phone(MOTHER)
    await mother.press_data(LiftBar(relation_id=school.mother_relation_id).pack())
    assert mother.last.text == "和自己有关的权限，请让另一位老师来改。"


async def test_who_looked_is_told_by_month_and_a_case_is_not(room: Room, school: School) -> None:
    await room.phone(TEACHER).press_data(f"child:{school.child_id}")
    mother = room.phone(MOTHER)
    await mother.press_data(f"child:{school.child_id}")
    await mother.press("谁看过")
    before = mother.last.text
    assert "许一诺：2026年11月" in before
    await room.later(hours=1)
    teacher = room.phone(TEACHER)
    await teacher.send("🔴 我要报告")
    await teacher.press("田小满")
    await teacher.press("是")
    await teacher.press(next(iter(teacher.last.buttons)))
    await teacher.press("家里")
    for who in (HEAD, DEPUTY):  # they look because of the case, and not before it reaches them
        await room.phone(who).press_data("case:1")
        if "这里没有" not in room.phone(who).last.text:
            await room.phone(who).press_data(f"child:{school.child_id}")
    await mother.press_data(f"child:{school.child_id}")
    await mother.press("谁看过")
    assert mother.last.text == before


async def test_a_look_at_a_brothers_file_for_a_case_is_not_told(room: Room, school: School) -> None:
    [brother] = await add_children(room.database, school.other_class_id, 1)
    async with room.database.transaction() as session:
        place = Relation(
            child_id=brother, kin=Kin.MOTHER, person_id=school.mother_id, from_at=room.clock.now()
        )
        session.add(place)
    await story.report(room)
    await room.later(hours=1)
    head, mother = room.phone(HEAD), room.phone(MOTHER)
    await head.press_data("case:1")
    await head.press_data(f"child:{brother}")
    assert DENIED not in head.last.text
    await mother.press_data(f"readers:{brother}")
    assert "没有人看过" in mother.last.text


async def test_a_look_is_written_down_once_for_each(room: Room, school: School) -> None:
    for _ in range(3):
        await room.phone(TEACHER).press_data(f"child:{school.child_id}")
    async with room.database.reading() as session:
        looks = (await session.exec(select(AuditEntry).where(AuditEntry.action == "see_child"))).all()
    assert len(looks) == 3
    async with room.database.transaction() as session:
        await session.exec(update(Relation).values(until_at=room.clock.now()))
    await room.phone(MOTHER).press_data(f"readers:{school.child_id}")
    assert DENIED in room.phone(MOTHER).last.text
