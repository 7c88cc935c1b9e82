"""Somebody of the household reports, and on a phone that others read nothing is left of it."""

import pytest
from sqlmodel import col, select, update

from models import AuditEntry, Case, FadingMessage, Notification, Relation
from models.case_codes import Involved
from models.codes import Fading, Kin, Notice
from models.database import Database
from tests.alerts import story
from tests.phones import Phone, Room
from tests.world import COUNTY, GRANDMOTHER, HEAD, MOTHER, NOW, STRANGER, TEACHER, School, add_person

BEGIN, HIT, ANSWER = "有话悄悄说", "打孩子", "要回话"
DENIED = "没有您可以查看"


async def begin(room: Room) -> Phone:
    grandmother = room.phone(GRANDMOTHER)
    await grandmother.send("/help")
    await grandmother.press(BEGIN)
    return grandmother


async def say(room: Room, *labels: str) -> Phone:
    grandmother = await begin(room)
    for label in (*labels, HIT):
        await grandmother.press(label)
    return grandmother


async def share_her_phone(database: Database, school: School) -> None:
    async with database.transaction() as session:
        grandfather = await add_person(session, GRANDMOTHER, "石爷爷", now=NOW)
        session.add(Relation(child_id=school.child_id, kin=Kin.CARER, person_id=grandfather, from_at=NOW))


async def test_one_tap_sends_it_and_leaves_nothing(room: Room, database: Database, school: School) -> None:
    assert "这里就空了" in (await begin(room)).last.text
    assert "人在外地，先拨孩子那里的区号" in room.phone(GRANDMOTHER).last.text
    grandmother = room.phone(GRANDMOTHER)
    await grandmother.press(HIT)
    assert grandmother.chat == []
    case = await story.get_case(database)
    assert (case.reporter_id, case.involved, case.from_home) == (school.grandmother_id, Involved.FAMILY, True)
    assert story.alerts(room.phone(HEAD))
    async with database.reading() as session:
        fading = list(await session.exec(select(FadingMessage)))
    assert {(one.chat_id, one.fading) for one in fading} == {(GRANDMOTHER, Fading.REMOVED)}
    assert len(fading) == 2  # the card, and her own /help


async def test_the_childs_card_leads_there_too(room: Room, database: Database, school: School) -> None:
    grandmother = room.phone(GRANDMOTHER)
    await grandmother.send("👧 我的孩子")
    await grandmother.press(BEGIN)
    assert "这里就空了" in grandmother.last.text
    await grandmother.press(HIT)
    assert grandmother.chat == []
    assert (await story.get_case(database)).reporter_id == school.grandmother_id


async def test_the_phone_of_a_silent_report_is_left_out_whoever_holds_it(
    room: Room, database: Database, school: School
) -> None:
    await say(room)
    assert school.grandmother_id in await story.excluded(database)


async def test_who_wants_a_word_is_not_left_out(room: Room, database: Database, school: School) -> None:
    await say(room, ANSWER)
    left_out = await story.excluded(database)
    assert school.grandmother_id not in left_out
    assert school.mother_id in left_out


async def test_no_word_ever_comes_to_that_phone(room: Room, database: Database) -> None:
    grandmother = await say(room)
    await room.later(minutes=20)
    await room.phone(COUNTY).press(story.TAKE)
    await room.later(hours=2)
    assert grandmother.chat == []
    async with database.reading() as session:
        steps = await session.exec(select(Notification).where(Notification.kind == Notice.CASE_STEP))
        assert list(steps) == []


async def test_the_rest_of_the_household_hears_nothing(
    room: Room, database: Database, school: School
) -> None:
    await say(room)
    await room.later(hours=1)
    assert room.phone(MOTHER).chat == []
    assert school.mother_id in await story.excluded(database)


async def test_whoever_takes_it_learns_who_and_how_not_to_answer(room: Room) -> None:
    await say(room)
    head = room.phone(HEAD)
    await head.press(story.OPEN)
    assert "一位家里人" in head.last.text
    assert "石奶奶" not in head.last.text
    await head.press(story.TAKE)
    assert "石奶奶" in head.last.text
    assert "不要打电话" in head.last.text


async def test_on_a_phone_of_her_own_she_may_be_answered(room: Room) -> None:
    grandmother = await say(room, ANSWER)
    assert grandmother.last.text == "收到了，已经送到。"
    await room.phone(HEAD).press(story.TAKE)
    assert grandmother.last.text == "您的话有人看了，谢谢您。"
    assert grandmother.last.buttons == {}
    assert "已经有人接手" in (await begin(room)).last.text


async def test_a_shared_phone_is_never_answered(room: Room, database: Database, school: School) -> None:
    await share_her_phone(database, school)
    grandmother = await begin(room)
    assert not any(ANSWER in label for label in grandmother.last.buttons)
    await grandmother.press_data(f"hmtell:{school.child_id}:hit:1:0", message_id=grandmother.last.message_id)
    assert (await story.get_case(database)).is_silent
    await room.phone(HEAD).press(story.TAKE)
    await room.phone(HEAD).press(story.OPEN)
    assert "石奶奶或石爷爷" in room.phone(HEAD).last.text  # which of them pressed, nobody knows
    assert grandmother.chat == []


async def test_who_comes_to_share_the_phone_later_ends_the_answers(
    room: Room, database: Database, school: School
) -> None:
    grandmother = await say(room, ANSWER)
    await share_her_phone(database, school)
    stood = len(grandmother.chat)
    await room.phone(HEAD).press(story.TAKE)
    assert len(grandmother.chat) == stood
    assert "接手" not in (await begin(room)).last.text


async def test_a_button_of_the_case_opens_nothing_on_her_phone(room: Room) -> None:
    grandmother = await say(room, ANSWER)
    for press in ("case:1", "alpo:1:now", "alnm:1:0", "alin:1:school"):
        await grandmother.press_data(press)
        assert DENIED in grandmother.last.text


async def test_a_second_tap_is_the_first(room: Room, database: Database, school: School) -> None:
    for _ in range(2):
        await room.phone(GRANDMOTHER).press_data(f"hmtell:{school.child_id}:hit:0:0", message_id=1)
    async with database.reading() as session:
        assert len(list(await session.exec(select(Case)))) == 1


async def test_to_look_and_say_nothing_leaves_nothing(room: Room, database: Database) -> None:
    grandmother = room.phone(GRANDMOTHER)
    await grandmother.send("/help")
    help_stood = (grandmother.last.text, dict(grandmother.last.buttons))
    await grandmother.press(BEGIN)
    await grandmother.press("先不说")
    assert [(one.text, one.buttons) for one in grandmother.chat] == [help_stood]
    async with database.reading() as session:
        assert list(await session.exec(select(Case))) == []


@pytest.mark.parametrize("who", [TEACHER, HEAD, STRANGER])
async def test_who_is_not_of_the_household_can_not_say_it_this_way(
    room: Room, database: Database, school: School, who: int
) -> None:
    phone = room.phone(who)
    for press in ("hm:0", f"hmkid:{school.child_id}:0:0", f"hmtell:{school.child_id}:hit:0:0"):
        await phone.press_data(press)
        assert DENIED in phone.last.text
    async with database.reading() as session:
        assert list(await session.exec(select(Case))) == []


async def test_who_left_the_household_can_not_either(room: Room, database: Database, school: School) -> None:
    grandmother = await begin(room)
    async with database.transaction() as session:
        mine = update(Relation).where(col(Relation.person_id) == school.grandmother_id)
        await session.exec(mine.values(until_at=NOW))
    await grandmother.press(HIT)
    assert DENIED in grandmother.last.text


async def test_what_is_read_for_a_case_is_no_reading_of_the_child(room: Room, database: Database) -> None:
    """The family's page of who looked is made from what has “child” for its subject."""
    await say(room)
    head = room.phone(HEAD)
    await head.press(story.OPEN)
    await head.press(story.TAKE)
    await story.report(room, situation=story.INJURED)
    async with database.reading() as session:
        assert set(await session.exec(select(AuditEntry.subject))) == {"case", "case_child", "class"}
