"""Somebody's phone takes no message: whom each kind goes to instead, or why to nobody."""

from typing import Any

import pytest
from sqlmodel import col, select
from structlog.testing import capture_logs

from models import DutyChange, SecondPerson, Task
from models.case_codes import CaseFact
from models.codes import Half, Notice, TaskKind
from models.database import Database
from services.notifications import service as notifications
from services.outbox.passing import ANSWERS, Dropped
from tests.alerts import story
from tests.casework import steps
from tests.duty.planned import plan
from tests.joining.test_family import FATHER, invite_father
from tests.phones import Room
from tests.privacy.rights import ask, tasks_in
from tests.world import COUNTY, DEPUTY, HEAD, MOTHER, NOW, TEACHER, School

CLOSED = "收不到消息"


def test_every_kind_has_an_answer() -> None:
    assert set(ANSWERS) == set(Notice)
    assert all(one.reason for one in ANSWERS.values() if isinstance(one, Dropped))


async def _say(database: Database, kind: Notice, recipient_id: int, **params: Any) -> None:
    async with database.transaction() as session:
        await notifications.enqueue(session, now=NOW, kind=kind, recipient_id=recipient_id, params=params)


@pytest.mark.db
async def test_a_letter_is_the_administrators_while_no_teacher_can_be_told(
    database: Database, school: School, room: Room
) -> None:
    room.phone(TEACHER).blocked = True
    month = {"child_id": school.child_id, "month": "2026-11"}
    for _ in range(2):
        await _say(database, Notice.LETTER_REMINDER, school.teacher_id, **month)
        await room.later(minutes=1)
    head = room.phone(HEAD)
    assert len(head.chat) == 1
    assert "田小满" in head.last.text
    room.phone(TEACHER).blocked = False
    await _say(database, Notice.LETTER_REMINDER, school.teacher_id, **month)
    await room.later(minutes=1)
    assert len(room.phone(TEACHER).chat) == 1
    assert len(head.chat) == 1


async def test_whose_phone_closes_hands_the_task_on(database: Database, school: School, room: Room) -> None:
    """The mother's phone is closed, and so is the teacher's who should ring her: the head has the task."""
    room.phone(MOTHER).blocked = room.phone(TEACHER).blocked = True
    await _say(database, Notice.CALL_REMINDER, school.mother_id, child_id=school.child_id, month="2026-11")
    await room.later(minutes=1)
    assert "收不到我们的提醒" in room.phone(HEAD).last.text
    async with database.reading() as session:
        found = await session.exec(select(col(Task.owner_id)).where(Task.kind == TaskKind.UNREACHABLE))
        assert set(found) == {school.teacher_id, school.head_id}
    await room.phone(HEAD).press("办好了")
    assert "没有待办" in room.phone(HEAD).last.text


async def test_a_whole_school_out_of_reach_is_in_the_log(
    database: Database, school: School, room: Room
) -> None:
    room.phone(TEACHER).blocked = room.phone(HEAD).blocked = True
    await _say(database, Notice.LETTER_REMINDER, school.teacher_id, child_id=school.child_id, month="2026-11")
    with capture_logs() as heard:
        await room.later(minutes=1)
    assert "contacts.nobody_at_school" in [one["event"] for one in heard]


@pytest.mark.db
async def test_news_for_a_holder_who_is_gone_lets_the_case_go_on(room: Room, database: Database) -> None:
    await story.report(room)
    await room.phone(HEAD).press(story.TAKE)
    case = await story.get_case(database)
    room.phone(HEAD).blocked = True
    await _say(database, Notice.CASE_NEWS, case.taken_by_id or 0, case_id=case.id, event_id=None)
    await room.later(seconds=5)
    assert (await story.get_case(database)).taken_by_id is None
    assert CaseFact.LAPSED in [fact for fact, _ in await story.facts(database)]
    assert story.alerts(room.phone(DEPUTY))


@pytest.mark.db
async def test_another_second_person_is_asked(room: Room, database: Database) -> None:
    head = await steps.called(room)
    room.phone(DEPUTY).blocked = True
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    await room.later(minutes=1)
    county = room.phone(COUNTY)
    assert "一位同事认为办完了" in county.last.text
    await county.press(story.OPEN)
    await county.press(steps.AGREE)
    assert not (await story.get_case(database)).is_live


async def test_without_another_second_person_the_clock_rings(room: Room, database: Database) -> None:
    head = await steps.called(room)
    room.phone(DEPUTY).blocked = room.phone(COUNTY).blocked = True
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    await room.later(minutes=1)
    case = await story.get_case(database)
    assert case.is_live
    assert case.closing_by_id is not None
    assert await steps.clocks(database)


@pytest.mark.db
async def test_a_newcomer_waits_for_whoever_can_be_asked(room: Room, school: School) -> None:
    father = room.phone(FATHER)
    await father.send(await invite_father(room, school))
    room.phone(TEACHER).blocked = True
    await father.send("田远山")
    await father.press("✅")
    await room.later(minutes=1)
    assert "田远山" in room.phone(HEAD).last.text


async def test_a_request_goes_to_the_county_while_no_administrator_can_be_told(
    room: Room, school: School
) -> None:
    room.phone(HEAD).blocked = True
    await ask(room, MOTHER, "其他")
    await room.later(minutes=1)
    assert {task.owner_id for task in await tasks_in(room.database)} == {
        school.head_id,
        school.county_officer_id,
    }
    await room.phone(COUNTY).press("打开")
    assert "周阿桂" in room.phone(COUNTY).last.text


@pytest.mark.db
async def test_whoever_gives_a_turn_away_hears_that_nobody_was_asked(
    room: Room, database: Database, school: School
) -> None:
    await plan(database, school.school_id, school.deputy_id, weekdays=[1], halves=[Half.DAY])
    deputy = room.phone(DEPUTY)
    await deputy.send("⚙️ 设置")
    await deputy.press("我的值班")
    room.phone(HEAD).blocked = True
    await deputy.press("11月24日（周二）白天请人替")
    await deputy.press("顾明河")
    await room.later(minutes=1)
    assert CLOSED in deputy.last.text
    assert "还是沈知夏值班" in deputy.last.text
    async with database.reading() as session:
        assert (await session.exec(select(DutyChange.is_accepted))).all() == [False]


@pytest.mark.db
async def test_a_school_hears_that_its_second_person_was_not_asked(
    room: Room, database: Database, school: School
) -> None:
    async with database.transaction() as session:
        row = SecondPerson(
            school_id=school.school_id, person_id=school.deputy_id, asked_by_id=school.head_id, asked_at=NOW
        )
        session.add(row)
    room.phone(DEPUTY).blocked = True
    await _say(database, Notice.SECOND_ASKED, school.deputy_id, second_id=row.id)
    await room.later(minutes=1)
    assert CLOSED in room.phone(HEAD).last.text
