"""Whoever has taken a case tells how far it has come; the others look on."""

from datetime import timedelta

import pytest

from models.case_codes import Authority, CaseFact, CaseState, Channel, ClockKind
from models.database import Database
from services.access.service import Denied
from services.casework import road
from tests.alerts import story
from tests.behind import offers
from tests.casework import steps
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, GRANDMOTHER, HEAD, MOTHER, STRANGER, TEACHER, actor_of


@pytest.mark.db
async def test_a_case_goes_its_whole_road_by_taps(room: Room, database: Database) -> None:
    head = await steps.called(room)
    assert "等警方受理" in head.last.text
    for label, state in (
        ("警方受理了", CaseState.ACCEPTED),
        ("立案了", CaseState.FILED),
        ("孩子安置好了", CaseState.PROTECTED),
    ):
        await head.press(label)
        assert (await story.get_case(database)).state is state
    for kind, state in (
        ("五个方面", CaseState.ASSESSED),
        ("帮扶计划", CaseState.PLANNED),
        ("计划做得怎么样", CaseState.PLANNED),
    ):
        await steps.write(head, kind, "写给以后看的人。")
        assert (await story.get_case(database)).state is state
    assert "按计划在帮" in head.last.text
    teacher = room.phone(TEACHER)
    await teacher.press_data("case:1", message_id=teacher.last.message_id)
    assert "警方立案" in teacher.last.text  # its reporter sees what became of it


async def test_what_is_not_next_has_no_button_and_a_forged_press_says_so(
    room: Room, database: Database
) -> None:
    head = await steps.taken(room)
    assert not any("立案" in label for label in head.last.buttons)
    await head.press_data("rdst:1:filed")
    assert "前面还有一步没有记下" in head.last.text
    await head.press_data("rdst:1:closed")
    assert "没有您可以查看" in head.last.text
    assert CaseFact.FILED not in await steps.facts(database)


async def test_a_second_tap_is_the_first_one(room: Room, database: Database) -> None:
    head = await steps.called(room)
    for _ in range(2):
        await head.press_data("rdst:1:accepted")
    assert (await steps.facts(database)).count(CaseFact.ACCEPTED) == 1


async def test_who_has_not_taken_it_looks_on(room: Room, database: Database) -> None:
    await steps.called(room)
    await room.later(minutes=6)
    await room.phone(HEAD).press_data("road:1")
    deputy = room.phone(DEPUTY)
    await deputy.press_data("road:1")
    assert "没有您可以查看" in deputy.last.text  # the case hasn't come to the deputy: the head has it
    county = room.phone(COUNTY)
    await county.press_data("rdst:1:accepted")
    assert "没有您可以查看" in county.last.text
    assert CaseFact.ACCEPTED not in await steps.facts(database)


async def test_to_whom_it_has_come_but_who_has_not_taken_it(room: Room, database: Database) -> None:
    await story.report(room)
    await room.later(minutes=5)
    await room.phone(HEAD).press(story.TAKE)
    deputy = room.phone(DEPUTY)
    await steps.look(deputy)
    assert [label for label in deputy.last.buttons if "看整件事" not in label] == []
    for press in ("rdst:1:protected", "rdrp:1:police:phone:1", "rdrb:1:health:7", "rdwr:1:seen:0"):
        await deputy.press_data(press)
        assert "先接手，再记进展" in deputy.last.text
    assert CaseFact.PROTECTED not in await steps.facts(database)


@pytest.mark.parametrize("who", [MOTHER, GRANDMOTHER, TEACHER, STRANGER])
async def test_to_everybody_else_there_is_no_such_road(room: Room, database: Database, who: int) -> None:
    await steps.taken(room)
    phone = room.phone(who)
    for press in (
        "road:1", "road:4711", "rdst:1:protected", "rdrp:1:::", "rdrf:1:",
        "rdrb:1:health:7", "rdrb:1:health:0", "rdwr:1::0", "rdfl:1:0",
        "rdcl:1:no_harm", "rdca:1:1", "rdre:1:0:1", "rdra:1:accepted", "rdrc:1",
    ):  # fmt: skip
        await phone.press_data(press)
        assert "没有您可以查看" in phone.last.text
    assert (await story.get_case(database)).state is CaseState.OPEN


async def test_a_report_has_a_time_a_way_and_a_receipt(room: Room, database: Database) -> None:
    head = await steps.taken(room)
    for label in ("记一次报告", "公安机关", "当面", "写下时间"):
        await head.press(label)
    await head.send("09:40")
    (report,) = await steps.reports(database)
    assert (report.authority, report.channel) == (Authority.POLICE, Channel.IN_PERSON)
    assert (room.clock.at - report.reported_at).total_seconds() == 20 * 60
    assert (await story.get_case(database)).state is CaseState.POLICE_CALLED
    await head.press("公安机关的回执号")
    await head.send("ＬＪ2026-1123")
    assert "回执 LJ2026-1123" in head.last.text
    assert not await offers(head, "回执号")


async def test_a_receipt_typed_twice_stands_once(room: Room, database: Database) -> None:
    head = await steps.taken(room)
    for channel in ("电话", "书面"):
        for label in ("记一次报告", "公安机关", channel, "刚刚"):
            await head.press(label)
    await head.press_data("rdrc:1")
    await head.send("4711")
    await head.press_data("rdrc:2")
    await head.send("4711")
    assert "已经记过" in head.last.text
    await head.press_data("rdrc:1")
    await head.send("4712")
    assert "已经有别的回执号" in head.last.text
    assert [one.receipt for one in await steps.reports(database)] == ["4711", None]


@pytest.mark.parametrize("typed", ["没有", "x" * 41, "1\n2"])
async def test_what_is_no_receipt_is_asked_for_again(room: Room, database: Database, typed: str) -> None:
    head = await steps.taken(room)
    for label in ("记一次报告", "公安机关", "电话", "刚刚", "公安机关的回执号"):
        await head.press(label)
    await head.send(typed)
    assert "只发回执上的号码" in head.last.text
    await head.send("8")
    assert [one.receipt for one in await steps.reports(database)] == ["8"]


async def test_a_time_that_has_not_come_is_refused_and_may_be_typed_again(
    room: Room, database: Database
) -> None:
    head = await steps.taken(room)
    for label in ("记一次报告", "民政部门", "电话", "写下时间"):
        await head.press(label)
    await head.send("13:00")
    assert await steps.reports(database) == []
    await head.send("9点05")
    assert [one.authority for one in await steps.reports(database)] == [Authority.CIVIL_AFFAIRS]
    assert CaseFact.REPORTED in await steps.facts(database)


async def test_another_authority_answers_or_is_reminded_of(room: Room, database: Database) -> None:
    head = await steps.called(room)
    for _ in range(2):  # while it hasn't answered it isn't asked twice
        for label in ("请别的部门帮忙", "民政部门", "7天内"):
            await head.press(label)
    (referral,) = await steps.referrals(database)
    assert referral.answer is None
    assert ClockKind.REFERRAL in await steps.clocks(database)
    await head.press("没答应")
    assert "没有答应" in head.last.text
    assert ClockKind.REFERRAL not in await steps.clocks(database)
    await head.press_data("rdra:1:accepted")
    (referral,) = await steps.referrals(database)
    assert referral.answer is not None
    assert "没有答应" in head.last.text  # the first answer stays


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-12-05", "民政部门：12月5日前答复"),
        ("下周", "没看懂这个日期"),
        ("2026-11-20", "今天以后"),
        ("2029-1-1", "今天以后"),
    ],
)
async def test_by_when_an_answer_is_asked_for_is_chosen_or_typed(
    room: Room, database: Database, typed: str, said: str
) -> None:
    head = await steps.called(room)
    for label in ("请别的部门帮忙", "民政部门", "输入日期"):
        await head.press(label)
    await head.send(typed)
    assert said in head.last.text
    if "没看懂" in said:
        await head.send("2026年12月5日")
    await head.press_data("rdrb:1:health:1")
    await head.press_data("road:1")
    assert "卫生健康部门" in head.last.text
    await room.later(days=1, hours=1)
    assert any("还没有答复" in one for one in head.texts)


async def test_a_day_before_an_answer_is_due_whoever_waits_for_it_is_told(
    room: Room, database: Database
) -> None:
    head = await steps.called(room)
    for label in ("请别的部门帮忙", "民政部门", "输入日期"):
        await head.press(label)
    await head.send("2026-11-26")
    (referral,) = await steps.referrals(database)
    room.clock.at = referral.respond_by - timedelta(days=1, seconds=1)
    await room.later(seconds=1)
    assert "可以先问一声" in head.texts[-1]
    assert "还没有答复" not in "".join(head.texts)
    overdue = (await steps.facts(database)).count(CaseFact.OVERDUE)
    room.clock.at = referral.respond_by - timedelta(seconds=1)
    await room.later(seconds=1)
    assert "还没有答复" in "".join(head.texts)
    assert (await steps.facts(database)).count(CaseFact.OVERDUE) == overdue + 1


async def test_a_drill_has_no_road(room: Room, database: Database) -> None:
    await steps.taken(room)
    async with database.transaction() as session:
        case = await story.get_case(database)
        case.is_practice = True
        await session.merge(case)
    async with database.transaction() as session:
        actor = await actor_of(database, HEAD)
        found = await road.open_road(session, now=room.clock.at, actor=actor, case_id=1)
    assert found == Denied()
