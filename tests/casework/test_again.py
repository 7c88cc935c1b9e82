"""What happens when a case begins again: opened anew, handed on, or with another answer."""

import pytest
from sqlmodel import col, select, update

from models import Account, Notification
from models.case_codes import CaseFact, CaseState, ClockKind
from models.codes import Notice
from models.database import Database
from tests.alerts import story
from tests.casework import steps
from tests.casework.test_case_file import exported, passphrases
from tests.casework.test_report_paper import told
from tests.phones import Phone, Room
from tests.world import COUNTY, DEPUTY, HEAD, TEACHER, School

REOPEN, TO_SCHOOL = "rdro:1:1", "alci:1:school"


async def reopened(room: Room) -> Phone:
    """A closed case's reporter opens it again, and the head takes it; the head's phone."""
    await room.later(minutes=5)
    await room.phone(TEACHER).press_data(REOPEN)
    head = room.phone(HEAD)
    await head.press_data("caseme:1:1")
    return head


async def held_for_done(room: Room) -> Phone:
    head = await steps.called(room)
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    return head


async def test_who_is_left_out_is_no_first_of_two(room: Room, database: Database) -> None:
    await held_for_done(room)
    teacher, county = room.phone(TEACHER), room.phone(COUNTY)
    await teacher.press_data(TO_SCHOOL, message_id=teacher.chat[0].message_id)
    await county.press_data("rdca:1:1")
    case = await story.get_case(database)
    assert (case.is_live, case.closing_by_id, case.outcome) == (True, None, None)
    assert ClockKind.CLOSING not in await steps.clocks(database)


@pytest.mark.db
async def test_what_stands_with_who_is_left_out_goes(room: Room, database: Database) -> None:
    await told(room)
    await exported(room)
    room.let_fade()
    teacher, deputy = room.phone(TEACHER), room.phone(DEPUTY)
    assert len(passphrases(deputy)) == 1
    await teacher.press_data(TO_SCHOOL, message_id=teacher.chat[0].message_id)
    await room.later(minutes=3)
    number = (await story.get_case(database)).number
    assert not [text for text in deputy.texts if number in text]


async def test_whoever_takes_it_again_asks_anew(room: Room, database: Database) -> None:
    head = await held_for_done(room)
    await head.press_data("caseho:1:1")
    assert (await story.get_case(database)).closing_by_id is None
    assert ClockKind.CLOSING not in await steps.clocks(database)
    await room.later(minutes=2)
    await head.press_data("caseme:1:1")
    before = len(room.phone(DEPUTY).texts)
    await head.press_data("rdcl:1:moved_away")
    assert len(room.phone(DEPUTY).texts) > before
    await room.phone(DEPUTY).press_data("rdca:1:1")
    assert (await story.get_case(database)).state is CaseState.CLOSED


async def test_handed_on_at_the_last_step_somebody_else_is_told(
    room: Room, database: Database, school: School
) -> None:
    await story.report(room)
    await room.later(minutes=12)
    county = room.phone(COUNTY)
    await county.press(story.TAKE)
    heard = {who: len(story.alerts(room.phone(who))) for who in (HEAD, DEPUTY)}
    mine = len(county.chat)
    await county.press_data("caseho:1:1")
    await room.later(minutes=1)
    assert all(len(story.alerts(room.phone(who))) > count for who, count in heard.items())
    assert not any("再提醒一次" in shown.text for shown in county.chat[mine:])


async def test_the_police_may_accept_it_once_more(room: Room, database: Database) -> None:
    head = await steps.called(room)
    await head.press("警方受理了")
    await story.close(room, HEAD, DEPUTY)
    head = await reopened(room)
    await head.press_data("caseon:1:police")
    await steps.look(head)
    await head.press("警方受理了")
    assert (await story.get_case(database)).state is CaseState.ACCEPTED
    assert ClockKind.ACCEPT not in await steps.clocks(database)


async def test_a_plan_wants_a_new_look_at_the_needs(room: Room, database: Database) -> None:
    head = await steps.called(room)
    await steps.write(head, "五个方面", "都看过。")
    await story.close(room, HEAD, DEPUTY)
    head = await reopened(room)
    await head.press_data("rdwr:1:plan:0")
    await head.send("每天看一眼。")
    assert CaseFact.PLANNED not in await steps.facts(database)


@pytest.mark.db
async def test_after_a_release_new_words_have_a_new_key(room: Room, database: Database) -> None:
    head = await steps.called(room)
    await steps.write(head, "孩子说的", "我不想回家。")
    await story.close(room, HEAD, DEPUTY)
    await head.press_data("rdre:1:0:1")
    await room.phone(DEPUTY).press_data("rdre:1:1:1")
    old = (await story.get_case(database)).key_name
    head = await reopened(room)
    await head.press_data("rdwr:1:seen:0")
    await head.send("又有一块青紫。")
    case = await story.get_case(database)
    assert case.key_name not in (None, old)
    assert case.released_keys == [old]
    await steps.keep_open(room, HEAD)
    await head.press_data("rdfl:1:0", message_id=head.last.message_id)
    assert "又有一块青紫" in head.last.text
    await head.press_data("rdfl:1:1", message_id=head.last.message_id)
    assert "我不想回家" not in head.last.text


async def test_reopened_and_out_of_reach_it_cries(room: Room, database: Database) -> None:
    await steps.closed(room)
    async with database.transaction() as session:
        reached = col(Account.telegram_id).in_([HEAD, DEPUTY, COUNTY])
        await session.exec(update(Account).where(reached).values(unreachable_at=room.clock.at))
    for who in (HEAD, DEPUTY, COUNTY):
        room.phone(who).blocked = True
    await room.later(minutes=5)
    await room.phone(TEACHER).press_data(REOPEN)
    await room.later(minutes=15)
    async with database.reading() as session:
        query = select(Notification.id).where(Notification.kind == Notice.CASE_UNREACHED)
        assert len(list(await session.exec(query))) >= 1


async def test_the_old_reason_closes_nothing(room: Room, database: Database) -> None:
    head = await steps.taken(room)
    await steps.write(head, "为什么不用报告", "自己摔的。")
    await head.press_data("rdcl:1:no_harm")
    await room.phone(DEPUTY).press_data("rdca:1:1")
    head = await reopened(room)
    await head.press_data("rdcl:1:no_harm")
    assert "还没有报警或报告的记录" in head.last.text
    assert (await story.get_case(database)).closing_by_id is None


async def test_who_has_not_answered_is_asked_again(room: Room, database: Database) -> None:
    head = await steps.called(room)
    await head.press_data("rdrb:1:civil_affairs:7")
    await story.close(room, HEAD, DEPUTY)
    assert await steps.clocks(database) == []
    await reopened(room)
    assert ClockKind.REFERRAL in await steps.clocks(database)


async def test_a_child_not_safe_wakes_a_holder_with_a_plan(room: Room, database: Database) -> None:
    head = await steps.called(room)
    for kind, text in (("五个方面", "都看过。"), ("帮扶计划", "每天看一眼。")):
        await steps.write(head, kind, text)
        await steps.look(head)
    await room.phone(TEACHER).press_data("alsf:1:no")
    await room.later(minutes=21)
    assert "您还在处理吗" in head.last.text


async def test_the_file_keeps_a_hidden_reporters_name(room: Room, database: Database) -> None:
    teacher = await story.store(room)
    await teacher.press("只给接手的人看")
    await teacher.press(story.FAMILY)
    await teacher.press_data("rdow:1:seen")
    await teacher.send("右臂青了一块。")
    head = room.phone(HEAD)
    await steps.keep_open(room, HEAD)
    await head.press_data("rdfl:1:0")
    assert "右臂青了一块" in head.last.text
    assert "许一诺" not in head.last.text
    await head.press(story.TAKE)
    await head.press_data("rdfl:1:0")
    assert "许一诺" in head.last.text
