"""“My phone is lost”: who may say so, and how its owner comes back as the same person."""

import asyncio

import pytest
from sqlmodel import col, select

from models import Notification, Person, RoleGrant
from models.codes import Role, Sending
from services.people import service as people
from tests.joining.links import start_of
from tests.phones import Room
from tests.pins.rows import rows
from tests.pins.typing import NEW_PHONE, RIGHT, come_back, find_pin, lose, set_pin, without_pins
from tests.words.families import DENIED, tap
from tests.world import (
    COUNTY,
    DEPUTY,
    GRANDMOTHER,
    HEAD,
    MOTHER,
    NOW,
    STRANGER,
    TEACHER,
    School,
    actor_of,
    add_person,
)


async def test_its_owner_comes_back_as_the_same_person(room: Room, school: School) -> None:
    head = await lose(room, school.teacher_id)
    assert "许一诺（换了手机）" in head.last.text
    teacher = room.phone(NEW_PHONE)
    await teacher.send(start_of(head))
    assert "许一诺换了手机，就从这里回来" in teacher.texts[-2]
    await teacher.send("许一诺")
    assert "写的名字是<b>许一诺</b>" in head.last.text
    await tap(teacher, f"child:{school.child_id}")
    assert teacher.last.text == DENIED  # not before the word of whoever made the link
    await head.press("✅")
    assert "欢迎回来" in teacher.last.text
    await teacher.send("/start")
    assert "✏️ 记一笔" in teacher.last.keys or any("记" in key for key in teacher.last.keys)
    await teacher.send("👧 我的班")
    await tap(teacher, f"child:{school.child_id}")
    assert "田小满" in teacher.last.text
    async with room.database.reading() as session:
        persons = list(await session.exec(select(Person.id).where(Person.name == "许一诺")))
        grants = list(
            await session.exec(select(RoleGrant.until_at).where(RoleGrant.person_id == school.teacher_id))
        )
    assert (persons, grants) == ([school.teacher_id], [None])
    await tap(room.phone(TEACHER), f"child:{school.child_id}")
    assert room.phone(TEACHER).last.text == DENIED


async def test_a_stranger_with_the_link_is_not_let_in(room: Room, school: School) -> None:
    head = await lose(room, school.teacher_id)
    stranger = room.phone(STRANGER)
    await stranger.send(start_of(head))
    await stranger.send("王老师")
    await head.press("✖️")
    await tap(stranger, f"child:{school.child_id}")
    assert stranger.last.text == DENIED
    await tap(head, f"phback:{school.teacher_id}")
    assert "?start=" in head.last.text


async def test_everybody_on_the_phone_is_put_out_and_named_before(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        await add_person(session, TEACHER, "许大年")
    head = room.phone(HEAD)
    await tap(head, f"ph:{school.teacher_id}")
    await head.press("手机丢了")
    assert "还有1位：许大年" in head.last.text
    await head.press("现在停用")
    async with room.database.reading() as session:
        left = list(await session.exec(select(Person.account_id).where(col(Person.name).startswith("许"))))
    assert left == [None, None]


async def test_a_teacher_does_it_for_a_family_from_the_child_s_card(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await tap(teacher, f"child:{school.child_id}")
    await teacher.press("✏️ 更正")
    await teacher.press("家里人的手机丢了")
    await teacher.press("石奶奶")
    assert "口令" not in "".join(teacher.last.buttons)
    await teacher.press("手机丢了")
    await teacher.press("现在停用")
    grandmother = room.phone(GRANDMOTHER)
    await grandmother.send("👧 我的孩子")
    assert "田小满" not in grandmother.last.text
    back = await come_back(room, teacher, name="石奶奶")
    assert "欢迎回来" in back.last.text
    await back.send("👧 我的孩子")
    assert "田小满" in back.last.text


@pytest.mark.parametrize(
    "press", ["ph:{}", "phlost:{}:0", "phlost:{}:1", "phpin:{}:0", "phpin:{}:1", "phback:{}"]
)
async def test_nobody_else_may(room: Room, school: School, press: str) -> None:
    before = await rows(room.database)
    for somebody, person_id in (
        (TEACHER, school.deputy_id), (DEPUTY, school.teacher_id), (MOTHER, school.teacher_id),
        (STRANGER, school.teacher_id), (COUNTY, school.teacher_id), (HEAD, school.county_officer_id),
        (HEAD, school.head_id), (TEACHER, 999), (DEPUTY, school.grandmother_id),
    ):  # fmt: skip
        phone = room.phone(somebody)
        await tap(phone, press.format(person_id))
        assert phone.last.text == DENIED, (somebody, person_id)
    assert await rows(room.database) == before


async def test_the_lists_open_to_those_who_vouch(room: Room, school: School) -> None:
    for somebody, press, opens in (
        (HEAD, f"phs:{school.school_id}:0", True), (COUNTY, f"phs:{school.county_id}:0", True),
        (TEACHER, f"phfam:{school.child_id}:0", True), (TEACHER, f"phs:{school.school_id}:0", False),
        (HEAD, f"phs:{school.county_id}:0", False), (COUNTY, f"phs:{school.school_id}:0", False),
        (DEPUTY, f"phfam:{school.child_id}:0", False), (HEAD, "phs:999:0", False),
    ):  # fmt: skip
        phone = room.phone(somebody)
        await tap(phone, press)
        assert (phone.last.text != DENIED) is opens, press
        assert "顾明河" not in "".join(phone.last.buttons) or somebody == COUNTY


async def test_the_county_does_it_for_a_school_s_only_administrator(room: Room, school: School) -> None:
    county = room.phone(COUNTY)
    await county.send("⚙️ 设置")
    await county.press("县里有人的手机丢了")
    await county.press("顾明河")
    await county.press("手机丢了")
    await county.press("现在停用")
    await tap(room.phone(HEAD), f"sch:{school.school_id}:home:0")
    assert room.phone(HEAD).last.text == DENIED
    head = await come_back(room, county, name="顾明河")
    await head.send("🏫 学校")
    assert "稻香坪学校" in head.last.text


async def test_cutting_off_waits_for_no_pin_but_the_way_back_does(room: Room, school: School) -> None:
    await without_pins(room.database)
    head = room.phone(HEAD)
    await set_pin(head)
    await room.later(minutes=16)
    await lose(room, school.teacher_id)
    await tap(room.phone(TEACHER), f"child:{school.child_id}")
    assert room.phone(TEACHER).last.text == DENIED
    assert "请发您的六位口令" in head.last.text
    await head.send(RIGHT)
    assert "?start=" in head.last.text


async def test_a_reset_is_made_in_person_by_somebody_else(room: Room, school: School) -> None:
    await without_pins(room.database)
    head, teacher = room.phone(HEAD), room.phone(TEACHER)
    for phone in (head, teacher):
        await set_pin(phone)
    await tap(teacher, "pin")
    for _ in range(5):
        await teacher.send("135790")
    await tap(head, f"ph:{school.teacher_id}")
    await head.press("重设口令")
    assert "本人在您面前吗" in head.last.text
    await head.press("本人在")
    assert "口令去掉了" in head.last.text
    await tap(teacher, "pin")
    assert "请想一个六位数字的口令" in teacher.last.text


async def test_what_was_queued_goes_to_the_new_phone_alone(room: Room, school: School) -> None:
    await lose(room, school.deputy_id)
    old = len(room.phone(DEPUTY).chat)
    await room.phone(MOTHER).send("他打我")  # passed on: the deputy has no phone
    async with room.database.reading() as session:
        told = await session.exec(
            select(Notification.sending).where(Notification.recipient_id == school.deputy_id)
        )
        assert Sending.SENT not in list(told)
    assert len(room.phone(DEPUTY).chat) == old
    assert any("打开" in label for label in room.phone(HEAD).last.buttons)


async def test_whoever_leaves_has_nothing_open(room: Room, school: School) -> None:
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press("👋")
    await head.press("许一诺")
    await head.press("现在退出")
    kept = await find_pin(room.database, TEACHER)
    assert kept is not None
    assert kept.open_until is None


async def test_a_second_administrator_loses_theirs_at_once(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        await people.grant(
            session, now=NOW, person_id=school.deputy_id, role=Role.ADMINISTRATOR, unit_id=school.school_id
        )
    await lose(room, school.head_id, by=DEPUTY)
    await tap(room.phone(HEAD), f"phlost:{school.deputy_id}:1")
    assert room.phone(HEAD).last.text == DENIED


async def test_a_teacher_does_not_vouch_for_a_parent_who_heads_the_school(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        await people.grant(
            session, now=NOW, person_id=school.mother_id, role=Role.ADMINISTRATOR, unit_id=school.school_id
        )
    for press in ("phlost:{}:1", "phback:{}"):
        await tap(room.phone(TEACHER), press.format(school.mother_id))
        assert room.phone(TEACHER).last.text == DENIED
    await lose(room, school.mother_id)
    assert "周阿桂（换了手机）" in room.phone(HEAD).last.text


async def test_a_second_link_stops_the_first_and_who_waits_is_asked_about(room: Room, school: School) -> None:
    head = await lose(room, school.teacher_id)
    first, new = start_of(head), room.phone(NEW_PHONE)
    await lose(room, school.deputy_id)  # a way back of somebody else stops nobody's
    await tap(head, f"phback:{school.teacher_id}")
    second = start_of(head)
    await new.send(first)
    assert "打不开" in new.last.text
    await new.send(second)
    await new.send("许一诺")
    await tap(head, f"phback:{school.teacher_id}")
    assert "是本人吗" in head.last.text
    await head.press("✅")
    await tap(head, f"phback:{school.teacher_id}")
    assert "已经在用一部手机了" in head.last.text


async def test_two_who_press_at_once_cut_off_once(room: Room, school: School) -> None:
    head = room.phone(HEAD)
    await asyncio.gather(*(tap(head, f"phlost:{school.teacher_id}:1") for _ in range(3)))
    assert not (await actor_of(room.database, TEACHER)).person_ids
    assert "停用了" in "".join(head.texts)
