"""Who answers a request, and who doesn't even see it."""

import pytest
from sqlmodel import col, update

from models import Relation
from models.codes import Asked, Kin, Role
from services.people import service as people
from tests.alerts.story import add_staff, make_kin
from tests.phones import Room
from tests.privacy.rights import ask, audited, requests_in, tasks_in
from tests.words.families import DENIED
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
    add_person,
)
from views.privacy import AskRight
from views.requests import GrantRequest, OpenRequest, RefuseRequest

SECOND_HEAD = 120


async def test_an_administrators_own_goes_to_another_or_to_the_county(room: Room, school: School) -> None:
    await ask(room, HEAD, "更正", "我的名字")
    county = room.phone(COUNTY)
    await county.press("打开")
    assert "顾明河" in county.last.text
    head = room.phone(HEAD)
    await head.press_data(OpenRequest(request_id=1).pack())
    assert head.last.text == DENIED
    second = await add_staff(room.database, SECOND_HEAD, "白老师", Role.ADMINISTRATOR, school.school_id)
    await ask(room, HEAD, "其他")
    assert [one.owner_id for one in await tasks_in(room.database)] == [school.county_officer_id, second]


async def test_a_teachers_goes_to_the_administrators(room: Room, school: School) -> None:
    await ask(room, TEACHER, "删除", "我要调走了")
    head = room.phone(HEAD)
    await head.press("打开")
    await head.press("办好了")
    assert "请先手工办妥" in head.last.text
    await head.press("是，告诉对方")
    assert "您提的删除，学校办好了" in room.phone(TEACHER).last.text


async def test_nobody_of_the_household_answers_a_request(room: Room, school: School) -> None:
    """The head is the child's uncle: what the grandmother asks goes past him."""
    await make_kin(room.database, school, school.head_id)
    await ask(room, GRANDMOTHER, "其他", "我想问一件家里的事")
    assert room.phone(HEAD).chat == []
    assert "请在12月8日前答复" in room.phone(COUNTY).last.text
    await room.phone(HEAD).press_data(OpenRequest(request_id=1).pack())
    assert room.phone(HEAD).last.text == DENIED
    await room.phone(COUNTY).press("打开")
    assert "我想问一件家里的事" in room.phone(COUNTY).last.text
    assert "田小满" not in room.phone(COUNTY).last.text


async def test_who_shares_a_phone_with_the_asker_does_not_answer(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        reader = await add_person(session, MOTHER, "田远山")
        await people.grant(
            session, now=NOW, person_id=reader, role=Role.ADMINISTRATOR, unit_id=school.school_id
        )
    mother = room.phone(MOTHER)
    await mother.press_data(AskRight(asked=Asked.OTHER, person_id=school.mother_id).pack())
    await mother.press("不写了")
    assert [one.owner_id for one in await tasks_in(room.database)] == [school.head_id]


async def test_a_request_of_who_was_barred_is_heard(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        await session.exec(update(Relation).where(col(Relation.kin) == Kin.MOTHER).values(barred_at=NOW))
    await ask(room, MOTHER, "其他", "为什么看不到")
    [request] = await requests_in(room.database)
    assert request.child_id is None
    await room.phone(HEAD).press("打开")
    assert "田小满" not in room.phone(HEAD).last.text


@pytest.mark.parametrize("who", [STRANGER, MOTHER, GRANDMOTHER, TEACHER, DEPUTY, COUNTY])
async def test_nobody_else_opens_or_answers(room: Room, school: School, who: int) -> None:
    await ask(room, GRANDMOTHER, "更正")
    phone = room.phone(who)
    for press in (
        OpenRequest(request_id=1),
        GrantRequest(request_id=1, sure=True),
        RefuseRequest(request_id=1),
        OpenRequest(request_id=9),
    ):
        await phone.press_data(press.pack())
        assert phone.last.text == DENIED
    assert (await requests_in(room.database))[0].settled_at is None
    assert await audited(room.database, "grant_request") == [False]


async def test_nobody_asks_in_anothers_name(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data(AskRight(asked=Asked.DELETE, person_id=school.mother_id).pack())
    await teacher.send("请删掉")
    assert teacher.last.text == DENIED
    assert await requests_in(room.database) == []
    assert await audited(room.database, "ask_delete") == [False]
