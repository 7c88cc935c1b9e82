"""Once a week a school's administrators hear of unusual reading, each of the others' alone."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from models import AuditEntry, Person, Relation, RoleGrant, Unit
from models.codes import Kin, Role, UnitKind
from models.database import Database
from scheduler import jobs
from services.people import service as people
from tests.alerts.story import add_staff
from tests.digest.story import MONDAY, NIGHT, add_children, digests, look, queued, read_at_night, tick
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, MOTHER, NOW, TEACHER, School, add_person, set_locale

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
VICE = 120


async def planned(database: Database) -> int:
    async with database.reading() as session:
        rows = await session.exec(select(AuditEntry).where(AuditEntry.action == "plan_digest"))
        return len(rows.all())


@pytest.mark.parametrize(
    ("locale", "line"),
    [
        ("zh_CN", "· 沈知夏：半夜（零点到五点）看了至少5个孩子的资料"),
        ("en", "· 沈知夏: opened the files of at least 5 children between midnight and five"),
    ],
)
async def test_from_a_press_at_night_to_the_heads_message(
    room: Room, database: Database, school: School, locale: str, line: str
) -> None:
    async with database.transaction() as session:
        await set_locale(session, HEAD, locale)
    room.clock.at = NIGHT
    for child_id in await add_children(database, school.class_id, 5):
        await room.phone(DEPUTY).press_data(f"child:{child_id}")
    await tick(room)
    message = room.phone(HEAD).last
    assert line in message.text.split("\n")
    assert "何" not in message.text
    assert message.protected  # can't be forwarded
    assert [digests(room.phone(one)) for one in (DEPUTY, TEACHER, COUNTY, MOTHER)] == [[]] * 4
    await room.phone(HEAD).press("🏫")
    assert "稻香坪学校" in room.phone(HEAD).last.text


@pytest.mark.db
async def test_once_a_week_by_the_schools_day(room: Room, database: Database, school: School) -> None:
    await read_at_night(database, school, DEPUTY)
    await tick(room, MONDAY - SECOND)
    assert await planned(database) == 0
    for minutes in (0, 10, 60 * 24):
        await tick(room, MONDAY + timedelta(minutes=minutes))
    assert len(digests(room.phone(HEAD))) == await planned(database) == 1
    [row] = await queued(database)
    assert row.params == {"school_id": school.school_id, "week": "2026-W48"}
    await tick(room, MONDAY + 7 * DAY)
    assert len(digests(room.phone(HEAD))) == 1
    assert await planned(database) == 2


@pytest.mark.db
async def test_two_planners_at_once_plan_once(room: Room, database: Database, school: School) -> None:
    await read_at_night(database, school, DEPUTY)
    room.clock.at = MONDAY
    await asyncio.gather(*(jobs.plan_digests(database, room.clock) for _ in range(3)))
    assert len(await queued(database)) == await planned(database) == 1


@pytest.mark.parametrize(("late", "told"), [(6 * DAY, 1), (6 * DAY + timedelta(hours=12), 0), (7 * DAY, 0)])
async def test_after_an_absence_it_comes_within_the_week_and_by_day(
    room: Room, database: Database, school: School, late: timedelta, told: int
) -> None:
    await read_at_night(database, school, DEPUTY)
    await tick(room, MONDAY + late)
    assert len(digests(room.phone(HEAD))) == told


async def test_what_waited_into_another_week_is_dropped(
    room: Room, database: Database, school: School
) -> None:
    await read_at_night(database, school, DEPUTY)
    room.clock.at = MONDAY + 6 * DAY
    await jobs.plan_digests(database, room.clock)
    room.clock.at += DAY
    await room.metronome.settle()
    assert len(await queued(database)) == 1
    assert digests(room.phone(HEAD)) == []


async def test_nothing_unusual_no_message(room: Room, database: Database, school: School) -> None:
    await look(database, DEPUTY, [school.child_id], NIGHT)
    await look(
        database, TEACHER, await add_children(database, school.class_id, 40), NOW + DAY
    )  # her own class
    await tick(room)
    assert await queued(database) == []
    assert await planned(database) == 1


async def test_what_is_read_on_an_administrators_phone_is_not_told_there(
    room: Room, database: Database, school: School
) -> None:
    async with database.transaction() as session:  # administers too, and reads on the head's phone
        mate = await add_person(session, 998, "顾夫人")
        await people.grant(
            session, now=NOW, person_id=mate, role=Role.ADMINISTRATOR, unit_id=school.school_id
        )
    await read_at_night(database, school, HEAD)
    async with database.transaction() as session:
        phone = select(Person.account_id).where(Person.id == school.head_id).scalar_subquery()
        await session.exec(update(Person).where(col(Person.id) == mate).values(account_id=phone))
    await tick(room)
    assert await queued(database) == []
    assert await planned(database) == 1


async def test_of_two_administrators_each_hears_of_the_other(
    room: Room, database: Database, school: School
) -> None:
    await add_staff(database, VICE, "白副校", Role.ADMINISTRATOR, school.school_id)
    await read_at_night(database, school, HEAD)
    await look(database, VICE, list(range(900, 905)), NIGHT, allowed=False)
    await tick(room)
    [to_vice], [to_head] = digests(room.phone(VICE)), digests(room.phone(HEAD))
    assert ("顾明河" in to_vice, "白副校" in to_vice) == (True, False)
    assert ("顾明河" in to_head, "白副校" in to_head) == (False, True)


async def test_nobody_hears_of_looks_at_their_own_home(
    room: Room, database: Database, school: School
) -> None:
    for n in range(5):
        await look(database, DEPUTY, [school.child_id], NIGHT + n * DAY)
    async with database.transaction() as session:
        session.add(Relation(child_id=school.child_id, kin=Kin.CARER, person_id=school.head_id, from_at=NOW))
    await add_staff(database, VICE, "白副校", Role.ADMINISTRATOR, school.school_id)
    await tick(room)
    assert digests(room.phone(HEAD)) == []
    assert "同一个孩子" in digests(room.phone(VICE))[0]


async def test_a_role_that_ended_hears_nothing(room: Room, database: Database, school: School) -> None:
    await read_at_night(database, school, DEPUTY)
    room.clock.at = MONDAY
    await jobs.plan_digests(database, room.clock)
    async with database.transaction() as session:
        await session.exec(
            update(RoleGrant).where(col(RoleGrant.person_id) == school.head_id).values(until_at=MONDAY)
        )
    await room.metronome.settle()
    assert len(await queued(database)) == 1
    assert digests(room.phone(HEAD)) == []


@pytest.mark.db
async def test_another_schools_reading_is_its_own(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        other = Unit(
            kind=UnitKind.SCHOOL, name="远山学校", parent_id=school.county_id, timezone="Nowhere/Else"
        )
        session.add(other)
        await session.flush()
        other_id = other.id or 0
    await add_staff(database, VICE, "白校长", Role.ADMINISTRATOR, other_id)
    await add_staff(database, DEPUTY, "沈知夏", Role.SAFEGUARDING, other_id)
    await read_at_night(database, school, TEACHER)
    await tick(room)
    assert "许一诺" in digests(room.phone(HEAD))[0]
    await tick(room, MONDAY + timedelta(hours=8))  # nine in the morning of a zone that nobody knows: UTC
    assert digests(room.phone(VICE)) == []
    assert await planned(database) == 2
