"""Claims on a real database: urgent first, never twice, and what each outcome leaves behind."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from models import Account, Case, Notification, Person, SentCard
from models.case_codes import CaseState
from models.codes import Notice, Priority, Role, Sending
from models.database import Database
from services import profile as profiles
from services.notifications import service as notifications
from services.outbox import queries
from services.outbox import service as outbox
from services.outbox.outcomes import (
    Delivered,
    Envelope,
    Outcome,
    Rejected,
    RetryLater,
    Uncertain,
    Unreachable,
)
from services.outbox.rules import LEASE
from services.people import service as people
from tests.world import HEAD, NOW, School, add_person

PROFILE = profiles.load("CN")


async def _queue(
    database: Database, school: School, *, count: int = 1, at: datetime = NOW, **more: Any
) -> None:
    """Letter reminders to the teacher: each is true as long as the month is silent."""
    async with database.transaction() as session:
        for _ in range(count):
            await notifications.enqueue(
                session, now=at, kind=Notice.LETTER_REMINDER, recipient_id=school.teacher_id,
                params={"child_id": school.child_id, "month": "2026-11"}, **more,
            )  # fmt: skip


async def _case_alert(database: Database, school: School) -> int:
    async with database.transaction() as session:
        case = Case(
            number="2026-TEST", child_id=school.child_id, school_id=school.school_id, situation="R4",
            state=CaseState.OPEN, reporter_id=school.teacher_id, raised_at=NOW, sent_at=NOW, level=0,
            ladder=[{"role": "administrator", "wait_minutes": 5, "repeat_minutes": 5}], escalate_at=NOW,
        )  # fmt: skip
        session.add(case)
        await session.flush()
        await notifications.enqueue(
            session, now=NOW, kind=Notice.CASE_ALERT, recipient_id=school.head_id, priority=Priority.URGENT,
            params={"case_id": case.id, "level": 0, "again": False},
        )  # fmt: skip
    return case.id or 0


async def _claim(database: Database, *, limit: int = 10, at: datetime = NOW) -> list[Envelope]:
    async with database.transaction() as session:
        return await outbox.claim(session, now=at, limit=limit, profile=PROFILE)


async def _record(database: Database, envelope: Envelope, outcome: Outcome, at: datetime = NOW) -> None:
    async with database.transaction() as session:
        await outbox.record(session, now=at, envelope=envelope, outcome=outcome)


async def _rows(database: Database) -> list[Notification]:
    async with database.reading() as session:
        return list(await session.exec(select(Notification).order_by(col(Notification.id))))


@pytest.mark.db
async def test_ten_workers_never_claim_one_row_twice(database: Database, school: School) -> None:
    async with database.transaction() as session:
        for number in range(40):
            teacher = await add_person(session, 1000 + number, "江映禾")
            await people.grant(
                session, now=NOW, person_id=teacher, role=Role.TEACHER, unit_id=school.class_id
            )
            await notifications.enqueue(
                session, now=NOW, kind=Notice.LETTER_REMINDER, recipient_id=teacher,
                params={"child_id": school.child_id, "month": "2026-11"},
            )  # fmt: skip
    claims = await asyncio.gather(*(_claim(database, limit=4) for _ in range(12)))
    ids = [one.notification_id for claim in claims for one in claim]
    assert len(ids) == len(set(ids)) == 40


@pytest.mark.db
async def test_urgent_overtakes_an_older_queue(database: Database, school: School) -> None:
    await _queue(database, school, count=5, at=NOW - timedelta(hours=1))
    await _case_alert(database, school)
    (first,) = await _claim(database, limit=1)
    assert first.kind is Notice.CASE_ALERT


@pytest.mark.db
async def test_a_dedup_key_speaks_once(database: Database, school: School) -> None:
    for _ in range(3):
        await _queue(database, school, dedup_key="plan:1:x")
    assert len(await _rows(database)) == 1


async def test_nothing_is_claimed_before_its_time(database: Database, school: School) -> None:
    await _queue(database, school, not_before=NOW + timedelta(hours=1))
    assert await _claim(database) == []
    async with database.reading() as session:
        assert await queries.next_due_at(session) == NOW + timedelta(hours=1)
        assert not await queries.has_due(session, now=NOW)
    assert len(await _claim(database, at=NOW + timedelta(hours=1))) == 1


@pytest.mark.db
async def test_an_expired_lease_is_claimed_again_and_the_late_worker_is_fenced_off(
    database: Database, school: School
) -> None:
    await _queue(database, school)
    (late,) = await _claim(database)
    assert await _claim(database) == []
    (again,) = await _claim(database, at=NOW + LEASE)
    assert again.fence == late.fence + 1
    await _record(database, late, Rejected("bad_request"))
    assert [row.sending for row in await _rows(database)] == [Sending.SENDING]
    await _record(database, again, Delivered(7))
    assert [row.sending for row in await _rows(database)] == [Sending.SENT]


async def test_a_lone_worker_takes_over_at_its_start(database: Database, school: School) -> None:
    await _queue(database, school)
    await _claim(database)
    async with database.transaction() as session:
        await outbox.release_leases(session, now=NOW)
    assert len(await _claim(database)) == 1


@pytest.mark.parametrize(
    ("outcome", "sending", "again_in"),
    [
        (Delivered(7), Sending.SENT, None),
        (RetryLater(30), Sending.QUEUED, 30),
        (Uncertain(), Sending.UNCERTAIN, None),
        (Rejected("bad_request"), Sending.FAILED, None),
    ],
)
async def test_what_a_reminder_becomes(
    database: Database, school: School, outcome: Outcome, sending: Sending, again_in: int | None
) -> None:
    await _queue(database, school)
    (envelope,) = await _claim(database)
    await _record(database, envelope, outcome)
    (row,) = await _rows(database)
    assert row.sending is sending
    assert (row.settled_at is None) is (again_in is not None)
    if again_in is not None:
        assert row.not_before == NOW + timedelta(seconds=again_in)


async def test_an_unsure_alert_goes_again_marked_as_a_repeat(database: Database, school: School) -> None:
    await _case_alert(database, school)
    (envelope,) = await _claim(database)
    assert not envelope.is_repeat
    await _record(database, envelope, Uncertain())
    (again,) = await _claim(database, at=NOW + timedelta(minutes=1))
    assert again.is_repeat


async def test_a_delivered_alert_leaves_a_card_to_refresh(database: Database, school: School) -> None:
    case_id = await _case_alert(database, school)
    (envelope,) = await _claim(database)
    await _record(database, envelope, Delivered(77))
    async with database.reading() as session:
        (card,) = await session.exec(select(SentCard))
    assert (card.case_id, card.message_id, card.chat_id) == (case_id, 77, HEAD)


async def test_who_blocked_us_is_noted_and_the_case_climbs(database: Database, school: School) -> None:
    case_id = await _case_alert(database, school)
    (envelope,) = await _claim(database)
    await _record(database, envelope, Unreachable())
    async with database.reading() as session:
        account = (await session.exec(select(Account).where(Account.telegram_id == HEAD))).one()
        case = (await session.exec(select(Case).where(Case.id == case_id))).one()
    assert account.unreachable_at == NOW
    assert case.escalate_at is not None


async def test_somebody_without_an_account_is_unreachable_at_once(database: Database, school: School) -> None:
    async with database.transaction() as session:
        await session.exec(update(Person).where(col(Person.id) == school.teacher_id).values(account_id=None))
    await _queue(database, school)
    [instead] = await _claim(database)
    assert instead.recipient_id == school.head_id
    assert [row.sending for row in await _rows(database)] == [Sending.UNREACHABLE, Sending.SENDING]


@pytest.mark.db
async def test_the_due_query_walks_an_index(database: Database) -> None:
    statement = (
        "SELECT id FROM notification WHERE sending = 'queued' AND not_before <= '2026-01-01' "
        "ORDER BY priority, not_before LIMIT 4"
    )
    async with database.engine.connect() as connection:
        prefix = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
        if not database.is_sqlite:
            await connection.exec_driver_sql("SET enable_seqscan = off")
        plan = " ".join(str(row) for row in await connection.exec_driver_sql(prefix + statement))
    assert "ix_notification_due" in plan


@pytest.mark.parametrize(("hour", "silent"), [(2, False), (13, False), (15, True), (22, True)])
async def test_at_night_a_reminder_does_not_ring_and_an_alert_does(
    database: Database, school: School, hour: int, silent: bool
) -> None:
    at = NOW.replace(hour=hour)  # 10:00, 21:00, 23:00 and 6:00 in Shanghai
    await _queue(database, school, at=at)
    await _case_alert(database, school)
    envelopes = await _claim(database, at=max(at, NOW))
    assert {one.kind: one.is_silent for one in envelopes} == {
        Notice.LETTER_REMINDER: silent,
        Notice.CASE_ALERT: False,
    }
