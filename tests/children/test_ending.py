"""A carer who no longer looks after a child: the place is over at once, quietly, and can be opened anew."""

import pytest
from sqlmodel import col, select, update

from models import Relation
from models.codes import Cover, Kin, Role
from services.access import service as access
from services.access.queries import find_child
from services.access.service import Denied
from services.people import service as people
from services.people.queries import load_actor
from tests.access.test_matrix import ASKED_OF_A_CHILD
from tests.alerts import story
from tests.phones import Phone, Room
from tests.world import DEPUTY, GRANDMOTHER, HEAD, MOTHER, TEACHER, School
from views.household import Bar, EndCare, OpenHousehold

DENIED = "这里没有您可以查看的内容"


async def place_of(room: Room, person_id: int) -> Relation:
    async with room.database.reading() as session:
        query = select(Relation).where(Relation.person_id == person_id).order_by(col(Relation.id).desc())
        return (await session.exec(query)).all()[0]


async def end_care(room: Room, school: School, who: int = HEAD) -> Phone:
    phone = room.phone(who)
    await phone.press_data(OpenHousehold(child_id=school.child_id).pack())
    await phone.press("石奶奶")
    await phone.press("不再照看")
    await phone.press("确认")
    return phone


@pytest.mark.parametrize("is_guardian", [False, True])
async def test_an_ended_place_opens_no_door(room: Room, school: School, is_guardian: bool) -> None:
    async with room.database.transaction() as session:
        grandmother = col(Relation.person_id) == school.grandmother_id
        await session.exec(update(Relation).where(grandmother).values(is_guardian=is_guardian))
    await end_care(room, school)
    async with room.database.transaction() as session:
        now = room.clock.at
        actor = await load_actor(session, now=now, telegram_id=GRANDMOTHER, locale_hint="zh_CN")
        child = await find_child(session, child_id=school.child_id)
        assert child is not None
        for action in ASKED_OF_A_CHILD:
            said = await access.decide(session, now=now, actor=actor, action=action, child_id=school.child_id)
            assert isinstance(said, Denied), action
            heard = await access.may_hear(
                session, now=now, person_id=school.grandmother_id, action=action, child=child
            )
            assert not heard, action
        assert await access.list_own_children(session, now=now, actor=actor) == []
        assert await access.list_own_gone(session, now=now, actor=actor) == []


async def test_nobody_is_told_and_the_others_keep_their_places(room: Room, school: School) -> None:
    before = {who: len(room.phone(who).chat) for who in (GRANDMOTHER, MOTHER, TEACHER)}
    head = await end_care(room, school)
    await room.later(hours=20)
    assert {who: len(room.phone(who).chat) for who in before} == before
    assert "石奶奶" not in head.last.text
    assert "周阿桂" in head.last.text
    await room.phone(MOTHER).press_data(f"child:{school.child_id}")
    assert "田小满" in room.phone(MOTHER).last.text
    await room.phone(GRANDMOTHER).press_data(f"child:{school.child_id}")
    assert DENIED in room.phone(GRANDMOTHER).last.text


async def test_it_is_asked_once_more_and_a_second_press_is_no_harm(room: Room, school: School) -> None:
    place = await place_of(room, school.grandmother_id)
    head = room.phone(HEAD)
    press = EndCare(child_id=school.child_id, relation_id=place.id or 0)
    await head.press_data(press.pack())
    assert (await place_of(room, school.grandmother_id)).until_at is None
    for _ in range(2):
        await head.press_data(press.model_copy(update={"sure": True}).pack())
    ended = (await place_of(room, school.grandmother_id)).until_at
    assert ended == room.clock.at
    assert "周阿桂" in head.last.text


@pytest.mark.parametrize("who", [TEACHER, MOTHER, GRANDMOTHER])
async def test_nobody_else_ends_it(room: Room, school: School, who: int) -> None:
    place = await place_of(room, school.grandmother_id)
    press = EndCare(child_id=school.child_id, relation_id=place.id or 0, sure=True).pack()
    await room.phone(who).press_data(press)
    assert DENIED in room.phone(who).last.text
    assert (await place_of(room, school.grandmother_id)).until_at is None


async def test_a_parent_stays_a_parent(room: Room, school: School) -> None:
    press = EndCare(child_id=school.child_id, relation_id=school.mother_relation_id, sure=True).pack()
    await room.phone(HEAD).press_data(press)
    assert (await place_of(room, school.mother_id)).until_at is None


async def test_who_is_barred_keeps_the_place_and_the_bar(room: Room, school: School) -> None:
    place = await place_of(room, school.grandmother_id)
    head = room.phone(HEAD)
    await head.press_data(Bar(relation_id=place.id or 0, cover=Cover.NEW_TERM).pack())
    assert not any("不再照看" in label for label in head.last.buttons)
    await head.press_data(EndCare(child_id=school.child_id, relation_id=place.id or 0, sure=True).pack())
    assert (await place_of(room, school.grandmother_id)).until_at is None


async def test_a_new_invitation_opens_it_again(room: Room, school: School) -> None:
    head, grandmother = await end_care(room, school), room.phone(GRANDMOTHER)
    await head.press_data(f"child:{school.child_id}")
    await head.press("再加一位照看人")
    await head.press("邀请照看人")
    link = next(line for line in head.last.text.split("\n") if "start=" in line)
    await grandmother.send(f"/start {link.partition('start=')[2].strip()}")
    await grandmother.press("石奶奶")
    if any("✅" in label for label in grandmother.last.buttons):
        await grandmother.press("✅")
    await head.press("✅ 是")
    await grandmother.press_data(f"child:{school.child_id}")
    assert "田小满" in grandmother.last.text
    place = await place_of(room, school.grandmother_id)
    assert (place.kin, place.until_at) == (Kin.CARER, None)


@pytest.mark.parametrize("ended_first", [False, True])
async def test_a_sealed_case_stays_sealed(room: Room, school: School, ended_first: bool) -> None:
    """The grandmother also answers for safety at the school: her place's end lets her in nowhere."""
    await story.add_staff(room.database, 888, "石小禾", Role.SAFEGUARDING, school.school_id)
    async with room.database.transaction() as session:
        await people.grant(
            session, now=room.clock.at, person_id=school.grandmother_id, role=Role.SAFEGUARDING,
            unit_id=school.school_id,
        )  # fmt: skip
    if ended_first:
        await end_care(room, school)
    await story.report(room)
    if not ended_first:
        await end_care(room, school, DEPUTY)
    await room.later(minutes=20)
    grandmother = room.phone(GRANDMOTHER)
    assert story.alerts(grandmother) == []
    await grandmother.press_data("case:1")
    assert DENIED in grandmother.last.text
    assert story.alerts(room.phone(888)) != []
