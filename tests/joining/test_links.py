"""What a link may and may not do."""

import asyncio

import pytest
from sqlmodel import col, select

from models import AuditEntry, Invitation, Relation
from models.database import Database
from services.joining import opening
from services.joining.types import Decided, Refusal, Refused, Waiting
from services.profile import Profile
from tests.joining.links import start_of
from tests.joining.test_family import FATHER, arrive, father_place, invite_father
from tests.phones import Room
from tests.world import NOW, STRANGER, TEACHER, School, actor_of, set_locale
from views.joining import JoinAs, JoinConsent, RevokeInvitation
from views.presses import InviteFamily

UNKNOWN, EXPIRED, USED, LATER = "打不开", "过期", "已经用过", "次数太多"


async def test_a_guess_opens_nothing_and_is_written_down(room: Room, database: Database) -> None:
    stranger = room.phone(STRANGER)
    await stranger.send("/start guess")
    assert UNKNOWN in stranger.last.text
    async with database.reading() as session:
        entry = (await session.exec(select(AuditEntry).where(AuditEntry.action == "open_invitation"))).one()
    assert (entry.telegram_id, entry.allowed, entry.subject_id) == (STRANGER, False, None)


async def test_five_guesses_an_hour_and_not_even_the_right_one_is_looked_at(
    room: Room, school: School
) -> None:
    stranger = room.phone(STRANGER)
    right = await invite_father(room, school)
    for number in range(5):
        await stranger.send(f"/start guess{number}")
        assert UNKNOWN in stranger.last.text
    await stranger.send(right)
    assert LATER in stranger.last.text
    father = room.phone(FATHER)
    await room.later(minutes=59)
    await stranger.send(right)
    assert LATER in stranger.last.text
    await room.later(minutes=2)
    await stranger.send(right)
    assert "名字" in stranger.last.text
    await arrive(father, right)  # others were never held up, and opening alone uses nothing up
    assert "老师确认" in father.last.text


@pytest.mark.parametrize(("days", "said"), [(13.99, "名字"), (14, EXPIRED), (15, EXPIRED)])
async def test_a_family_has_two_weeks(room: Room, school: School, days: float, said: str) -> None:
    start = await invite_father(room, school)
    await room.later(days=days)
    father = room.phone(FATHER)
    await father.send(start)
    assert said in father.last.text


async def test_it_expires_in_the_middle_of_joining_too(room: Room, school: School) -> None:
    father = room.phone(FATHER)
    await father.send(await invite_father(room, school))
    await father.send("田远山")
    await room.later(days=14)
    await father.press("✅")
    assert EXPIRED in father.last.text


async def test_it_works_once(room: Room, school: School) -> None:
    start = await invite_father(room, school)
    await arrive(room.phone(FATHER), start)
    stranger = room.phone(STRANGER)
    await stranger.send(start)
    assert USED in stranger.last.text


async def test_of_two_phones_at_once_one_wins(
    room: Room, school: School, database: Database, profile: Profile
) -> None:
    await invite_father(room, school)
    async with database.reading() as session:
        invitation_id = (await session.exec(select(Invitation.id))).one() or 0

    async def join(telegram_id: int) -> Waiting | Decided | Refused:
        actor = await actor_of(database, telegram_id)
        async with database.transaction() as session:
            return await opening.join(
                session, now=NOW, actor=actor, profile=profile, invitation_id=invitation_id, name="田远山"
            )

    results = await asyncio.gather(*(join(200 + number) for number in range(8)))
    assert sum(isinstance(one, Waiting) for one in results) == 1
    assert results.count(Refused(Refusal.USED)) == 7


async def test_a_new_link_stops_the_unused_one_before_it(room: Room, school: School) -> None:
    first, father = await invite_father(room, school), room.phone(FATHER)
    second = await invite_father(room, school)
    await father.send(first)
    assert UNKNOWN in father.last.text
    await father.send(second)
    assert "名字" in father.last.text


async def test_a_link_can_be_stopped(room: Room, school: School) -> None:
    teacher, father = room.phone(TEACHER), room.phone(FATHER)
    start = await invite_father(room, school)
    press = teacher.last.buttons["🚫 让这个链接失效"]
    await teacher.press("🚫")
    assert "已失效" in teacher.last.text
    await father.send(start)
    assert UNKNOWN in father.last.text
    await teacher.press_data(press)
    assert "已失效" in teacher.last.text


async def test_a_used_link_is_not_stopped_but_decided(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    start = await invite_father(room, school)
    press = teacher.last.buttons["🚫 让这个链接失效"]
    await arrive(room.phone(FATHER), start)
    await teacher.press_data(press)
    assert "已经有人用过" in teacher.last.text


async def test_only_who_may_invite_may_stop(room: Room, school: School) -> None:
    start = await invite_father(room, school)
    press = room.phone(TEACHER).last.buttons["🚫 让这个链接失效"]
    stranger, father = room.phone(STRANGER), room.phone(FATHER)
    for forged in (press, RevokeInvitation(invitation_id=999).pack()):
        await stranger.press_data(forged)
        assert "这里没有" in stranger.last.text
    await father.send(start)
    assert "名字" in father.last.text


async def test_buttons_of_joining_grant_nothing_without_a_link(
    room: Room, school: School, database: Database
) -> None:
    await invite_father(room, school)
    stranger = room.phone(STRANGER)
    for press in (JoinAs(person_id=school.mother_id), JoinConsent(granted=True)):
        await stranger.press_data(press.pack())
        assert stranger.last.buttons == {}
    async with database.reading() as session:
        query = select(Invitation).where(col(Invitation.used_at).is_not(None))
        assert (await session.exec(query)).all() == []


async def test_a_stranger_on_the_way_in_cannot_be_somebody_else(
    room: Room, school: School, database: Database
) -> None:
    """A forged button names a person of another phone: they are asked for their own name instead."""
    mother = room.phone(105)
    await mother.send(await invite_father(room, school))
    await mother.press_data(JoinAs(person_id=school.head_id).pack())
    assert "写您的名字" in mother.last.text


async def test_a_place_that_ended_meanwhile_reads_like_no_link(
    room: Room, school: School, database: Database
) -> None:
    start = await invite_father(room, school)
    place = await father_place(database, school)
    async with database.transaction() as session:
        relation = (await session.exec(select(Relation).where(Relation.id == place))).one()
        relation.until_at = NOW
        session.add(relation)
    father = room.phone(FATHER)
    await father.send(start)
    assert UNKNOWN in father.last.text


async def test_a_place_filled_by_another_link_leaves_the_newcomer_waiting(
    room: Room, school: School, database: Database
) -> None:
    teacher = room.phone(TEACHER)
    await arrive(room.phone(FATHER), await invite_father(room, school))
    place = await father_place(database, school)
    async with database.transaction() as session:
        relation = (await session.exec(select(Relation).where(Relation.id == place))).one()
        relation.person_id = school.grandmother_id
        session.add(relation)
    asked = teacher.last
    await teacher.press("✅", on=asked)
    assert "已经有人" in teacher.last.text
    await teacher.press("✖️", on=asked)
    assert "没有确认" in asked.text


async def test_the_same_in_english(room: Room, school: School) -> None:
    father = room.phone(FATHER, "en-GB")
    await father.send("/start guess")
    assert "does not open" in father.last.text
    await father.send(await invite_father(room, school))
    assert "稻香坪学校" in father.texts[-3]
    assert "write your name" in father.last.text
    await father.send("Tian Yuanshan")
    assert "schooling is unaffected" in father.last.text
    await father.press("Rather not")
    assert "Once the teacher has confirmed" in father.last.text
    await room.phone(TEACHER).press("✅")
    assert "Welcome" in father.last.text
    assert father.last.keys == ["👧 My children", "⚙️ Settings"]


async def test_an_english_teacher_gets_an_english_link(
    room: Room, school: School, database: Database
) -> None:
    async with database.transaction() as session:
        await set_locale(session, TEACHER, "en")
    teacher = room.phone(TEACHER)
    await teacher.press_data(InviteFamily(relation_id=await father_place(database, school)).pack())
    assert "father of 田小满" in teacher.last.text
    assert "works once" in teacher.last.text
    assert start_of(teacher)
