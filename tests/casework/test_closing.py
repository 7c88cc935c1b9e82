"""A case ends when two people say so; its reporter's doubt opens it again."""

import asyncio

import pytest
from sqlmodel import col, update

from models import Person
from models.case_codes import CaseFact, CaseOutcome, CaseState, ClockKind
from models.codes import Role
from models.database import Database
from services.casework import closing
from tests.alerts import story
from tests.behind import offers
from tests.casework import steps
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, TEACHER, School, actor_of


@pytest.mark.db
async def test_one_holds_it_for_done_and_another_agrees(room: Room, database: Database) -> None:
    deputy = await steps.closed(room)
    case = await story.get_case(database)
    assert (case.state, case.outcome, case.escalate_at) == (CaseState.CLOSED, CaseOutcome.SAFE_AT_HOME, None)
    assert case.closed_at == room.clock.at
    assert "结果：🏠 在家安全" in deputy.last.text
    assert "确认办完" in room.phone(TEACHER).last.text
    assert await steps.clocks(database) == []


async def test_the_second_one_may_disagree(room: Room, database: Database) -> None:
    head = await steps.called(room)
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    deputy = room.phone(DEPUTY)
    await deputy.press(story.OPEN)
    await deputy.press(steps.NOT_DONE)
    assert "还没办完，请接着办" in head.last.text
    case = await story.get_case(database)
    assert (case.is_live, case.closing_by_id, case.outcome) == (True, None, None)
    await steps.look(head)
    assert await offers(head, steps.CLOSE)


async def test_whoever_asked_takes_it_back_while_nobody_has_agreed(room: Room, database: Database) -> None:
    room.let_fade()
    head = await steps.called(room)
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    deputy = room.phone(DEPUTY)
    await deputy.press(story.OPEN)
    await head.press(steps.TAKE_BACK)
    case = await story.get_case(database)
    assert (case.is_live, case.closing_by_id, case.outcome) == (True, None, None)
    assert (await steps.facts(database))[-1] is CaseFact.CLOSE_REFUSED
    assert ClockKind.CLOSING not in await steps.clocks(database)
    assert await offers(head, steps.CLOSE)
    assert "另一位" not in head.last.text  # the timeline says nothing of a second one
    await room.later(seconds=30)
    assert not any(steps.AGREE in label for shown in deputy.chat for label in shown.buttons)
    assert "一位同事认为办完了" not in deputy.texts[-1]
    await deputy.press_data("rdca:1:1")
    assert (await story.get_case(database)).is_live


async def test_what_is_asked_again_is_asked_once(room: Room, database: Database) -> None:
    """The question that was taken back while it waited to be sent never comes."""
    head = await steps.called(room)
    room.phone(DEPUTY).flood = 60
    for label in (steps.CLOSE, "在家安全", steps.TAKE_BACK):
        await head.press(label)
    await room.later(seconds=5)
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    await room.later(minutes=5)
    asked = [text for text in room.phone(DEPUTY).texts if "一位同事认为办完了" in text]
    assert len(asked) == 1


async def test_what_was_agreed_is_not_taken_back(room: Room, database: Database) -> None:
    await steps.closed(room)
    for who in (HEAD, DEPUTY, COUNTY):
        await room.phone(who).press_data("rdct:1")
    assert (await story.get_case(database)).state is CaseState.CLOSED


async def test_only_whoever_asked_takes_it_back(room: Room, database: Database) -> None:
    head = await steps.called(room)
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    deputy = room.phone(DEPUTY)
    await deputy.press(story.OPEN)
    assert not any(steps.TAKE_BACK in label for label in deputy.last.buttons)
    await deputy.press_data("rdct:1")
    assert (await story.get_case(database)).closing_by_id is not None


async def test_nobody_agrees_with_oneself(room: Room, database: Database) -> None:
    head = await steps.called(room)
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    assert not any(steps.AGREE in label for label in head.last.buttons)
    await head.press_data("rdca:1:1")
    assert "另一个人" in head.last.text
    assert (await story.get_case(database)).is_live


async def test_who_reads_on_the_same_phone_is_no_second_person(
    room: Room, database: Database, school: School
) -> None:
    await story.end_roles(database, Role.COUNTY_OFFICER)
    head = await steps.called(room)
    async with database.transaction() as session:
        shared = (await session.get_one(Person, school.head_id)).account_id
        await session.exec(update(Person).where(col(Person.id) == school.deputy_id).values(account_id=shared))
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    assert "没有第二个人" in head.last.text
    case = await story.get_case(database)
    assert (case.is_live, case.closing_by_id) == (True, None)


async def test_without_a_report_a_reason_is_written_down_first(room: Room, database: Database) -> None:
    head = await steps.taken(room)
    for label in (steps.CLOSE, "查过，没有伤害"):
        await head.press(label)
    assert "还没有报警或报告的记录" in head.last.text
    await steps.look(head)
    await steps.write(head, "为什么不用报告", "是摔的，校医和妈妈都看过。")
    for label in (steps.CLOSE, "查过，没有伤害"):
        await head.press(label)
    assert "已经请另一位同事" in head.last.text
    assert CaseFact.CLOSE_ASKED in await steps.facts(database)


async def test_two_agree_at_once_and_it_is_closed_once(
    room: Room, database: Database, school: School
) -> None:
    head = await steps.called(room)
    await story.add_staff(database, 130, "另一位负责人", Role.ADMINISTRATOR, school.school_id)
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    actors = [await actor_of(database, one) for one in (130, 130)]

    async def agree(number: int) -> object:
        async with database.transaction() as session:
            return await closing.agree(session, now=room.clock.at, actor=actors[number], case_id=1)

    await asyncio.gather(agree(0), agree(1))
    assert (await steps.facts(database)).count(CaseFact.CLOSED) == 1


async def test_the_next_step_is_asked_where_the_first_has_one_person(room: Room, database: Database) -> None:
    head = await steps.called(room)
    for label in (steps.CLOSE, "由有关部门接着办"):
        await head.press(label)
    assert "一位同事认为办完了" in room.phone(DEPUTY).last.text
    assert all("编号" not in text for text in room.phone(COUNTY).texts)


async def test_its_reporter_is_still_worried(room: Room, database: Database) -> None:
    await steps.closed(room)
    teacher = room.phone(TEACHER)
    await teacher.press("打开")
    await teacher.press("我还是不放心")
    assert (await story.get_case(database)).state is CaseState.CLOSED  # asked once more
    await teacher.press("重新打开")
    case = await story.get_case(database)
    assert (case.state, case.taken_by_id, case.level) == (CaseState.OPEN, None, 0)
    assert case.outcome is None
    head = room.phone(HEAD)
    assert story.alerts(head)
    await head.press(story.TAKE)
    await room.later(minutes=20)
    assert "您还在处理吗" in head.last.text  # what was in hand before is not any more


async def test_only_its_reporter_opens_it_again(room: Room, database: Database) -> None:
    deputy = await steps.closed(room)
    for phone in (deputy, room.phone(HEAD), room.phone(COUNTY)):
        await phone.press_data("rdro:1:1")
        assert "没有您可以查看" in phone.last.text
    assert (await story.get_case(database)).state is CaseState.CLOSED


async def test_a_late_acknowledgement_finds_it_closed(room: Room, database: Database) -> None:
    await steps.closed(room)
    deputy = room.phone(DEPUTY)
    await deputy.press_data("caseme:1:0")
    assert "已经办完" in deputy.last.text
    assert (await story.get_case(database)).state is CaseState.CLOSED
