"""The watcher of the watcher."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update
from structlog.testing import capture_logs

from models import Account, Case, Notification, SentCard
from models.codes import Notice, Role, Sending
from models.database import Database
from services.alerts import notices
from services.alerts import service as alerts
from services.profile import Profile
from tests.alerts import story
from tests.phones import Room
from tests.world import DEPUTY, HEAD, NOW, School


async def watch(room: Room) -> list[str]:
    with capture_logs() as logs:
        async with room.database.transaction() as session:
            await alerts.mend_stalled(session, now=room.clock.at)
    return [entry["event"] for entry in logs]


@pytest.mark.parametrize("step", ["draft", "open"])
async def test_a_case_without_a_next_step_gets_one(room: Room, database: Database, step: str) -> None:
    teacher = await story.store(room)
    if step == "open":
        await teacher.press(story.FAMILY)
    async with database.transaction() as session:
        await session.exec(update(Case).values(escalate_at=None))
    assert await watch(room) == ["alerts.stalled"]
    await room.metronome.settle()
    assert story.alerts(room.phone(HEAD if step == "draft" else DEPUTY))
    assert await watch(room) == []


async def test_a_case_that_was_taken_rests_until_its_holder_is_asked(room: Room, database: Database) -> None:
    await story.report(room)
    await room.phone(HEAD).press(story.TAKE)
    assert await watch(room) == []
    async with database.reading() as session:
        assert await alerts.next_due_at(session) == room.clock.at + timedelta(minutes=20)
        assert not await alerts.has_due(session, now=NOW)


async def test_an_alert_that_does_not_leave_is_complained_of(room: Room, database: Database) -> None:
    await story.report(room)
    async with database.transaction() as session:
        await session.exec(update(Notification).values(sending=Sending.QUEUED))
    assert await watch(room) == []
    room.clock.at += timedelta(minutes=2, seconds=1)
    found = await watch(room)
    assert {"alerts.unheard", "alerts.overdue"} <= set(found)


async def test_who_was_told_and_has_left_is_nobody(room: Room, database: Database) -> None:
    await story.report(room)
    await story.end_roles(database, Role.ADMINISTRATOR)
    room.clock.at += timedelta(seconds=30)
    assert "alerts.unheard" in await watch(room)
    await room.metronome.settle()
    assert story.alerts(room.phone(DEPUTY))
    assert "alerts.unheard" not in await watch(room)


async def test_a_copy_that_was_on_its_way_is_refreshed_later(room: Room, database: Database) -> None:
    """The deputy's card was recorded after the head had taken the case."""
    await story.report(room)
    await room.later(minutes=5)
    deputy = room.phone(DEPUTY)
    async with database.transaction() as session:
        card = (await session.exec(select(SentCard).where(SentCard.chat_id == DEPUTY))).one()
        late = card.model_dump(exclude={"id"})
        await session.delete(card)
    await room.phone(HEAD).press(story.TAKE)
    assert story.alerts(deputy)
    async with database.transaction() as session:
        session.add(SentCard(**late))
    await watch(room)
    await room.metronome.settle()
    assert story.alerts(deputy) == []
    assert "顾明河" in deputy.last.text
    before = await _count(database)
    await watch(room)
    assert await _count(database) == before


async def _count(database: Database) -> int:
    async with database.reading() as session:
        return len(list(await session.exec(select(Notification.id))))


async def test_what_is_no_longer_true_is_not_said(
    room: Room, database: Database, school: School, profile: Profile
) -> None:
    await story.report(room)
    await room.phone(HEAD).press(story.TAKE)
    case_id = (await story.get_case(database)).id or 0
    whom: dict[str, Any] = {"now": NOW, "case_id": case_id}
    async with database.reading() as session:
        head, mother = school.head_id, school.mother_id
        assert await notices.load_alert(session, recipient_id=head, level=0, again=False, **whom) is None
        assert await notices.load_refresh(session, recipient_id=mother, **whom) is None
        assert await notices.load_refresh(session, recipient_id=head, **whom) is not None
        assert await notices.load_step(session, recipient_id=head, event_id=1, **whom) is None
        assert await notices.load_unreached(session, recipient_id=school.teacher_id, **whom) is None
        assert await notices.load_refresh(session, recipient_id=head, now=NOW, case_id=99) is None


async def test_queue_rows_hold_ids_and_codes_only(room: Room, database: Database) -> None:
    await story.store(room)
    await room.later(minutes=20)
    await room.phone(HEAD).press(story.TAKE)
    async with database.reading() as session:
        query = select(Notification).where(col(Notification.kind).in_(list(Notice)))
        rows = list(await session.exec(query))
    known = {"case_id", "event_id", "level", "again", "head", "message_id", "clock_id"}
    assert len(rows) > 5
    assert {name for row in rows for name in row.params} <= known
    assert all(isinstance(value, int) for row in rows for value in row.params.values())


async def test_a_clock_that_is_set_back_delays_no_alert(room: Room, database: Database) -> None:
    """An hour back, with an alert in a dead worker's hands and a case on its ladder."""
    await room.later(hours=2)
    await story.report(room)
    at = room.clock.at
    leased = {"sending": Sending.SENDING, "lease_until": at + timedelta(seconds=60)}
    async with database.transaction() as session:
        await session.exec(update(Notification).values(**leased))
    room.clock.at -= timedelta(hours=1)
    assert (await watch(room)).count("clock.set_back") == 2
    await room.metronome.settle()
    async with database.reading() as session:
        assert set(await session.exec(select(Notification.sending))) == {Sending.SENT}
        case = (await session.exec(select(Case))).one()
    assert case.escalate_at is not None
    assert case.escalate_at <= room.clock.at + timedelta(minutes=10)
    assert "clock.set_back" not in await watch(room)


async def test_an_alert_queued_a_second_before_leaves_all_the_same(room: Room, database: Database) -> None:
    await room.later(hours=2)
    await story.report(room)
    async with database.transaction() as session:
        again = {"sending": Sending.QUEUED, "not_before": room.clock.at + timedelta(seconds=15)}
        await session.exec(update(Notification).values(**again))
    room.clock.at -= timedelta(hours=1)
    await watch(room)
    await room.metronome.settle()
    async with database.reading() as session:
        assert set(await session.exec(select(Notification.sending))) == {Sending.SENT}


async def test_a_draft_does_not_wait_an_hour_either(room: Room, database: Database) -> None:
    await room.later(hours=2)
    await story.store(room)
    room.clock.at -= timedelta(hours=1)
    await watch(room)
    room.clock.at += timedelta(minutes=5, seconds=1)
    await room.metronome.settle()
    assert story.alerts(room.phone(HEAD))


async def test_a_pause_noted_by_a_wrong_clock_is_as_long_as_it_was(room: Room, database: Database) -> None:
    await room.later(hours=2)
    await story.report(room)
    tomorrow = room.clock.at + timedelta(days=1)
    async with database.transaction() as session:
        pause = {"paused_at": tomorrow, "paused_until": tomorrow + timedelta(seconds=5)}
        await session.exec(update(Account).values(**pause))
        again = {"sending": Sending.QUEUED, "not_before": tomorrow + timedelta(seconds=5)}
        await session.exec(update(Notification).values(**again))
    await watch(room)
    await room.later(seconds=6)
    async with database.reading() as session:
        assert set(await session.exec(select(Notification.sending))) == {Sending.SENT}


async def test_a_taken_case_is_not_silent_for_a_day_longer(room: Room, database: Database) -> None:
    await story.report(room)
    room.clock.at += timedelta(days=1)
    await room.phone(HEAD).press(story.TAKE)
    room.clock.at -= timedelta(days=1)
    await watch(room)
    case = await story.get_case(database)
    assert case.escalate_at == room.clock.at + timedelta(minutes=20)


@pytest.mark.db
async def test_three_watchers_in_one_minute_move_a_case_once(room: Room, database: Database) -> None:
    await story.report(room)
    async with database.transaction() as session:
        await session.exec(update(Notification).values(sending=Sending.QUEUED))
    room.clock.at += timedelta(minutes=2, seconds=1)
    await asyncio.gather(*(watch(room) for _ in range(3)))
    room.clock.at += timedelta(seconds=20)
    await watch(room)
    assert (await story.get_case(database)).level == 1
