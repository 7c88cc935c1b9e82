"""Chats that Telegram has paused, and who is told instead: the next step, or who has just taken a post."""

from datetime import timedelta

from sqlmodel import col, update
from structlog.testing import capture_logs

from models import Account
from models.codes import Role
from models.database import Database
from tests.alerts import story
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, NOW, School


async def test_a_last_step_whose_chat_is_paused_for_hours_is_no_end(room: Room, database: Database) -> None:
    await story.report(room)
    await room.later(minutes=10)
    async with database.transaction() as session:
        query = update(Account).where(col(Account.telegram_id) == COUNTY)
        await session.exec(query.values(paused_until=room.clock.at + timedelta(hours=3)))
    await room.later(minutes=5)
    assert [len(story.alerts(room.phone(one))) for one in (HEAD, DEPUTY, COUNTY)] == [2, 2, 1]


async def test_a_chat_paused_for_long_holds_up_none_of_its_cases(room: Room, database: Database) -> None:
    """Two wait for the head's chat; the first that is tried learns that it is paused."""
    until = NOW + timedelta(minutes=1)
    async with database.transaction() as session:
        query = update(Account).where(col(Account.telegram_id) == HEAD)
        await session.exec(query.values(paused_until=until))
    await story.report(room)
    await story.report(room, situation=story.INJURED)
    room.phone(HEAD).flood = 10_000
    await room.later(minutes=1)
    assert len(story.alerts(room.phone(DEPUTY))) == 2


async def test_who_has_just_taken_a_post_is_told_before_it_is_shouted(
    room: Room, database: Database, school: School
) -> None:
    await story.end_roles(database, Role.ADMINISTRATOR, Role.SAFEGUARDING)
    async with database.transaction() as session:
        query = update(Account).where(col(Account.telegram_id) == COUNTY)
        await session.exec(query.values(paused_until=NOW + timedelta(minutes=1)))
    await story.report(room)
    await story.add_staff(database, 112, "新值班员", Role.COUNTY_OFFICER, school.county_id)
    room.phone(COUNTY).blocked = True
    with capture_logs() as logs:
        await room.later(minutes=1)
    assert story.alerts(room.phone(112))
    assert "alerts.nobody_reached" not in [entry["event"] for entry in logs]


async def test_a_newcomer_of_the_same_step_comes_before_the_next(
    room: Room, database: Database, school: School
) -> None:
    async with database.transaction() as session:
        query = update(Account).where(col(Account.telegram_id) == HEAD)
        await session.exec(query.values(paused_until=NOW + timedelta(minutes=1)))
    await story.report(room)
    await story.add_staff(database, 113, "新校长", Role.ADMINISTRATOR, school.school_id)
    room.phone(HEAD).blocked = True
    await room.later(minutes=1)
    assert story.alerts(room.phone(113))
    assert not story.alerts(room.phone(DEPUTY))
    await room.later(minutes=5)
    assert story.alerts(room.phone(DEPUTY))
