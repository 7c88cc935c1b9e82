"""A family's phone turns a reminder away: the next contact is asked, and the teacher rings."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from models import Task
from models.codes import Notice, TaskKind
from models.database import Database
from services.notifications import service as notifications
from tests.phones import Room
from tests.world import GRANDMOTHER, MOTHER, NOW, TEACHER, School


async def _remind(database: Database, school: School, *, at: datetime = NOW) -> None:
    async with database.transaction() as session:
        await notifications.enqueue(
            session, now=at, kind=Notice.CALL_REMINDER, recipient_id=school.mother_id,
            params={"child_id": school.child_id, "month": "2026-11"}, dedup_key=f"x:{at.isoformat()}",
        )  # fmt: skip


@pytest.mark.db
async def test_the_grandmother_helps_and_the_teacher_rings(
    database: Database, school: School, room: Room
) -> None:
    room.phone(MOTHER).blocked = True
    await _remind(database, school)
    await room.later(minutes=1)
    assert "请帮孩子拨个电话" in room.phone(GRANDMOTHER).last.text
    assert "收不到我们的提醒" in room.phone(TEACHER).last.text
    async with database.reading() as session:
        (task,) = await session.exec(select(Task).where(col(Task.kind) == TaskKind.UNREACHABLE))
    assert task.owner_id == school.teacher_id
    await room.phone(TEACHER).press("办好了")
    assert "没有待办" in room.phone(TEACHER).last.text


async def test_once_a_month_is_enough(database: Database, school: School, room: Room) -> None:
    room.phone(MOTHER).blocked = True
    for days in range(3):
        await _remind(database, school, at=NOW + timedelta(days=days))
        await room.later(days=1)
    assert sum("收不到" in text for text in room.phone(TEACHER).texts) == 1
    assert sum("请帮孩子" in text for text in room.phone(GRANDMOTHER).texts) == 1


async def test_a_call_told_meanwhile_asks_nobody(database: Database, school: School, room: Room) -> None:
    await _remind(database, school)
    await room.later(minutes=1)
    await room.phone(MOTHER).press("打过了")
    room.phone(MOTHER).blocked = True
    await _remind(database, school, at=NOW + timedelta(minutes=1))
    await room.later(minutes=5)
    assert not any("收不到" in text for text in room.phone(TEACHER).texts)
