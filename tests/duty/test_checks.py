"""Once a week everybody on duty is asked whether they can be reached."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select, update

from models import DutyCheck, RoleGrant
from models.codes import Role
from models.database import Database
from scheduler import jobs
from services.duty import queries
from services.duty.rules import is_asking_time
from services.people import service as people
from services.profile import Profile
from services.wallclock import week_of
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, MOTHER, NOW, TEACHER, School

WEDNESDAY = NOW + timedelta(days=2)  # ten in the morning in Shanghai
ASKED, HERE = "能找到您吗", "我在"
SHANGHAI = ZoneInfo("Asia/Shanghai")


async def tick(room: Room, at: datetime) -> None:
    room.clock.at = at
    await jobs.check_duty(room.database, room.clock, room.profile)
    await room.later(seconds=1)


@pytest.mark.db
async def test_those_on_the_ladder_are_asked_once_a_week(room: Room, database: Database) -> None:
    await tick(room, WEDNESDAY - timedelta(seconds=1))
    assert room.phone(HEAD).chat == []
    for minutes in (0, 10, 60):
        await tick(room, WEDNESDAY + timedelta(minutes=minutes))
    asked = {one: len(room.phone(one).chat) for one in (HEAD, DEPUTY, COUNTY, TEACHER, MOTHER)}
    assert asked == {HEAD: 1, DEPUTY: 1, COUNTY: 1, TEACHER: 0, MOTHER: 0}
    await tick(room, WEDNESDAY + timedelta(days=7))
    assert len(room.phone(HEAD).chat) == 2


async def test_here_i_am(room: Room, database: Database) -> None:
    await tick(room, WEDNESDAY)
    press = next(iter(room.phone(HEAD).last.buttons.values()))
    await room.phone(DEPUTY).press_data(press)  # somebody else's question
    await room.phone(HEAD).press(HERE)
    assert "谢谢" in room.phone(HEAD).last.text
    async with database.reading() as session:
        answered = await session.exec(
            select(DutyCheck.person_id).where(col(DutyCheck.answered_at).is_not(None))
        )
        assert list(answered) == [1]


@pytest.mark.db
async def test_who_does_not_answer_is_told_to_the_others_once(room: Room, database: Database) -> None:
    await tick(room, WEDNESDAY)
    await room.phone(HEAD).press(HERE)
    await room.phone(COUNTY).press(HERE)
    for hours in (24, 25, 30):
        await tick(room, WEDNESDAY + timedelta(hours=hours))
    for officer in (HEAD, COUNTY):
        assert "沈知夏（稻香坪学校）" in room.phone(officer).last.text
        assert sum("沈知夏" in text for text in room.phone(officer).texts) == 1
    assert not any("沈知夏" in text for text in room.phone(DEPUTY).texts)


async def test_whoever_has_a_last_day_ahead_is_on_duty_until_then(room: Room, database: Database) -> None:
    async with database.transaction() as session:
        duty = update(RoleGrant).where(col(RoleGrant.role) == Role.SAFEGUARDING)
        await session.exec(duty.values(until_at=NOW + timedelta(days=30)))
    await tick(room, WEDNESDAY)
    await room.phone(HEAD).press(HERE)
    await tick(room, WEDNESDAY + timedelta(hours=24))
    assert "沈知夏（稻香坪学校）" in room.phone(HEAD).last.text


async def test_a_newcomer_is_left_in_peace(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        await people.grant(
            session, now=WEDNESDAY - timedelta(hours=3), person_id=school.teacher_id,
            role=Role.SAFEGUARDING, unit_id=school.school_id,
        )  # fmt: skip
    await tick(room, WEDNESDAY)
    assert room.phone(TEACHER).chat == []


@pytest.mark.db
async def test_a_step_with_nobody_on_it_is_named(
    room: Room, database: Database, school: School, profile: Profile
) -> None:
    async with database.reading() as session:
        assert await queries.list_vacancies(session, now=NOW, profile=profile) == []
    async with database.transaction() as session:
        grants = await session.exec(select(RoleGrant).where(RoleGrant.role == Role.SAFEGUARDING))
        for grant in grants:
            grant.until_at = NOW
            session.add(grant)
    room.phone(HEAD).blocked = True
    await tick(room, WEDNESDAY)
    async with database.reading() as session:
        found = await queries.list_vacancies(session, now=WEDNESDAY, profile=profile)
    assert [(one.role, one.is_vacant) for one in found] == [
        (Role.ADMINISTRATOR, False), (Role.SAFEGUARDING, True)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("instant", "asks", "week"),
    [
        (datetime(2026, 11, 25, 1, 59, tzinfo=UTC), False, "2026-W48"),
        (datetime(2026, 11, 25, 2, 0, tzinfo=UTC), True, "2026-W48"),
        (datetime(2026, 11, 25, 15, 59, tzinfo=UTC), True, "2026-W48"),
        (datetime(2026, 11, 25, 16, 0, tzinfo=UTC), False, "2026-W48"),
        (datetime(2027, 1, 1, 2, 0, tzinfo=UTC), False, "2026-W53"),
    ],
)
def test_the_hour_and_the_week(profile: Profile, instant: datetime, asks: bool, week: str) -> None:
    assert is_asking_time(instant, zone=SHANGHAI, rule=profile.duty_check) is asks
    assert week_of(instant, SHANGHAI) == week
