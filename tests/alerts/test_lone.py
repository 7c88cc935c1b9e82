"""At a school with one adult nobody knows alone, and a step whose people are all away isn't waited for."""

import pytest

from models.codes import Role
from models.database import Database
from tests.alerts import story
from tests.alerts.steps import CLIMBED, SENT, UNREACHED, ladder, told
from tests.duty.planned import leave, second
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, School


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


@pytest.mark.db
async def test_a_step_whose_people_are_all_away_is_told_and_not_waited_for(
    room: Room, database: Database, school: School
) -> None:
    await leave(database, school.head_id, deputy_id=school.deputy_id)
    await story.report(room)
    assert told(room) == {HEAD, DEPUTY}
    assert await ladder(database) == [(SENT, 0, 0), (CLIMBED, 1, 0)]
    await room.phone(DEPUTY).press(story.TAKE)
    assert (await story.get_case(database)).taken_by_id == school.deputy_id


async def test_everybody_away_still_hears_and_the_end_repeats(
    room: Room, database: Database, school: School
) -> None:
    for one in (school.head_id, school.deputy_id, school.county_officer_id):
        await leave(database, one)
    await story.report(room)
    assert told(room) == {HEAD, DEPUTY, COUNTY}
    await room.later(minutes=5)
    assert len(story.alerts(room.phone(COUNTY))) == 2
    await room.phone(HEAD).press(story.TAKE)
    assert (await story.get_case(database)).taken_by_id == school.head_id
