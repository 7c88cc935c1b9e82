"""A drill through the whole chain: begun, raised, climbing, taken, ended, told of."""

from datetime import timedelta

import pytest
from aiogram.methods import SendContact
from sqlmodel import col, func, select

from models import CaseClock, Notification
from models.case_codes import CaseState
from models.codes import Notice, Priority
from models.database import Database
from scheduler import jobs
from tests.alerts.story import OPEN, TAKE
from tests.phones import Room
from tests.practice.drill import MARK, ask, cases, practices, send, store
from tests.world import COUNTY, DEPUTY, HEAD, MOTHER, NOW, TEACHER, School, set_locale

EVERYBODY = (HEAD, TEACHER, DEPUTY, COUNTY)


@pytest.mark.db
async def test_from_the_head_to_the_report(room: Room, database: Database) -> None:
    teacher = await ask(room)
    assert MARK in teacher.last.text
    assert "稻香坪学校想练一次报告" in teacher.last.text
    await room.later(seconds=20)
    await teacher.press("开始（演练）")
    assert "稻香坪学校：为哪个孩子报告" in teacher.last.text
    await teacher.press("练习用的孩子")
    await teacher.press("严重的学生欺凌")
    assert "已存好，编号 <b>DRILL-" in teacher.last.text
    await room.later(seconds=10)
    await teacher.press("家里的人")
    head, deputy = room.phone(HEAD), room.phone(DEPUTY)
    assert MARK in head.last.text
    assert "紧急的事" in head.last.text
    await room.later(minutes=5)
    assert MARK in deputy.last.text
    await deputy.press(OPEN)
    await room.later(seconds=15)
    await deputy.press(TAKE)
    assert "沈知夏 10:05 已接手" in teacher.last.text
    assert MARK in teacher.last.text
    assert TAKE not in "".join(head.last.buttons)  # the head's copy offers it no more
    await deputy.press("孩子现在安全")
    await deputy.press("办完了")
    assert "这次演练已经结束" in deputy.last.text
    assert "演练结束，谢谢您" in teacher.last.text
    report = head.last.text
    for said in (
        "演练结果", "许一诺报告", "送出：10秒", "学校负责人：通知 10秒，到手机 10秒",
        "学校的儿童保护值班人：通知 5分10秒，到手机 5分10秒，打开 5分10秒，接手 5分25秒", "沈知夏接了手",
    ):  # fmt: skip
        assert said in report
    assert "没收到：" not in report
    (case,) = await cases(database)
    assert (case.is_practice, case.child_id, case.state) == (True, None, CaseState.CLOSED)


async def test_every_message_of_it_is_marked_and_brings_no_number(room: Room, database: Database) -> None:
    teacher = await send(room, group="还不清楚")
    for label in ("打了，没人接", "不方便说话", "我去派出所", "刚报了警", "姓名只给接手的人看"):
        await teacher.press(label)
    await teacher.press("输入报警时间")
    await teacher.send("10:00")
    await teacher.press("也告诉学校负责人")
    county = room.phone(COUNTY)
    await county.press(OPEN)
    await room.later(minutes=12)
    await county.press(TAKE)
    await room.later(minutes=25)  # asked whether it is still in hand
    await room.later(minutes=40)  # it has ended by itself
    assert room.phone(DEPUTY).chat == []  # left out, as in a real one
    for who in (HEAD, TEACHER, COUNTY):
        shown = [one for one in room.phone(who).chat if not one.keys]
        about = [one for one in shown if "DRILL-" in one.text or TAKE in "".join(one.buttons)]
        assert about
        assert all(MARK in one.text for one in about), who
        assert all("现在打110" not in one.text for one in shown), who
        assert [one.contact for one in shown if one.contact] == []
    assert not any(isinstance(call, SendContact) for call in room.calls)
    assert room.phone(MOTHER).chat == []


async def test_an_administrator_may_begin_himself(room: Room) -> None:
    head = await send(room, teacher=None)
    assert "DRILL-" in head.last.text
    assert MARK in head.last.text
    await room.later(minutes=5)
    assert MARK in room.phone(DEPUTY).last.text


async def test_it_lapses_and_climbs_as_a_real_one_does(room: Room) -> None:
    await send(room)
    head, deputy = room.phone(HEAD), room.phone(DEPUTY)
    await head.press(TAKE)
    await room.later(minutes=20)
    assert "您还在处理吗" in head.last.text
    assert MARK in head.last.text
    await room.later(minutes=10)
    assert MARK in deputy.last.text
    assert TAKE in "".join(deputy.last.buttons)


async def test_it_ends_by_itself_after_an_hour(room: Room, database: Database) -> None:
    teacher = await send(room)
    await room.later(minutes=59, seconds=59)
    assert (await cases(database))[0].state is not CaseState.CLOSED
    await room.later(seconds=1)
    (case,), (practice,) = await cases(database), await practices(database)
    assert (case.state, case.escalate_at) == (CaseState.CLOSED, None)
    assert practice.ended_at == practice.ends_at
    assert "没有人接手" in room.phone(HEAD).last.text
    before = {who: len(room.phone(who).chat) for who in EVERYBODY}
    await room.later(days=3)
    assert {who: len(room.phone(who).chat) for who in EVERYBODY} == before
    assert not any(
        TAKE in label for who in EVERYBODY for one in room.phone(who).chat for label in one.buttons
    )
    for phone in (room.phone(DEPUTY), teacher):  # late presses
        await phone.press(OPEN, on=next(one for one in reversed(phone.chat) if OPEN in one.buttons))
        assert "演练已经结束" in phone.last.text


async def test_a_clock_that_is_set_back_keeps_no_drill_going(room: Room, database: Database) -> None:
    await send(room)
    room.clock.at -= timedelta(hours=5)
    await jobs.end_practices(database, room.clock)
    assert (await cases(database))[0].state is CaseState.CLOSED


async def test_nobody_begins(room: Room, database: Database) -> None:
    teacher = await ask(room)
    await room.later(hours=1)
    assert "许一诺没有开始" in room.phone(HEAD).last.text
    await teacher.press("开始（演练）")
    assert "这次演练已经结束，什么都没有存" in teacher.last.text
    assert await cases(database) == []


async def test_a_draft_goes_out_by_itself(room: Room) -> None:
    teacher = await store(room)
    await room.later(seconds=60)
    assert MARK in room.phone(HEAD).last.text
    assert MARK in teacher.last.text


async def test_who_was_not_reached_is_named(room: Room) -> None:
    room.phone(DEPUTY).blocked = True
    await send(room)
    await room.later(minutes=5)
    room.phone(DEPUTY).blocked = False
    await room.phone(COUNTY).press(TAKE)
    await room.later(hours=1)
    report = room.phone(HEAD).last.text
    assert "没收到：沈知夏" in report
    assert "县里的值班员：通知" in report
    assert "韩青接了手" in report


@pytest.mark.db
async def test_it_owes_nobody_anything_and_leaves_last(room: Room, database: Database) -> None:
    await send(room)
    await room.phone(HEAD).press(TAKE)
    await room.phone(HEAD).press(OPEN)
    await room.phone(HEAD).press("已经报警")
    async with database.reading() as session:
        clocks = (await session.exec(select(func.count()).select_from(CaseClock))).one()
        rows = await session.exec(
            select(Notification.priority).where(col(Notification.case_id).is_not(None)).distinct()
        )
        assert set(rows) <= {Priority.PRACTICE, Priority.DIGEST}
    assert clocks == 0


async def test_in_english(room: Room, database: Database, school: School) -> None:
    teacher = await ask(room)
    async with database.transaction() as session:
        await set_locale(session, HEAD, "en")
    for label in ("开始（演练）", "练习用的孩子", "严重的学生欺凌", "家里的人"):
        await teacher.press(label)
    head = room.phone(HEAD)
    assert "DRILL, not real.</b> Don't call 110." in head.last.text
    await room.later(hours=1)
    assert "How the drill went" in head.last.text


async def test_a_notice_of_each_kind_has_left(room: Room, database: Database) -> None:
    await send(room)
    await room.later(hours=1)
    async with database.reading() as session:
        kinds = set(await session.exec(select(Notification.kind).distinct()))
    assert {Notice.PRACTICE_ASKED, Notice.PRACTICE_REPORT, Notice.CASE_ALERT, Notice.CASE_STEP} <= kinds
    assert room.clock.at > NOW
