"""A drill is counted nowhere, kept by no hold, and alarms nobody who keeps the machine."""

from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from models import AuditEntry, Notification
from models.codes import Priority
from models.database import Database
from scheduler import jobs
from services.digest import queries as digest
from services.outbox import queries as outbox
from services.papers.rules import GROUPS, LEFT_OUT
from services.people.queries import get_unit
from services.profile import Kind, Profile
from services.retention import service as retention
from tests.alerts import story
from tests.alerts.story import OPEN
from tests.phones import Room
from tests.practice.drill import of, send
from tests.world import COUNTY, DEPUTY, HEAD, TEACHER, School


async def test_the_watch_is_not_alarmed_by_a_drill(
    room: Room, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    for who in (HEAD, DEPUTY, COUNTY):
        room.phone(who).blocked = True
    await send(room)
    for _ in range(3):
        await room.later(minutes=3)
        await jobs.audit_cases(database, room.clock, _no_beat)
    said = capsys.readouterr().out
    assert "alerts.unheard" not in said
    assert "alerts.nobody_reached" not in said
    assert "alerts.overdue" not in said
    assert any("暂时谁也联系不上" in text or "联系不上" in text for text in room.phone(TEACHER).texts)


async def _no_beat() -> None:
    pass


async def test_it_counts_nowhere(room: Room, database: Database, school: School, profile: Profile) -> None:
    await send(room)
    await room.phone(HEAD).press(OPEN)
    await room.later(hours=1)
    async with database.reading() as session:
        unit = await get_unit(session, school.school_id)
        week = await digest.load_week(session, school=unit, week="2026-W48")
        actions = set(await session.exec(select(AuditEntry.action).distinct()))
    assert [one for one in week.entries if one.thing[0] not in ("child", "class")] == []
    counted = {action.value for group in GROUPS.values() for action in group}
    assert {"keep_practice", "raise_practice"} <= actions
    assert actions & {"keep_practice", "raise_practice"} & counted == set()
    assert {"keep_practice", "raise_practice"} <= {one.value for one in LEFT_OUT}


async def test_its_notices_are_on_no_hold(room: Room, database: Database, profile: Profile) -> None:
    await send(room)
    await room.later(hours=1)
    await story.report(room)
    later = room.clock.at + timedelta(days=200)
    async with database.transaction() as session:
        await retention.remove(session, now=later, profile=profile, kind=Kind.NOTICES)
    drill, real = await of(database, is_practice=True), await of(database, is_practice=False)
    async with database.reading() as session:
        left = dict(
            (await session.exec(
                select(Notification.case_id, func.count()).group_by(col(Notification.case_id))
            )).all()
        )  # fmt: skip
    assert drill.id not in left
    assert left[real.id] >= 1


async def test_no_figure_counts_it(room: Room, database: Database) -> None:
    since = room.clock.at
    async with database.reading() as session:
        assert await outbox.count_ends(session, since=since) == {}
    await send(room)
    async with database.reading() as session:
        assert await outbox.count_ends(session, since=since) == {}
        urgent = await outbox.find_oldest_due(session, now=room.clock.at, priority=Priority.URGENT)
    assert urgent is None
    await story.report(room)
    async with database.reading() as session:
        assert sum((await outbox.count_ends(session, since=since)).values()) >= 1
