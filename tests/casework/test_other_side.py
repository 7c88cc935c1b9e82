"""The holder names the other child; its parents are asked to ring, and read nothing of the first one."""

from datetime import date

import pytest
from sqlmodel import select

from models import Child, Notification, Relation
from models.case_codes import CaseFact
from models.codes import Away, Care, Kin
from models.database import Database
from tests.alerts import story
from tests.casework import steps
from tests.phones import Phone, Room
from tests.world import COUNTY, DEPUTY, GRANDMOTHER, MOTHER, NOW, TEACHER, School, add_person

OTHER_MOTHER, OTHER_CARER, LATE_FATHER = 301, 302, 303
SIDE, SURE = "告诉对方孩子的父母", "告诉他们"
BULLY = "杨惊蛰"


async def add_other(database: Database, school: School, *, class_id: int | None = None) -> int:
    """Another pupil of 七(1), with a mother on a phone, a father without one, and a carer."""
    async with database.transaction() as session:
        child = Child(
            name=BULLY, born_on=date(2014, 5, 1), class_id=class_id or school.other_class_id,
            care=Care.GRANDPARENTS, away=Away.BOTH, registered_at=NOW,
        )  # fmt: skip
        session.add(child)
        await session.flush()
        mother = await add_person(session, OTHER_MOTHER, "杨妈妈")
        carer = await add_person(session, OTHER_CARER, "杨奶奶")
        session.add_all(
            Relation(child_id=child.id or 0, kin=kin, person_id=one, from_at=NOW)
            for kin, one in ((Kin.MOTHER, mother), (Kin.FATHER, None), (Kin.CARER, carer))
        )
        return child.id or 0


async def naming(room: Room, *, situation: str = story.BULLYING, group: str = story.PUPIL) -> Phone:
    head = await steps.taken(room, situation=situation, group=group)
    await head.press("告诉家里")
    return head


async def test_they_are_asked_to_ring_and_read_of_no_other_child(
    room: Room, database: Database, school: School
) -> None:
    await add_other(database, school)
    head = await naming(room)
    for label in (SIDE, "七(1)", BULLY):
        await head.press(label)
    assert "杨妈妈" in head.last.text
    assert "杨奶奶" not in head.last.text  # parents, and nobody else
    assert room.phone(OTHER_MOTHER).chat == []
    await head.press(SURE)
    assert "已经告诉了" in head.last.text
    (told,) = room.phone(OTHER_MOTHER).chat
    assert told.text == "稻香坪学校：杨惊蛰和同学有点事，想和您商量。请给顾明河打电话，或到学校来。"
    assert len(told.text) <= 40
    assert told.protected
    assert [room.phone(one).chat for one in (OTHER_CARER, MOTHER, GRANDMOTHER)] == [[], [], []]
    facts = [one for one, _ in await story.facts(database)]
    assert facts.count(CaseFact.OTHER_SIDE_TOLD) == 1


async def test_a_second_tap_tells_nobody_twice(room: Room, database: Database, school: School) -> None:
    child_id = await add_other(database, school)
    head = await naming(room)
    for _ in range(2):
        await head.press_data(f"rdos:1:0:{child_id}:1:0")
    assert len(room.phone(OTHER_MOTHER).chat) == 1
    assert [one for one, _ in await story.facts(database)].count(CaseFact.OTHER_SIDE_TOLD) == 1


async def test_where_more_may_be_behind_it_the_police_come_first(
    room: Room, database: Database, school: School
) -> None:
    child_id = await add_other(database, school)
    head = await naming(room, situation=story.AT_SCHOOL)
    await head.press_data(f"rdos:1:0:{child_id}:1:0")
    assert "先报警" in head.last.text
    assert room.phone(OTHER_MOTHER).chat == []
    await room.phone(TEACHER).press("刚报了警")
    await head.press_data(f"rdos:1:0:{child_id}:1:0")
    assert len(room.phone(OTHER_MOTHER).chat) == 1


async def test_where_no_pupil_is_involved_nobody_is_offered(
    room: Room, database: Database, school: School
) -> None:
    child_id = await add_other(database, school)
    head = await naming(room, situation=story.INJURED, group=story.FAMILY)
    assert not any(one == SIDE for one in head.last.buttons)
    await head.press_data(f"rdos:1:0:{child_id}:1:0")
    assert "没有您可以查看" in head.last.text
    assert room.phone(OTHER_MOTHER).chat == []


@pytest.mark.parametrize("who", [DEPUTY, TEACHER, COUNTY, MOTHER, OTHER_MOTHER])
async def test_nobody_but_whoever_has_it(room: Room, database: Database, school: School, who: int) -> None:
    child_id = await add_other(database, school)
    await naming(room)
    await room.phone(who).press_data(f"rdos:1:0:{child_id}:1:0")
    assert not any("和同学有点事" in text for text in room.phone(OTHER_MOTHER).texts)
    assert CaseFact.OTHER_SIDE_TOLD not in [one for one, _ in await story.facts(database)]


async def test_whoever_belongs_to_the_first_childs_home_is_never_among_them(
    room: Room, database: Database, school: School
) -> None:
    child_id = await add_other(database, school)
    async with database.transaction() as session:  # brothers, and a cousin's mother on the same phone
        session.add(Relation(child_id=child_id, kin=Kin.FATHER, person_id=school.mother_id, from_at=NOW))
        mate = await add_person(session, GRANDMOTHER, "石阿姨")
        session.add(Relation(child_id=child_id, kin=Kin.MOTHER, person_id=mate, from_at=NOW))
    head = await naming(room)
    await head.press_data(f"rdos:1:0:{child_id}:1:0")
    assert len(room.phone(OTHER_MOTHER).chat) == 1
    assert (room.phone(MOTHER).chat, room.phone(GRANDMOTHER).chat) == ([], [])


async def test_the_child_itself_and_one_of_another_school_is_no_other_side(
    room: Room, database: Database, school: School
) -> None:
    head = await naming(room)
    for child_id in (school.child_id, 999):
        await head.press_data(f"rdos:1:0:{child_id}:1:0")
        assert "没有您可以查看" in head.last.text
    async with database.reading() as session:
        assert [one for one in await session.exec(select(Notification)) if "about_id" in one.params] == []


async def test_they_can_answer_nothing_about_a_child_that_isnt_theirs(
    room: Room, database: Database, school: School
) -> None:
    child_id = await add_other(database, school)
    head = await naming(room)
    await head.press_data(f"rdos:1:0:{child_id}:1:0")
    other = room.phone(OTHER_MOTHER)
    for press in ("where:1:here", "coming:1:comes"):
        await other.press_data(press)
    facts = {one for one, _ in await story.facts(database)}
    assert not facts & {CaseFact.HOME_HAS, CaseFact.HOME_COMING}
