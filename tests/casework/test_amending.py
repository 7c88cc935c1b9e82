"""What was noted by mistake: taken back, or with what is right in its place, and nothing lost by it."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from models import CaseClock
from models.case_codes import CaseFact, CaseState, ClockKind, Mistake
from models.database import Database
from tests.alerts import story
from tests.behind import offers
from tests.casework import steps
from tests.phones import Phone, Room
from tests.world import DEPUTY, HEAD, TEACHER, School

WRONG, MISTAP, NOT_CALLED = "有记错的", "点错了，没有这回事", "点错了，还没有报警"


async def take_back(phone: Phone, what: str, why: str = MISTAP) -> None:
    """From a road's screen."""
    await phone.press(WRONG)
    await phone.press(what)
    await phone.press(why)


async def due(database: Database, kind: ClockKind) -> list[CaseClock]:
    async with database.reading() as session:
        waits = (CaseClock.kind == kind, col(CaseClock.settled_at).is_(None))
        return list(await session.exec(select(CaseClock).where(*waits)))


@pytest.mark.db
async def test_accepted_by_mistake_waits_for_acceptance_again_with_its_clock(
    room: Room, database: Database, school: School
) -> None:
    head = await steps.called(room)
    called_at = room.clock.at
    await room.later(minutes=10)
    await head.press("警方受理了")
    assert await steps.clocks(database) == [ClockKind.FEEDBACK]
    await take_back(head, "警方受理")
    assert (await story.get_case(database)).state is CaseState.POLICE_CALLED
    (clock,) = await due(database, ClockKind.ACCEPT)
    assert clock.first_due_at == called_at + timedelta(days=1)
    assert await due(database, ClockKind.FEEDBACK) == []
    assert "收回一条：警方受理（点错了）" in head.last.text
    assert "警方受理了" in "".join(head.last.buttons)  # it can be noted once it is so
    last = (await steps.events(database))[-1]
    assert (last.fact, last.mistake, last.person_id) == (
        CaseFact.TAKEN_BACK, Mistake.MISTAP, school.head_id
    )  # fmt: skip
    assert (await story.get_case(database)).escalate_at == room.clock.at + timedelta(minutes=20)


async def test_its_reporters_screen_follows(room: Room) -> None:
    head = await steps.called(room)
    teacher = room.phone(TEACHER)
    await head.press("警方受理了")
    await room.later(seconds=5)
    assert any("警方受理" in text for text in teacher.texts)
    await room.later(minutes=1)
    await take_back(head, "警方受理")
    await room.later(seconds=5)
    assert not any("警方受理" in text for text in teacher.texts)


async def test_what_a_later_entry_rests_on_is_taken_back_after_it(room: Room, database: Database) -> None:
    head = await steps.called(room)
    await head.press("警方受理了")
    await head.press("立案了")
    await take_back(head, "警方受理")
    assert "请先收回后面那一条" in head.last.text
    assert (await story.get_case(database)).state is CaseState.FILED
    await steps.look(head)
    await take_back(head, "立案")
    assert (await story.get_case(database)).state is CaseState.ACCEPTED
    assert await steps.clocks(database) == [ClockKind.FEEDBACK]
    await take_back(head, "警方受理")
    assert (await story.get_case(database)).state is CaseState.POLICE_CALLED


@pytest.mark.db
async def test_a_step_can_have_a_time_of_its_own(room: Room, database: Database) -> None:
    """No tap more for whoever notes it at once; the clock counts from when it was."""
    await story.report(room)
    await room.phone(HEAD).press(story.TAKE)
    await room.phone(TEACHER).press("刚报了警")
    called_at = room.clock.at
    await room.later(days=2)
    head = room.phone(HEAD)
    await head.press_data("caseme:1:1")
    await steps.look(head)
    await head.press("警方受理了")
    await head.press("“警方受理”不是刚才的事，改时间")
    await head.send(f"昨天 {called_at.astimezone(room.clock.at.tzinfo):%H:%M}")
    assert not await offers(head, "不是刚才")
    event = next(one for one in reversed(await steps.events(database)) if one.fact is CaseFact.ACCEPTED)
    assert event.happened_at < event.entered_at == room.clock.at
    (clock,) = await due(database, ClockKind.FEEDBACK)
    assert clock.first_due_at == event.happened_at + timedelta(days=3)
    assert (await story.get_case(database)).state is CaseState.ACCEPTED


@pytest.mark.parametrize(
    ("typed", "said"), [("2020-01-01 10:00", "没看懂"), ("昨天 10:00", "比这件事报上来还早")]
)
async def test_a_time_that_cannot_be_is_refused_and_the_entry_stays(
    room: Room, database: Database, typed: str, said: str
) -> None:
    head = await steps.called(room)
    await head.press("孩子安置好了")
    await head.press("“孩子安置好”不是刚才的事")
    await head.send(typed)
    assert said in head.last.text
    assert (await story.get_case(database)).state is CaseState.PROTECTED
    assert CaseFact.TAKEN_BACK not in await steps.facts(database)


async def test_a_call_may_have_been_before_the_report(room: Room, database: Database) -> None:
    head = await steps.called(room)
    await head.press(WRONG)
    await head.press("已报警")
    await head.press("时间不对")
    await head.send("昨天 21:30")
    (first, second) = await steps.reports(database)
    assert (first.taken_back_at, second.taken_back_at) == (room.clock.at, None)
    assert second.reported_at < first.reported_at
    assert (await story.get_case(database)).state is CaseState.POLICE_CALLED
    assert await steps.clocks(database) == [ClockKind.ACCEPT]


@pytest.mark.db
async def test_a_receipt_with_a_wrong_figure_and_the_same_number_again(
    room: Room, database: Database
) -> None:
    head = await steps.called(room)
    await head.press("公安机关的回执号")
    await head.send("LJ-4711")
    await head.press(WRONG)
    await head.press("已报警")
    await head.press("回执号不对")
    await head.send("LJ-4712")
    assert "LJ-4712" in head.last.text
    assert "LJ-4711" not in head.last.text
    await head.press(WRONG)
    await head.press("已报警")
    await head.press("回执号不对")
    await head.send("LJ-4711")  # it was right after all: what was taken back isn't there
    assert "LJ-4711" in head.last.text
    assert [one.receipt for one in await steps.reports(database) if one.taken_back_at is None] == ["LJ-4711"]
    assert len(await steps.reports(database)) == 3


async def test_a_report_of_another_case_is_gone_and_the_call_is_owed(room: Room, database: Database) -> None:
    head = await steps.taken(room)
    for label in ("记一次报告", "公安机关", "电话", "刚刚"):
        await head.press(label)
    await room.later(minutes=1)
    await take_back(head, "已报警", "这是另一件事的")
    case = await story.get_case(database)
    assert case.state is CaseState.OPEN
    assert await steps.clocks(database) == [ClockKind.CALL]
    assert not await offers(head, "公安机关的回执号")
    assert case.escalate_at == room.clock.at + timedelta(minutes=20)  # nothing is in hand any more


async def test_an_answer_that_another_authority_never_gave(room: Room, database: Database) -> None:
    head = await steps.called(room)
    await head.press_data("rdrb:1:health:7", message_id=head.last.message_id)
    await head.press_data("rdra:1:rejected", message_id=head.last.message_id)
    assert ClockKind.REFERRAL not in await steps.clocks(database)
    await take_back(head, "那边有了答复")
    (referral,) = await steps.referrals(database)
    assert referral.answer is None
    assert ClockKind.REFERRAL in await steps.clocks(database)


@pytest.mark.db
async def test_its_reporter_has_not_called_after_all(room: Room, database: Database) -> None:
    teacher = await story.report(room)
    assert not await offers(teacher, NOT_CALLED)
    await teacher.press("刚报了警")
    await room.phone(HEAD).press(story.TAKE)
    await teacher.press(NOT_CALLED)
    assert not await offers(teacher, NOT_CALLED)
    assert "已报警" not in teacher.last.text
    assert (await story.get_case(database)).state is CaseState.OPEN
    assert await steps.clocks(database) == [ClockKind.CALL]
    await teacher.press_data("alpn:1", message_id=teacher.last.message_id)  # once more
    assert (await steps.facts(database)).count(CaseFact.TAKEN_BACK) == 1


async def test_what_the_second_person_would_agree_to_is_looked_at_again(
    room: Room, database: Database
) -> None:
    head = await steps.called(room)
    await head.press(steps.CLOSE)
    await head.press("在家安全")
    await room.phone(TEACHER).press_data("alpn:1")
    deputy = room.phone(DEPUTY)
    await deputy.press_data("rdca:1:1")
    assert (await story.get_case(database)).closed_at is None


@pytest.mark.parametrize("press", ["rdtb:{safe}:mistap", "rdty:{safe}:0", "rdcx:{safe}", "rdtb:999:mistap"])
async def test_what_has_ways_of_its_own_is_not_amended(room: Room, database: Database, press: str) -> None:
    head = await steps.called(room)
    await head.press_data("caseon:1:safe")
    safe = (await steps.events(database))[-1].id
    await head.press_data(press.format(safe=safe))
    assert "没有您可以查看" in head.last.text
    assert (await steps.facts(database))[-1] is CaseFact.CHILD_SAFE


async def test_a_case_that_is_over_is_not_amended(room: Room, database: Database) -> None:
    await steps.closed(room)
    event = next(one for one in await steps.events(database) if one.fact is CaseFact.POLICE_CALLED)
    await room.phone(HEAD).press_data(f"rdtb:{event.id}:mistap")
    assert "已经办完" in room.phone(HEAD).last.text
    await room.phone(TEACHER).press_data("alpn:1")
    assert CaseFact.TAKEN_BACK not in await steps.facts(database)


async def test_who_has_not_taken_it_amends_nothing(room: Room, database: Database) -> None:
    await steps.called(room)
    event = next(one for one in await steps.events(database) if one.fact is CaseFact.POLICE_CALLED)
    for who in (DEPUTY, TEACHER):
        for press in ("rdco:1", f"rdcx:{event.id}", f"rdtb:{event.id}:mistap", f"rdty:{event.id}:0"):
            await room.phone(who).press_data(press)
            assert "没有您可以查看" in room.phone(who).last.text
