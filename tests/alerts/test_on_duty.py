"""Who is on duty hears first; a roster makes nobody of a step hear never, and no step later."""

import random

import pytest
from sqlmodel import select

from models import Case, Notification
from models.codes import Half, Notice, Role
from models.database import Database
from services.alerts import escalation
from services.people import service as people
from tests.alerts import story
from tests.alerts.steps import CLIMBED, SENT, ladder, told
from tests.duty.planned import A_DAY, MONDAY, leave, plan
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, NOW, School

SECOND_HEAD, THIRD_HEAD, OFFICER = 111, 112, 113
HALF = 2.5  # minutes: half of a step's wait


@pytest.fixture
async def heads(database: Database, school: School) -> list[int]:
    """Three administrators, the first of them 顾明河."""
    others = [
        await story.add_staff(database, one, name, Role.ADMINISTRATOR, school.school_id)
        for one, name in ((SECOND_HEAD, "第二位校长"), (THIRD_HEAD, "第三位校长"))
    ]
    return [school.head_id, *others]


@pytest.mark.db
async def test_who_is_on_duty_hears_first_and_the_others_within_the_same_wait(
    room: Room, database: Database, school: School, heads: list[int]
) -> None:
    await plan(database, school.school_id, heads[1])
    reporter = await story.report(room)
    assert "10:05 前没人接手" in reporter.chat[0].text  # that is when the next step hears of it
    assert told(room) == {SECOND_HEAD}
    await room.later(minutes=HALF - 0.1)
    assert told(room) == {SECOND_HEAD}
    await room.later(minutes=0.1)
    assert told(room) == {SECOND_HEAD, HEAD, THIRD_HEAD}
    await room.later(minutes=HALF)
    assert told(room) == {SECOND_HEAD, HEAD, THIRD_HEAD, DEPUTY}
    assert await ladder(database) == [(SENT, 0, 0), (CLIMBED, 1, 5)]
    assert len(story.alerts(room.phone(SECOND_HEAD))) == 1


async def test_taken_by_who_is_on_duty_it_wakes_nobody_else(
    room: Room, database: Database, school: School, heads: list[int]
) -> None:
    await plan(database, school.school_id, heads[1])
    await story.report(room)
    await room.phone(SECOND_HEAD).press(story.TAKE)
    await room.later(minutes=15)
    assert room.phone(HEAD).chat == room.phone(THIRD_HEAD).chat == room.phone(DEPUTY).chat == []


async def test_a_gap_tells_everybody_of_the_step(
    room: Room, database: Database, school: School, heads: list[int]
) -> None:
    await plan(database, school.school_id, heads[1], halves=[Half.NIGHT])
    await plan(database, school.school_id, heads[1], weekdays=range(1, 7), halves=[Half.DAY])
    await story.report(room)  # on Monday, by day
    assert told(room) == {HEAD, SECOND_HEAD, THIRD_HEAD}


async def test_who_was_told_on_an_earlier_step_is_told_again_and_makes_none_shorter(
    room: Room, database: Database, school: School
) -> None:
    async with database.transaction() as session:
        role, unit = Role.SAFEGUARDING, school.school_id
        await people.grant(session, now=NOW, person_id=school.head_id, role=role, unit_id=unit)
    await plan(database, school.school_id, school.deputy_id)
    await story.report(room)
    await room.later(minutes=5 + HALF)
    assert len(story.alerts(room.phone(HEAD))) == 2
    assert room.phone(COUNTY).chat == []
    await room.later(minutes=HALF)
    assert await ladder(database) == [(SENT, 0, 0), (CLIMBED, 1, 5), (CLIMBED, 2, 10)]


async def test_somebody_of_another_step_on_duty_changes_nothing_here(
    room: Room, database: Database, school: School, heads: list[int]
) -> None:
    await plan(database, school.school_id, school.deputy_id)
    await story.report(room)
    assert told(room) == {HEAD, SECOND_HEAD, THIRD_HEAD}


async def test_a_phone_on_duty_that_turns_us_away_tells_the_others_at_once(
    room: Room, database: Database, school: School, heads: list[int]
) -> None:
    await plan(database, school.school_id, heads[1])
    room.phone(SECOND_HEAD).blocked = True
    await story.report(room)
    assert told(room) == {HEAD, THIRD_HEAD}
    await room.later(minutes=5)
    assert await ladder(database) == [(SENT, 0, 0), (CLIMBED, 1, 5)]


async def test_a_paused_chat_on_duty_is_no_first_hope(
    room: Room, database: Database, school: School, heads: list[int]
) -> None:
    await plan(database, school.school_id, heads[1])
    room.phone(SECOND_HEAD).flood = 3600
    await story.report(room)
    room.phone(SECOND_HEAD).flood = None
    assert told(room) <= {HEAD, THIRD_HEAD}
    await room.later(minutes=5)
    assert {HEAD, THIRD_HEAD} <= told(room)
    assert await ladder(database) == [(SENT, 0, 0), (CLIMBED, 1, 5)]


async def test_a_deputy_is_told_instead_of_who_is_away(
    room: Room, database: Database, school: School, heads: list[int]
) -> None:
    await plan(database, school.school_id, heads[1])
    await leave(database, heads[1], deputy_id=heads[2])
    await story.report(room)
    assert told(room) == {THIRD_HEAD}
    await room.later(minutes=HALF)
    assert told(room) == {HEAD, SECOND_HEAD, THIRD_HEAD}  # in the end nobody is left out


async def test_a_deputy_without_the_role_leaves_a_gap(
    room: Room, database: Database, school: School, heads: list[int]
) -> None:
    await plan(database, school.school_id, heads[1])
    await leave(database, heads[1], deputy_id=school.teacher_id)
    await story.report(room)
    assert told(room) == {HEAD, THIRD_HEAD}


@pytest.mark.parametrize(("first", "is_away"), [(MONDAY, True), (MONDAY + A_DAY, False)])
async def test_without_a_roster_only_who_is_away_today_waits(
    room: Room, database: Database, heads: list[int], first: object, is_away: bool
) -> None:
    await leave(database, heads[0], first=MONDAY if is_away else MONDAY + A_DAY)
    await story.report(room)
    assert told(room) == {SECOND_HEAD, THIRD_HEAD} | (set() if is_away else {HEAD})
    await room.later(minutes=HALF)
    assert told(room) == {HEAD, SECOND_HEAD, THIRD_HEAD}


async def test_an_excluded_person_on_duty_hears_nothing_and_everybody_else_does(
    room: Room, database: Database, school: School, heads: list[int]
) -> None:
    await plan(database, school.school_id, heads[0])
    await story.make_kin(database, school, heads[0])
    await story.report(room)
    assert told(room) == {SECOND_HEAD, THIRD_HEAD}
    await room.later(minutes=30)
    assert room.phone(HEAD).chat == []


async def test_a_report_about_the_school_passes_its_roster_by(
    room: Room, database: Database, school: School, heads: list[int]
) -> None:
    await plan(database, school.school_id, heads[0])
    await story.report(room, story.SCHOOL)
    await room.later(minutes=30)
    assert told(room) == {COUNTY}


async def test_the_last_step_has_its_first_too_and_then_repeats(
    room: Room, database: Database, school: School
) -> None:
    await story.add_staff(database, OFFICER, "第二位值班员", Role.COUNTY_OFFICER, school.county_id)
    await leave(database, school.county_officer_id)
    await story.report(room, story.SCHOOL)
    assert told(room) == {OFFICER}
    await room.later(minutes=HALF)
    assert told(room) == {OFFICER, COUNTY}
    await room.later(minutes=HALF)
    counted = [len(story.alerts(room.phone(one))) for one in (OFFICER, COUNTY)]
    assert counted == [2, 2]
    await room.later(minutes=5)
    assert [len(story.alerts(room.phone(one))) for one in (OFFICER, COUNTY)] == [3, 3]


async def test_when_nobody_is_heard_the_others_and_the_next_step_are_told_together(
    room: Room, database: Database, school: School, heads: list[int]
) -> None:
    await plan(database, school.school_id, heads[1])
    await story.report(room)
    async with database.transaction() as session:
        case = (await session.exec(select(Case))).one()
        await escalation.hurry(session, now=NOW, case=case)
    await room.metronome.settle()
    assert told(room) == {HEAD, SECOND_HEAD, THIRD_HEAD, DEPUTY}


async def test_a_holder_who_falls_silent_is_followed_by_all_of_both_steps(
    room: Room, database: Database, school: School, heads: list[int]
) -> None:
    await plan(database, school.school_id, heads[1])
    await story.report(room)
    await room.phone(SECOND_HEAD).press(story.TAKE)
    await room.later(minutes=30)
    assert {HEAD, THIRD_HEAD, DEPUTY} <= told(room)


@pytest.mark.parametrize("seed", range(8))
async def test_no_roster_makes_a_case_reach_fewer_or_climb_later(
    room: Room, database: Database, school: School, heads: list[int], seed: int
) -> None:
    """Whatever the roster: after each step's wait everybody of it was told, and the next begins on time."""
    chance = random.Random(seed)
    for half in Half:
        if chance.random() < 0.8:
            person = chance.choice([*heads, school.deputy_id, school.teacher_id, school.county_officer_id])
            await plan(database, school.school_id, person, weekdays=[0], halves=[half])
    for person in chance.sample([*heads, school.deputy_id], chance.randrange(4)):
        await leave(database, person, deputy_id=chance.choice([None, *heads, school.deputy_id]))
    await story.report(room)
    await room.later(minutes=5)
    assert {HEAD, SECOND_HEAD, THIRD_HEAD} <= told(room)
    await room.later(minutes=5)
    assert {HEAD, SECOND_HEAD, THIRD_HEAD, DEPUTY, COUNTY} <= told(room)
    for level in range(3):
        assert min(at for _, step, at in await ladder(database) if step == level) <= 5 * level
    async with database.reading() as session:
        rows = await session.exec(select(Notification).where(Notification.kind == Notice.CASE_ALERT))
        keys = [(row.recipient_id, row.params["level"]) for row in rows if row.params["level"] < 2]
    assert len(keys) == len(set(keys))
