"""At a school with one adult nobody knows alone."""

import pytest

from models.codes import Role
from models.database import Database
from tests.alerts import story
from tests.alerts.steps import CLIMBED, SENT, UNREACHED, ladder, told
from tests.duty.planned import second
from tests.phones import Room
from tests.world import COUNTY, HEAD, School


async def test_a_school_with_one_adult_tells_the_county_with_them(
    room: Room, database: Database, school: School
) -> None:
    await story.end_roles(database, Role.SAFEGUARDING)
    await story.report(room)
    assert told(room) == {HEAD, COUNTY}
    assert await ladder(database) == [(SENT, 0, 0), (UNREACHED, 1, 0), (CLIMBED, 2, 0)]


@pytest.mark.db
async def test_a_second_person_from_elsewhere_hears_at_once_and_the_county_in_its_turn(
    room: Room, database: Database, school: School
) -> None:
    await story.end_roles(database, Role.SAFEGUARDING)
    elsewhere = await story.add_staff(database, 114, "中心校的老师", Role.ADMINISTRATOR, school.county_id)
    await second(database, school.school_id, elsewhere)
    await story.report(room)
    assert told(room) == {HEAD, 114}
    assert await ladder(database) == [(SENT, 0, 0), (CLIMBED, 1, 0)]
    await room.later(minutes=5)
    assert told(room) == {HEAD, 114, COUNTY}


async def test_the_only_adult_who_reports_is_one_of_two_who_know(
    room: Room, database: Database, school: School
) -> None:
    await story.end_roles(database, Role.SAFEGUARDING)
    elsewhere = await story.add_staff(database, 114, "中心校的老师", Role.ADMINISTRATOR, school.county_id)
    await second(database, school.school_id, elsewhere)
    await story.report(room, telegram_id=HEAD)
    assert told(room) == {114}
    assert await ladder(database) == [(UNREACHED, 0, 0), (SENT, 1, 0)]
