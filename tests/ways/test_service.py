"""Keeping ways: for whom, how many, and since when one fails."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from models import Account, OtherWay, RoleGrant
from models.codes import Role
from models.database import Database
from services.errors import CareError
from services.profile import Profile
from services.ways import queries
from services.ways import service as ways
from services.ways.service import MOST_WAYS
from services.ways.types import KeptWay, OnDuty, Tried
from tests.ways.doors import failing_since, give_way
from tests.world import HEAD, NOW, School

A_DAY = timedelta(days=1)


async def _on_duty(database: Database, profile: Profile) -> list[OnDuty]:
    async with database.reading() as session:
        return await queries.list_on_duty(session, now=NOW, profile=profile)


async def _note(database: Database, *tried: Tried, days: int = 0) -> None:
    async with database.transaction() as session:
        await ways.note_tried(session, now=NOW + days * A_DAY, tried=tried)


@pytest.mark.db
async def test_who_is_on_duty_and_by_which_ways(database: Database, school: School, profile: Profile) -> None:
    way_id = await give_way(database, profile, school.head_id, "mailto://x")
    people = {one.person_id: one for one in await _on_duty(database, profile)}
    assert set(people) == {school.head_id, school.deputy_id, school.county_officer_id}
    assert people[school.head_id] == OnDuty(
        school.head_id,
        ((Role.ADMINISTRATOR, "稻香坪学校"),),
        has_phone=True,
        ways=(KeptWay(way_id, "mailto", None),),
    )
    # What else somebody is doesn't matter here: the deputy teaches as well.
    assert people[school.deputy_id].posts == ((Role.SAFEGUARDING, "稻香坪学校"),)


async def test_a_phone_that_turns_us_away_is_shown(
    database: Database, school: School, profile: Profile
) -> None:
    async with database.transaction() as session:
        head = update(Account).where(col(Account.telegram_id) == HEAD)
        await session.exec(head.values(unreachable_at=NOW))
    reached = {one.person_id: one.has_phone for one in await _on_duty(database, profile)}
    assert reached[school.head_id] is False
    assert reached[school.deputy_id] is True


async def test_only_people_on_the_ladder_are_knocked_for(
    database: Database, school: School, profile: Profile
) -> None:
    async with database.transaction() as session:
        ended = update(RoleGrant).where(col(RoleGrant.person_id) == school.county_officer_id)
        await session.exec(ended.values(until_at=NOW))
    for person_id in (school.mother_id, school.teacher_id, school.county_officer_id, 999):
        with pytest.raises(CareError, match=r"ways\.not_on_duty"):
            await give_way(database, profile, person_id, "mailto://x")


@pytest.mark.db
async def test_ten_at_once_keep_no_more_than_there_is_room_for(
    database: Database, school: School, profile: Profile
) -> None:
    adding = (give_way(database, profile, school.head_id, f"mailto://{one}") for one in range(10))
    answers = await asyncio.gather(*adding, return_exceptions=True)
    assert sum(isinstance(one, int) for one in answers) == MOST_WAYS
    assert {str(one) for one in answers if not isinstance(one, int)} == {"ways.enough"}


@pytest.mark.db
async def test_removed_is_gone(database: Database, school: School, profile: Profile) -> None:
    way_id = await give_way(database, profile, school.head_id, "mailto://x")
    async with database.transaction() as session:
        await ways.remove(session, now=NOW, way_id=way_id)
    async with database.reading() as session:
        assert list(await session.exec(select(OtherWay))) == []
    with pytest.raises(CareError, match=r"ways\.no_such_way"):
        async with database.transaction() as session:
            await ways.remove(session, now=NOW, way_id=way_id)


@pytest.mark.db
async def test_it_fails_since_the_first_time_and_until_it_works(
    database: Database, school: School, profile: Profile
) -> None:
    bad = await give_way(database, profile, school.head_id, "mailto://bad")
    await give_way(database, profile, school.head_id, "mailto://good")
    await _note(database, Tried(bad, has_worked=False))
    await _note(database, Tried(bad, has_worked=False), days=3)
    assert await failing_since(database) == [NOW, None]
    await _note(database, Tried(bad, has_worked=True), days=4)
    assert await failing_since(database) == [None, None]


@pytest.mark.db
async def test_two_workers_note_at_once(database: Database, school: School, profile: Profile) -> None:
    way_id = await give_way(database, profile, school.head_id, "mailto://x")
    await asyncio.gather(*(_note(database, Tried(way_id, has_worked=False)) for _ in range(8)))
    assert await failing_since(database) == [NOW]


async def test_a_way_that_was_removed_meanwhile_is_no_accident(database: Database, school: School) -> None:
    await _note(database, Tried(404, has_worked=False))
    assert await failing_since(database) == []
