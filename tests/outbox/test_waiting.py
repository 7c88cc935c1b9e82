"""Who waits for whom: one person is told things in their order, and a paused chat is left alone."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from models import Account, Notification
from models.codes import Notice, Priority, Sending
from models.database import Database
from services import profile as profiles
from services.notifications import service as notifications
from services.outbox import claiming, queries
from services.outbox import service as outbox
from services.outbox.outcomes import Delivered, Envelope, Outcome, RetryLater, Uncertain
from tests.alerts.story import report
from tests.phones import Room
from tests.world import DEPUTY, HEAD, NOW, TEACHER, School

PROFILE = profiles.load("CN")
A_MINUTE = timedelta(minutes=1)


async def _letter(database: Database, school: School, *, at: datetime = NOW, **more: Any) -> None:
    async with database.transaction() as session:
        await notifications.enqueue(
            session, now=at, kind=Notice.LETTER_REMINDER, recipient_id=school.teacher_id,
            params={"child_id": school.child_id, "month": "2026-11"}, **more,
        )  # fmt: skip


async def _claim(database: Database, at: datetime = NOW, *, limit: int = 10) -> list[Envelope]:
    async with database.transaction() as session:
        return await outbox.claim(session, now=at, limit=limit, profile=PROFILE)


async def _record(database: Database, one: Envelope, outcome: Outcome, at: datetime = NOW) -> None:
    async with database.transaction() as session:
        await outbox.record(session, now=at, envelope=one, outcome=outcome)


async def _states(database: Database) -> list[Sending]:
    async with database.reading() as session:
        rows = await session.exec(select(Notification).order_by(col(Notification.id)))
        return [row.sending for row in rows]


def _ids(envelopes: list[Envelope]) -> list[int]:
    return [one.notification_id for one in envelopes]


@pytest.mark.db
async def test_one_thing_after_the_other_to_one_person(database: Database, school: School) -> None:
    for _ in range(3):
        await _letter(database, school)
    (first,) = await _claim(database)
    assert await _claim(database) == []
    await _record(database, first, Delivered(1))
    assert _ids(await _claim(database)) == [2]


@pytest.mark.db
async def test_an_alert_passes_a_reminder_under_way(database: Database, school: School) -> None:
    await _letter(database, school)
    await _claim(database)
    await _letter(database, school, priority=Priority.URGENT)
    assert _ids(await _claim(database)) == [2]


@pytest.mark.db
async def test_what_is_tried_again_is_not_overtaken(database: Database, school: School) -> None:
    await _letter(database, school)
    await _letter(database, school)
    (first,) = await _claim(database)
    await _record(database, first, RetryLater(60))
    await _letter(database, school, at=NOW + timedelta(seconds=5))
    assert await _claim(database, NOW + timedelta(seconds=30)) == []
    for expected in (1, 2, 3):
        (one,) = await _claim(database, NOW + A_MINUTE)
        assert one.notification_id == expected
        await _record(database, one, Delivered(expected))


@pytest.mark.db
async def test_what_was_stored_slowly_overtakes_nothing(database: Database, school: School) -> None:
    """Its time was read before the others were put off, and it was stored after."""
    await _letter(database, school)
    await _letter(database, school)
    (first,) = await _claim(database)
    await _record(database, first, RetryLater(5))
    await _letter(database, school, at=NOW + timedelta(seconds=2))
    for expected in (1, 2, 3):
        (one,) = await _claim(database, NOW + A_MINUTE)
        assert one.notification_id == expected
        await _record(database, one, Delivered(expected), NOW + A_MINUTE)


@pytest.mark.db
async def test_a_flood_wait_outlives_a_restart_and_holds_the_whole_chat(
    database: Database, school: School
) -> None:
    await _letter(database, school)
    (first,) = await _claim(database)
    await _record(database, first, RetryLater(10_000, is_flood=True))
    await _letter(database, school, at=NOW + A_MINUTE, priority=Priority.URGENT)
    for minutes in (1, 60, 166):
        assert await _claim(database, NOW + minutes * A_MINUTE) == []
    free = NOW + timedelta(seconds=10_000)
    async with database.reading() as session:
        assert await queries.next_due_at(session) == free
    (urgent,) = await _claim(database, free, limit=1)
    assert urgent.notification_id == 2
    await _record(database, urgent, Delivered(5), free)
    async with database.reading() as session:
        account = (await session.exec(select(Account).where(Account.telegram_id == TEACHER))).one()
    assert account.paused_until is None


@pytest.mark.db
async def test_what_came_too_late_ends_uncounted_as_said(database: Database, school: School) -> None:
    await _letter(database, school)
    assert await _claim(database, NOW + timedelta(days=3, seconds=1)) == []
    assert await _states(database) == [Sending.EXPIRED]
    async with database.reading() as session:
        assert await queries.count_ends(session, since=NOW) == {Sending.EXPIRED: 1}


async def test_an_unsure_reminder_is_counted_and_the_next_goes_on(database: Database, school: School) -> None:
    await _letter(database, school)
    await _letter(database, school)
    (first,) = await _claim(database)
    await _record(database, first, Uncertain())
    assert _ids(await _claim(database)) == [2]
    assert await _states(database) == [Sending.UNCERTAIN, Sending.SENDING]


async def test_a_digest_of_a_dead_worker_is_dropped(database: Database, school: School) -> None:
    await _letter(database, school)
    await _claim(database)
    async with database.transaction() as session:
        await session.exec(update(Notification).values(kind=Notice.DUTY_SILENT))
        await outbox.release_leases(session, now=NOW)
    assert await _claim(database) == []
    assert await _states(database) == [Sending.EXPIRED]


@pytest.mark.db
async def test_a_claim_walks_the_index(database: Database) -> None:
    async with database.engine.connect() as connection:
        due = claiming.due_of(Priority.NORMAL).params(now=NOW, room=4)
        said = due.compile(connection.engine.sync_engine, compile_kwargs={"literal_binds": True})
        if not database.is_sqlite:
            await connection.exec_driver_sql("SET enable_seqscan = off")
        prefix = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
        plan = " ".join(str(row) for row in await connection.exec_driver_sql(f"{prefix}{said}"))
    assert "ix_notification_due" in plan
    assert "ix_notification_recipient" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.db
async def test_a_head_whose_chat_is_paused_for_long_is_passed_by(
    database: Database, school: School, room: Room
) -> None:
    """The alert waits for the chat, the case doesn't."""
    async with database.transaction() as session:
        await session.exec(
            update(Account)
            .where(col(Account.telegram_id) == HEAD)
            .values(paused_until=NOW + timedelta(hours=3))
        )
    await report(room)
    await room.later(seconds=90)
    assert room.phone(HEAD).chat == []
    assert "2026-" in room.phone(DEPUTY).last.text
    await room.later(hours=3)
    assert "晚到了" in room.phone(HEAD).last.text
