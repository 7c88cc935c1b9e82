"""A case that nobody takes climbs, and never stops by itself."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import col, select, update
from structlog.testing import capture_logs

from models import Account, Case
from models.case_codes import CaseFact
from models.codes import Role
from models.database import Database
from services.alerts import service as alerts
from services.people import service as people
from services.profile import Profile
from tests.alerts import story
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, NOW, School

SENT, CLIMBED, UNREACHED = CaseFact.SENT, CaseFact.CLIMBED, CaseFact.UNREACHED


def ladder_of(facts: list[tuple[CaseFact, int | None]]) -> list[tuple[CaseFact, int | None]]:
    return [(fact, level) for fact, level in facts if fact in (SENT, CLIMBED, UNREACHED)]


async def forget_phone(database: Database, telegram_id: int) -> None:
    async with database.transaction() as session:
        query = update(Account).where(col(Account.telegram_id) == telegram_id)
        await session.exec(query.values(unreachable_at=NOW))


async def test_it_climbs_every_five_minutes_and_then_repeats(room: Room, database: Database) -> None:
    teacher = await story.report(room)
    head, deputy, county = (room.phone(one) for one in (HEAD, DEPUTY, COUNTY))
    await room.later(minutes=4, seconds=59)
    assert deputy.chat == []
    await room.later(seconds=1)
    assert (len(story.alerts(deputy)), len(story.alerts(county))) == (1, 0)
    assert "又告诉了学校的儿童保护值班人" in teacher.last.text
    await room.later(minutes=5)
    assert len(story.alerts(county)) == 1
    assert "县里的值班员" in teacher.last.text
    await room.later(minutes=5)
    assert len(story.alerts(county)) == 2
    assert "再提醒一次" in county.last.text
    assert "一直催到有人接手" in "".join(teacher.texts)
    heard = len(teacher.chat)
    await room.later(minutes=5 + 10 + 20 + 30 + 30)  # the pauses grow to half an hour
    assert len(story.alerts(county)) == 7
    assert len(teacher.chat) == heard  # it repeats without ringing the reporter's phone all night
    assert len(story.alerts(head)) == 1  # the first card stays
    assert ladder_of(await story.facts(database))[:4] == [(SENT, 0), (CLIMBED, 1), (CLIMBED, 2), (CLIMBED, 2)]
    await head.press(story.TAKE)
    await room.later(minutes=29)
    assert story.alerts(county) == []


@pytest.mark.db
async def test_several_workers_climb_one_step(room: Room, database: Database, profile: Profile) -> None:
    await story.report(room)

    async def tick() -> None:
        async with database.transaction() as session:
            await alerts.escalate_due(session, now=NOW + timedelta(minutes=5), profile=profile)

    await asyncio.gather(*(tick() for _ in range(5)))
    assert ladder_of(await story.facts(database)) == [(SENT, 0), (CLIMBED, 1)]


@pytest.mark.db
async def test_the_watcher_reads_both_databases(room: Room, database: Database, profile: Profile) -> None:
    await story.report(room)
    await room.phone(HEAD).press(story.TAKE)
    async with database.transaction() as session:
        await alerts.mend_stalled(session, now=NOW)
    assert ladder_of(await story.facts(database)) == [(SENT, 0)]


async def test_quiet_hours_never_delay_it(room: Room) -> None:
    await room.later(hours=14)  # midnight in Shanghai
    await story.report(room)
    assert story.alerts(room.phone(HEAD))


async def test_a_phone_that_turns_us_away_is_passed_at_once(room: Room, database: Database) -> None:
    room.phone(HEAD).blocked = True
    teacher = await story.report(room)
    assert story.alerts(room.phone(DEPUTY))
    assert "学校负责人联系不上" in "".join(teacher.texts)
    assert ladder_of(await story.facts(database)) == [(SENT, 0), (UNREACHED, 0), (CLIMBED, 1)]


async def test_one_of_two_who_can_be_reached_is_enough(
    room: Room, database: Database, school: School
) -> None:
    await story.add_staff(database, 111, "第二位校长", Role.ADMINISTRATOR, school.school_id)
    room.phone(HEAD).blocked = True
    await story.report(room)
    assert story.alerts(room.phone(111))
    assert room.phone(DEPUTY).chat == []
    assert ladder_of(await story.facts(database)) == [(SENT, 0)]


@pytest.mark.parametrize("why", ["no_role", "unreachable", "never_joined"])
async def test_a_step_without_a_living_recipient_is_skipped(
    room: Room, database: Database, school: School, why: str
) -> None:
    if why == "unreachable":
        await forget_phone(database, HEAD)
    else:
        await story.end_roles(database, Role.ADMINISTRATOR)
    if why == "never_joined":
        async with database.transaction() as session:
            nobody = await people.add_person(session, now=NOW, name="新校长", account_id=None)
            role, unit = Role.ADMINISTRATOR, school.school_id
            await people.grant(session, now=NOW, person_id=nobody, role=role, unit_id=unit)
    teacher = await story.report(room)
    assert room.phone(HEAD).chat == []
    assert len(story.alerts(room.phone(DEPUTY))) == 1
    assert any("学校负责人联系不上" in text for text in teacher.texts)
    if why == "unreachable":
        assert "儿童保护值班人" in teacher.chat[0].text
        assert ladder_of(await story.facts(database)) == [(UNREACHED, 0), (SENT, 1)]
    else:  # one adult of the school can be told at all: the county hears of it with them
        assert len(story.alerts(room.phone(COUNTY))) == 1
        assert ladder_of(await story.facts(database)) == [(UNREACHED, 0), (SENT, 1), (CLIMBED, 2)]


async def test_nobody_at_all_is_shouted_and_tried_again(
    room: Room, database: Database, school: School
) -> None:
    await story.end_roles(database, Role.ADMINISTRATOR, Role.SAFEGUARDING, Role.COUNTY_OFFICER)
    with capture_logs() as logs:
        teacher = await story.report(room)
        await room.later(minutes=10)
    loud = [entry for entry in logs if entry["log_level"] == "critical"]
    assert [entry["event"] for entry in loud] == ["alerts.nobody_reached"] * 3
    assert "小满" not in str(logs)
    assert "暂时谁也联系不上" in teacher.chat[0].text
    assert sum("现在谁也联系不上" in text for text in teacher.texts) == 1
    case = await story.get_case(database)
    assert case.escalate_at == room.clock.at + timedelta(minutes=5)
    officer = await story.add_staff(database, 112, "新值班员", Role.COUNTY_OFFICER, school.county_id)
    await room.later(minutes=5)
    assert story.alerts(room.phone(112))
    await room.phone(112).press(story.TAKE)
    assert (await story.get_case(database)).taken_by_id == officer


async def test_every_phone_closed_is_tried_again_until_one_opens(room: Room, database: Database) -> None:
    phones = [room.phone(one) for one in (HEAD, DEPUTY, COUNTY)]
    for phone in phones:
        phone.blocked = True
    with capture_logs() as logs:
        teacher = await story.report(room)
        await room.later(minutes=5)
    assert sum(entry["event"] == "alerts.nobody_reached" for entry in logs) == 2
    heard = len(teacher.chat)
    phones[2].blocked = False
    await room.later(minutes=5)
    assert len(story.alerts(phones[2])) == 1
    assert len(teacher.chat) <= heard + 1


async def test_an_end_that_is_out_of_reach_asks_the_steps_before(room: Room, database: Database) -> None:
    await story.end_roles(database, Role.COUNTY_OFFICER)
    with capture_logs() as logs:
        await story.report(room)
        await room.later(minutes=15)
    assert "alerts.step_unreached" in [entry["event"] for entry in logs]
    assert "alerts.nobody_reached" not in [entry["event"] for entry in logs]
    assert len(story.alerts(room.phone(HEAD))) == 2
    assert len(story.alerts(room.phone(DEPUTY))) == 2


async def test_a_late_alarm_still_rings_once(room: Room, database: Database, profile: Profile) -> None:
    """The bot was off for an hour: the next step is told, not twelve of them."""
    await story.report(room)
    room.clock.at += timedelta(hours=1)
    await room.metronome.settle()
    assert ladder_of(await story.facts(database)) == [(SENT, 0), (CLIMBED, 1)]


async def test_one_broken_case_stops_no_other(room: Room, database: Database, profile: Profile) -> None:
    await story.report(room)
    await story.report(room, situation=story.INJURED)
    async with database.transaction() as session:
        first = (await session.exec(select(Case).order_by(col(Case.id)))).first()
        assert first is not None
        first.ladder = [{"role": "nobody knows this role"}]
        session.add(first)
    with capture_logs() as logs:
        await room.later(minutes=5)
    assert "alerts.step_failed" in [entry["event"] for entry in logs]
    assert len(story.alerts(room.phone(DEPUTY))) == 1
    async with database.reading() as session:
        due = await alerts.next_due_at(session)
    assert due is not None
    assert due > room.clock.at


@pytest.mark.parametrize("level", [1, 7])
async def test_a_step_that_is_past_is_not_skipped_again(room: Room, database: Database, level: int) -> None:
    await story.report(room)
    before = await story.facts(database)
    for case_id, passed in ((1, level), (99, 0), (1, 0)):  # another level, no such case, somebody was reached
        async with database.transaction() as session:
            await alerts.skip_unreached(session, now=NOW, case_id=case_id, level=passed)
    await room.phone(HEAD).press(story.TAKE)
    async with database.transaction() as session:
        await alerts.skip_unreached(session, now=NOW, case_id=1, level=0)
    assert ladder_of(await story.facts(database)) == ladder_of(before)
