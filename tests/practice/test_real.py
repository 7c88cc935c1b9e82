"""The rule that never breaks: no drill delays, hides or resembles a real case, and no real one is marked."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select, update

from models import Case, Notification, Person
from models.codes import Notice, Priority, Sending
from models.database import Database
from scheduler import jobs
from services.outbox import claiming
from services.profile import Profile
from tests.alerts import story
from tests.alerts.story import OPEN, TAKE
from tests.gates.source import ROOT, python_files
from tests.phones import Room
from tests.practice.drill import MARK, ask, cases, of, send, store
from tests.world import COUNTY, DEPUTY, HEAD, NOW, TEACHER, School


async def test_a_real_report_right_after_a_drill_is_a_case_of_its_own(room: Room, database: Database) -> None:
    """The same reporter, the same situation, the same minute."""
    await send(room)
    teacher = await story.report(room)
    drill, real = await of(database, is_practice=True), await of(database, is_practice=False)
    assert real.situation == drill.situation
    assert real.child_id is not None
    (screen,) = [one for one in teacher.chat if real.number in one.text]
    assert MARK not in screen.text
    assert "110" in screen.text
    assert [one.contact for one in teacher.chat if one.contact] == ["110", "120"]
    head = room.phone(HEAD)
    assert real.number in head.last.text
    assert MARK not in head.last.text


async def test_no_card_of_a_real_case_is_ever_marked(room: Room, database: Database) -> None:
    """While a drill runs beside it, on the same phones."""
    await send(room)
    teacher = await story.report(room)
    real, head, deputy = await of(database, is_practice=False), room.phone(HEAD), room.phone(DEPUTY)
    await head.press(OPEN)
    await room.later(minutes=6)
    await deputy.press(TAKE, on=next(one for one in deputy.chat if real.number in one.text))
    await deputy.press_data(f"case:{real.id}")
    await deputy.press_data(f"caseon:{real.id}:safe")
    await room.later(minutes=70)
    shown = [one for phone in (teacher, head, deputy, room.phone(COUNTY)) for one in phone.chat]
    assert sum(real.number in one.text for one in shown) >= 4
    for one in shown:
        if real.number in one.text:
            assert MARK not in one.text
            assert "演练" not in one.text
        if "DRILL-" in one.text:
            assert MARK in one.text


async def test_a_drill_never_becomes_real_nor_the_reverse(room: Room, database: Database) -> None:
    teacher = await send(room)
    await story.report(room)
    drill, real = await of(database, is_practice=True), await of(database, is_practice=False)
    head = room.phone(HEAD)
    for press in (f"pracok:{real.id}", f"pracend:{real.id}", "pracsi:1:R4", f"alin:{drill.id}:school"):
        for phone in (teacher, head):
            await phone.press_data(press)
    assert {one.id: one.is_practice for one in await cases(database)} == {drill.id: True, real.id: False}
    assert (await of(database, is_practice=False)).is_live


async def test_the_holder_of_a_real_case_does_not_end_it_as_a_drill(room: Room, database: Database) -> None:
    await story.report(room)
    real, head = await of(database, is_practice=False), room.phone(HEAD)
    await head.press(TAKE)
    await head.press_data(f"caseon:{real.id}:safe")
    await head.press_data(f"pracok:{real.id}")
    assert "没有您可以查看" in head.last.text
    assert (await of(database, is_practice=False)).is_live


@pytest.mark.db
async def test_what_is_real_leaves_before_a_drill_that_came_first(
    room: Room, database: Database, school: School
) -> None:
    """To the same person, even while the drill's is put off after a failure, or in flight."""
    teacher = await store(room)
    room.phone(HEAD).flood = None
    async with database.transaction() as session:
        drill = (await session.exec(select(Case))).one()
        for n in range(3):
            session.add(_alert(school, drill.id or 0, Priority.PRACTICE, attempts=n))
        await session.flush()
        session.add(_alert(school, 0, Priority.URGENT, real=True))
        await session.flush()
        claimed = await claiming.claim_due(session, now=NOW, limit=1)
        assert [one.priority for one in claimed] == [Priority.URGENT]
        drills = await claiming.claim_due(session, now=NOW, limit=4, order=(Priority.PRACTICE,))
        assert drills == []  # the drill's waits for the real one under way, to the same person
    assert teacher.chat


@pytest.mark.db
async def test_a_drill_in_flight_holds_up_nothing_real(
    database: Database, school: School, room: Room
) -> None:
    await store(room)
    async with database.transaction() as session:
        drill = (await session.exec(select(Case))).one()
        session.add(_alert(school, drill.id or 0, Priority.PRACTICE))
        await session.flush()
        assert len(await claiming.claim_due(session, now=NOW, limit=1)) == 1  # in flight
        session.add(_alert(school, 0, Priority.URGENT, real=True))
        await session.flush()
        assert [one.priority for one in await claiming.claim_due(session, now=NOW, limit=1)] == [
            Priority.URGENT
        ]


def _alert(
    school: School, case_id: int, priority: Priority, *, attempts: int = 0, real: bool = False
) -> Notification:
    return Notification(
        kind=Notice.DUTY_CHECK if real else Notice.CASE_ALERT, priority=priority, recipient_id=school.head_id,
        params={}, case_id=case_id or None, sending=Sending.QUEUED, not_before=NOW, wanted_at=NOW,
        attempts=attempts, fence=0, created_at=NOW,
    )  # fmt: skip


async def test_what_is_real_stands_first_in_the_list(room: Room, database: Database) -> None:
    await story.report(room)
    await send(room)  # the newer one
    head = room.phone(HEAD)
    await head.send("/cases")
    first, second = head.last.buttons
    assert (await of(database, is_practice=False)).number in first
    assert "演练" not in first
    assert second.startswith("【演练】DRILL-")


async def test_what_is_real_climbs_first(room: Room, database: Database, profile: Profile) -> None:
    await send(room)
    await room.later(seconds=1)
    await story.report(room)
    room.clock.at += timedelta(minutes=10)  # both are overdue, the drill for longer
    await jobs.escalate(database, room.clock, profile)
    async with database.reading() as session:
        rows = await session.exec(
            select(Notification.priority)
            .where(Notification.kind == Notice.CASE_ALERT, Notification.sending == Sending.QUEUED)
            .order_by(col(Notification.id))
        )
        assert list(rows) == [Priority.URGENT, Priority.PRACTICE]


async def test_nobody_is_woken_for_a_drill(room: Room, database: Database) -> None:
    room.clock.at = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)  # half past eight in the evening
    await send(room)
    assert MARK in room.phone(HEAD).last.text
    await room.later(hours=1)
    room.clock.at = datetime(2026, 11, 23, 13, 1, tzinfo=UTC)  # an hour from here it is night
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press("练习一次报告")
    await head.press("我自己来报告")
    assert "夜里休息的时候不做" in head.last.text
    assert len(await cases(database)) == 1


async def test_whoever_has_night_elsewhere_sleeps_on(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        here = col(Person.id) == school.head_id
        await session.exec(update(Person).where(here).values(timezone="America/Sao_Paulo"))
    await send(room)
    head = room.phone(HEAD)
    assert not any("DRILL-" in text for text in head.texts)
    assert MARK in room.phone(DEPUTY).last.text  # as good as out of reach: the next one is told
    await room.later(hours=1)
    await room.later(hours=12)
    assert not any(TAKE in label for one in head.chat for label in one.buttons)
    assert "没收到：顾明河" in head.last.text
    await story.report(room)
    assert any(TAKE in label for one in head.chat for label in one.buttons)  # what is real wakes


async def test_a_drill_tells_nothing_of_a_real_case(room: Room, database: Database) -> None:
    """An administrator who must notice nothing gets the same answer whether there is a case or not."""
    await story.report(room, "学校的人")
    teacher = await ask(room)
    assert MARK in teacher.last.text
    head = room.phone(HEAD)
    assert "已经请许一诺来报告" in head.last.text
    assert TEACHER in room.phones


def test_only_a_drill_is_born_as_one_and_nothing_becomes_one() -> None:
    """One place of the code says it, where the row comes into being."""
    said = [
        str(path.relative_to(ROOT))
        for path in python_files("services", "handlers", "scheduler", "bot", "delivery", "views")
        if re.search(
            r"is_practice\W{1,4}(=|:)\s*True|\.is_practice\s*=[^=]|values\([^)]*is_practice", path.read_text()
        )
    ]
    assert said == ["services/practice/service.py"]
