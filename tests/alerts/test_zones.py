"""A time zone that the zone data has dropped stops no alert and no weekly question."""

from datetime import timedelta

from sqlmodel import select, update

from models import DutyCheck, Notification, Person, Unit
from models.codes import Sending
from models.database import Database
from scheduler import jobs
from services.profile import Profile
from tests.alerts import story
from tests.phones import Room
from tests.world import HEAD, School


async def lose_zones(database: Database) -> None:
    async with database.transaction() as session:
        await session.exec(update(Unit).values(timezone="Mars/Olympus"))
        await session.exec(update(Person).values(timezone="Mars/Olympus"))


async def test_a_report_is_raised_sent_and_read(room: Room, database: Database) -> None:
    await lose_zones(database)
    await story.report(room)
    assert story.alerts(room.phone(HEAD))
    await room.phone(HEAD).press(story.TAKE)
    async with database.reading() as session:
        assert Sending.FAILED not in set(await session.exec(select(Notification.sending)))


async def test_duty_is_asked_all_the_same(
    room: Room, database: Database, school: School, profile: Profile
) -> None:
    await lose_zones(database)
    for _ in range(8 * 24):
        room.clock.at += timedelta(hours=1)
        await jobs.check_duty(database, room.clock, profile)
    async with database.reading() as session:
        assert len((await session.exec(select(DutyCheck))).all()) >= 3
