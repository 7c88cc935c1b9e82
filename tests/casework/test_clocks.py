"""What is owed rings: first the right person, then everybody it has come to, then the next step."""

from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from models import Account, CaseClock
from models.case_codes import CaseFact, CaseState, ClockKind
from models.database import Database
from scheduler import jobs
from services.casework import notices
from services.casework.queries import claim_clock
from tests.alerts import story
from tests.casework import steps
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, TEACHER

ASKED = "报警了吗"
NONE_NOTED = "没有报警的记录"


@pytest.mark.db
async def test_the_reporter_is_asked_about_the_call_once_and_then_the_holder(
    room: Room, database: Database
) -> None:
    head = await steps.taken(room)
    teacher = room.phone(TEACHER)
    await room.later(minutes=14)
    assert ASKED not in "".join(teacher.texts)
    await room.later(minutes=1)
    assert ASKED in teacher.last.text
    await head.press_data("caseon:1:on")
    await room.later(minutes=15)
    assert NONE_NOTED in head.last.text
    assert "".join(teacher.texts).count(ASKED) == 1
    assert (await steps.facts(database)).count(CaseFact.OVERDUE) == 1


async def test_a_call_that_was_told_rings_no_more(room: Room, database: Database) -> None:
    await steps.called(room)
    await room.later(minutes=40)
    assert ASKED not in "".join(room.phone(TEACHER).texts)
    assert ClockKind.CALL not in await steps.clocks(database)
    assert ClockKind.ACCEPT in await steps.clocks(database)


async def test_nobody_is_asked_while_the_call_is_under_way(room: Room) -> None:
    await steps.taken(room)
    teacher = room.phone(TEACHER)
    await room.later(minutes=10)
    await teacher.press("我去派出所")
    await room.later(minutes=29)
    assert ASKED not in "".join(teacher.texts)
    await room.later(minutes=1)
    assert ASKED in teacher.last.text


async def test_a_situation_that_is_not_the_polices_has_no_call_to_wait_for(
    room: Room, database: Database
) -> None:
    await steps.taken(room, situation="辍学")
    assert await steps.clocks(database) == []


async def test_days_pass_and_each_clock_asks_its_holder(room: Room, database: Database) -> None:
    head = await steps.called(room)
    await head.press("警方受理了")
    for _ in range(3):
        await room.later(hours=23)
        await head.press_data("caseon:1:on")
    assert "警方的答复了" not in "".join(head.texts)
    await room.later(hours=3)
    assert any("警方的答复了" in text for text in head.texts)
    await head.press_data("rdst:1:filed")
    assert ClockKind.FEEDBACK not in await steps.clocks(database)


async def test_a_plan_is_looked_at_again_and_again(room: Room, database: Database) -> None:
    head = await steps.called(room)
    await steps.write(head, "五个方面", "都看过了。")
    await steps.write(head, "帮扶计划", "每周一家访。")
    assert (await steps.clocks(database)).count(ClockKind.REVIEW) == 4
    await room.later(days=7)
    assert any("看看计划做得怎么样" in text for text in head.texts)
    await steps.look(head)
    assert "⏰" in head.last.text
    await steps.write(head, "计划做得怎么样", "去了两次，孩子说好多了。")
    assert (await steps.clocks(database)).count(ClockKind.REVIEW) == 3
    assert (await story.get_case(database)).state is CaseState.PLANNED


async def test_what_nobody_answers_comes_to_the_next_step(room: Room, database: Database) -> None:
    head = await steps.called(room)
    await head.press("警方受理了")
    assert (await story.get_case(database)).level == 0
    for _ in range(9):
        await room.later(hours=20)
        await head.press_data("caseon:1:on")
    assert (await story.get_case(database)).level >= 1
    assert any("警方的答复了" in text for text in room.phone(DEPUTY).texts)


async def test_a_clock_survives_an_accident(
    room: Room, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await steps.taken(room)

    async def fail(*_: object, **__: object) -> None:
        raise RuntimeError("an accident")

    with monkeypatch.context() as patched:
        patched.setattr("services.casework.ringing._ask", fail)
        room.clock.at += timedelta(minutes=15)
        await jobs.ring_clocks(database, room.clock)
    async with database.reading() as session:
        (clock,) = await session.exec(select(CaseClock))
    assert clock.due_at == room.clock.at + timedelta(minutes=1)
    assert clock.rung == 0
    await room.later(minutes=1)
    assert ASKED in room.phone(TEACHER).last.text


async def test_once_a_week_everybody_on_duty_reads_what_is_open(room: Room, database: Database) -> None:
    await steps.called(room)
    head = room.phone(HEAD)
    said = len(head.chat)
    room.clock.at += timedelta(days=6, hours=22)  # the next Monday at eight
    for _ in range(2):
        await jobs.list_week(database, room.clock, room.profile)
        await room.metronome.settle()
    listed = [shown for shown in head.chat[said:] if "还没办完的报告" in shown.text]
    assert len(listed) == 1
    assert "田小满" not in str(listed[0])
    assert all("还没办完的报告" not in text for text in room.phone(COUNTY).texts)  # it never came there


@pytest.mark.db
async def test_whoever_is_at_a_case_is_waited_for(room: Room, database: Database) -> None:
    """A press locks the case, then its clocks; locked the other way round, each could wait for the other."""
    if database.is_sqlite:
        pytest.skip("SQLite has one writer")
    await steps.taken(room)
    later = room.clock.at + timedelta(days=1)
    async with database.engine.begin() as pressing:
        await pressing.exec_driver_sql("SELECT 1 FROM care_case FOR UPDATE")
        async with database.transaction() as session:
            assert await claim_clock(session, now=later) is None
    async with database.transaction() as session:
        assert await claim_clock(session, now=later) is not None


async def test_a_case_that_was_passed_on_waits_to_be_accepted_anew(room: Room, database: Database) -> None:
    head = await steps.called(room)
    for press in ("accepted", "transferred"):
        await head.press_data(f"rdst:1:{press}")
    assert await steps.clocks(database) == [ClockKind.ACCEPT]
    await head.press_data("caseon:1:police")
    assert await steps.clocks(database) == [ClockKind.ACCEPT]
    await room.later(minutes=2)
    await head.press_data("rdst:1:accepted")
    assert await steps.clocks(database) == [ClockKind.FEEDBACK]


async def test_where_nobody_could_be_told_the_call_is_asked_for_all_the_same(
    room: Room, database: Database
) -> None:
    async with database.transaction() as session:
        await session.exec(
            update(Account).where(col(Account.telegram_id) != TEACHER).values(unreachable_at=room.clock.at)
        )
    await story.report(room)
    assert CaseFact.SENT not in await steps.facts(database)
    assert ClockKind.CALL in await steps.clocks(database)
    await room.later(minutes=15)
    assert ASKED in "".join(room.phone(TEACHER).texts)


async def test_what_rings_is_said_also_when_the_clock_was_set_back_before(
    room: Room, database: Database
) -> None:
    await steps.taken(room)
    room.phone(TEACHER).flood = 60
    await room.later(minutes=15)
    room.clock.at -= timedelta(minutes=10)
    async with database.reading() as session:
        (clock,) = (await session.exec(select(CaseClock))).all()
        rings = await notices.load_clock(
            session, now=room.clock.at, recipient_id=2, case_id=1, clock_id=clock.id or 0
        )
    assert rings is not None
    assert not rings.is_early
