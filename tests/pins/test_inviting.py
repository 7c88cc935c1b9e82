"""A link for a colleague opens children's files: the PIN is asked before it is made, and then it is made."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models import Invitation, Unit
from models.codes import Role, UnitKind
from models.database import Database
from services.joining import dating, places, staff
from tests.alerts.story import add_staff
from tests.phones import Phone, Room
from tests.pins.typing import RIGHT, WRONG, set_pin, tries_in, without_pins
from tests.words.families import DENIED
from tests.world import HEAD, NOW, TEACHER, School, actor_of
from views.places import InviteDirector
from views.school import InviteRole, InviteTeacher

NEW = "请想一个六位数字的口令"
SECOND_HEAD = 120


@pytest.fixture(autouse=True)
async def _nobody_has_one(room: Room) -> None:
    await without_pins(room.database)


async def links_in(database: Database) -> list[Role | None]:
    async with database.reading() as session:
        return [one.role for one in await session.exec(select(Invitation))]


async def idle_head(room: Room) -> Phone:
    """A PIN is set, and nothing was opened for a quarter of an hour."""
    head = room.phone(HEAD)
    await set_pin(head)
    await room.later(minutes=16)
    return head


async def test_the_pin_is_asked_first_and_the_link_comes_right_behind_it(room: Room, school: School) -> None:
    head = await idle_head(room)
    press = InviteRole(school_id=school.school_id, role=Role.ADMINISTRATOR).pack()
    await head.press_data(press)
    assert await links_in(room.database) == []
    await head.send(WRONG)
    assert await links_in(room.database) == []
    await head.send(RIGHT)
    assert "?start=" in head.last.text
    assert "稻香坪学校的管理员" in head.last.text
    await head.press_data(press)  # it stays open for a while
    assert await links_in(room.database) == [Role.ADMINISTRATOR] * 2
    assert await tries_in(room.database) == [False, True]


async def test_whoever_has_none_sets_one_on_the_way(room: Room, school: School) -> None:
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press("✉️")
    await head.press("🧑‍🏫 班里的老师")
    await head.press("三(1)")
    assert NEW in head.last.text
    assert await links_in(room.database) == []
    await head.send(RIGHT)
    await head.send(RIGHT)
    assert "三(1)的老师" in head.last.text
    assert await links_in(room.database) == [Role.TEACHER]


async def test_a_locked_one_makes_no_link(room: Room, school: School) -> None:
    head = await idle_head(room)
    press = InviteTeacher(class_id=school.class_id).pack()
    await head.press_data(press)
    for _ in range(5):
        await head.send(WRONG)
    await head.press_data(press)
    await head.send(RIGHT)
    assert await links_in(room.database) == []


async def test_a_county_is_named_after_the_pin(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        unit = (await session.exec(select(Unit).where(Unit.id == school.school_id))).one()
        unit.parent_id = None
        session.add(unit)
    head = await idle_head(room)
    await head.press_data(InviteRole(school_id=school.school_id, role=Role.COUNTY_OFFICER).pack())
    assert "县叫什么" not in head.last.text
    await head.send(RIGHT)
    assert "县叫什么" in head.last.text
    room.clock.at += timedelta(minutes=16)  # the name was long in coming: the PIN has shut
    await head.send("新禾县")
    assert await links_in(room.database) == []
    await head.send(RIGHT)
    assert "县叫什么" in head.last.text
    await head.send("新禾县")
    assert "新禾县的值班员" in head.last.text


async def test_a_village_director_is_invited_behind_it_too(room: Room, school: School) -> None:
    actor, own = await actor_of(room.database, HEAD), school.school_id
    async with room.database.transaction() as session:
        await places.name_township(session, now=NOW, actor=actor, school_id=own, name="稻田乡")
        await places.add_villages(session, now=NOW, actor=actor, school_id=own, text="石桥村")
    async with room.database.reading() as session:
        village = (await session.exec(select(Unit.id).where(Unit.kind == UnitKind.VILLAGE))).one() or 0
    head = await idle_head(room)
    await head.press_data(InviteDirector(village_id=village).pack())
    assert await links_in(room.database) == []
    await head.send(RIGHT)
    assert await links_in(room.database) == [Role.VILLAGE_DIRECTOR]


async def test_a_pin_opens_no_door(room: Room, school: School) -> None:
    """Somebody who invites nobody is denied behind the PIN, and so is an administrator who left meanwhile."""
    await add_staff(room.database, SECOND_HEAD, "白副校", Role.ADMINISTRATOR, school.school_id)
    head, teacher = await idle_head(room), room.phone(TEACHER)
    press = InviteRole(school_id=school.school_id, role=Role.SAFEGUARDING).pack()
    await teacher.press_data(press)
    assert NEW in teacher.last.text
    await teacher.send(RIGHT)
    await teacher.send(RIGHT)
    assert teacher.last.text == DENIED
    await head.press_data(press)
    second, own = await actor_of(room.database, SECOND_HEAD), school.school_id
    async with room.database.transaction() as session:
        view = await staff.see_school(session, now=NOW, actor=second, school_id=own)
        assert isinstance(view, staff.SchoolView)
        grant_id = next(one.grant_id for one in view.posts if one.person_id == school.head_id)
        await dating.end_post(session, now=room.clock.at, actor=second, place_id=own, grant_id=grant_id)
    await head.send(RIGHT)
    assert await links_in(room.database) == []
