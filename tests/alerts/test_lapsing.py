"""A case that somebody took may go silent for half an hour; then it is everybody's again."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from models import Account, Case, Notification, OtherWay, RoleGrant
from models.case_codes import CaseFact, CaseState
from models.codes import Notice, Sending
from models.database import Database
from scheduler import jobs
from services.alerts import clock
from services.alerts import service as alerts
from services.profile import Profile
from tests.alerts import story
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, MOTHER, STRANGER, TEACHER, School

ON_IT, SAFE, POLICE = "我还在处理", "孩子现在安全", "已经报警"


async def taken(room: Room) -> None:
    await story.report(room)
    await room.phone(HEAD).press(story.TAKE)


async def _count(database: Database, fact: CaseFact) -> int:
    return [one for one, _ in await story.facts(database)].count(fact)


@pytest.mark.db
async def test_its_holder_is_asked_once_and_then_the_next_is_told(room: Room, database: Database) -> None:
    await taken(room)
    head, deputy = room.phone(HEAD), room.phone(DEPUTY)
    await room.later(minutes=19, seconds=59)
    assert "您还在处理吗" not in head.last.text
    await room.later(seconds=1)
    assert "您还在处理吗" in head.last.text
    assert "10:30" in head.last.text
    await room.later(minutes=9, seconds=59)
    assert deputy.chat == []
    await room.later(seconds=1)
    assert len(story.alerts(deputy)) == 1
    assert any("一直没有回音" in text for text in room.phone(TEACHER).texts)
    case = await story.get_case(database)
    assert (case.taken_by_id, case.level) == (None, 1)
    assert story.alerts(head)  # it may be taken again
    await head.press(story.TAKE)
    assert (await story.get_case(database)).taken_by_id is not None


@pytest.mark.parametrize(("label", "pause"), [(ON_IT, 20), (SAFE, 24 * 60), (POLICE, 24 * 60)])
async def test_an_answer_begins_the_silence_anew(
    room: Room, database: Database, label: str, pause: int
) -> None:
    await taken(room)
    await room.later(minutes=25)
    head = room.phone(HEAD)
    await head.press(label)
    questions = sum("您还在处理吗" in text for text in head.texts)
    await room.later(minutes=pause - 1)
    assert sum("您还在处理吗" in text for text in head.texts) == questions
    await room.later(minutes=1)
    assert sum("您还在处理吗" in text for text in head.texts) == questions + 1
    assert await _count(database, CaseFact.LAPSED) == 0


async def test_what_the_reporter_tells_begins_the_silence_anew_and_no_more(
    room: Room, database: Database
) -> None:
    await taken(room)
    await room.later(minutes=15)
    await room.phone(TEACHER).press("刚报了警")
    await room.later(minutes=29)
    assert await _count(database, CaseFact.LAPSED) == 0
    await room.later(minutes=2)
    assert await _count(database, CaseFact.LAPSED) == 1


@pytest.mark.db
async def test_a_lapse_and_an_answer_at_the_same_moment(room: Room, database: Database) -> None:
    """Whoever comes first, the case is either held with a clock or waiting with one."""
    await taken(room)
    await room.later(minutes=20)
    room.clock.at += timedelta(minutes=10)

    async def lapse() -> None:
        async with database.transaction() as session:
            await clock.escalate_due(session, now=room.clock.at, profile=room.profile)

    await asyncio.gather(lapse(), room.phone(HEAD).press(ON_IT), lapse())
    case = await story.get_case(database)
    assert case.escalate_at is not None
    assert case.escalate_at > room.clock.at
    assert await _count(database, CaseFact.LAPSED) == (case.taken_by_id is None)


@pytest.mark.parametrize("gone", ["role", "phone"])
async def test_who_has_gone_holds_nothing(room: Room, database: Database, school: School, gone: str) -> None:
    await taken(room)
    async with database.transaction() as session:
        if gone == "role":
            await session.exec(
                update(RoleGrant)
                .where(col(RoleGrant.person_id) == school.head_id)
                .values(until_at=room.clock.at)
            )
        else:
            await session.exec(
                update(Account).where(col(Account.telegram_id) == HEAD).values(unreachable_at=room.clock.at)
            )
    async with database.transaction() as session:
        await alerts.mend_stalled(session, now=room.clock.at)
    await room.later(seconds=1)
    assert len(story.alerts(room.phone(DEPUTY))) == 1


async def test_what_is_closed_asks_nobody_any_more(room: Room, database: Database) -> None:
    await taken(room)
    await story.close(room, HEAD, DEPUTY)
    case = await story.get_case(database)
    assert (case.state, case.escalate_at) == (CaseState.CLOSED, None)
    assert "确认办完" in room.phone(TEACHER).last.text
    await room.later(days=3)
    assert await _count(database, CaseFact.LAPSED) == 0


async def test_nobody_else_closes_it(room: Room, database: Database) -> None:
    await taken(room)
    head = room.phone(HEAD)
    await head.press_data("caseon:1:police")
    for stranger in (DEPUTY, COUNTY, TEACHER, MOTHER, STRANGER):
        for press in ("rdcl:1:safe_at_home", "rdca:1:1"):
            await room.phone(stranger).press_data(press)
    assert (await story.get_case(database)).state is CaseState.POLICE_CALLED


async def test_no_human_has_received_it(room: Room, database: Database) -> None:
    """Telegram takes nothing: after two minutes the audit climbs, step by step, up to the top alarm."""
    await story.report(room)
    async with database.transaction() as session:
        await session.exec(update(Notification).values(sending=Sending.QUEUED))
    levels, beats = [], []

    async def beat() -> None:
        beats.append(room.clock.at)

    for _ in range(4):
        room.clock.at += timedelta(minutes=2, seconds=1)
        await jobs.audit_cases(database, room.clock, beat)
        levels.append((await story.get_case(database)).level)
    assert levels == [1, 2, 2, 2]
    assert beats == []  # its silence is heard elsewhere
    async with database.reading() as session:
        cries = await session.exec(
            select(Notification).where(col(Notification.kind) == Notice.CASE_UNREACHED)
        )
        assert len(cries.all()) == 1
        assert (await session.exec(select(Case.escalate_at))).one() is not None


async def test_while_all_is_well_the_heart_beats(room: Room, database: Database) -> None:
    beats = []

    async def beat() -> None:
        beats.append(1)

    await taken(room)
    await jobs.audit_cases(database, room.clock, beat)
    assert beats == [1]


async def test_the_question_stands_until_it_is_answered(room: Room, database: Database) -> None:
    await taken(room)
    head = room.phone(HEAD)
    await room.later(minutes=20)
    question = head.last
    assert ON_IT in "".join(question.buttons)
    async with database.transaction() as session:
        await alerts.mend_stalled(session, now=room.clock.at)
    await room.metronome.settle()
    assert "您还在处理吗" in question.text
    assert ON_IT in "".join(question.buttons)


async def test_a_late_press_moves_no_closed_case(room: Room, database: Database) -> None:
    await taken(room)
    head, teacher = room.phone(HEAD), room.phone(TEACHER)
    await head.press(story.OPEN)
    await story.close(room, HEAD, DEPUTY)
    await teacher.press("刚报了警")  # on a card that stood there before
    case = await story.get_case(database)
    assert (case.state, case.escalate_at) == (CaseState.CLOSED, None)
    await room.later(days=3)
    assert sum("您还在处理吗" in text for text in head.texts) == 0


async def test_a_case_that_cannot_be_moved_holds_up_nothing(
    room: Room, database: Database, profile: Profile
) -> None:
    """Whatever leaves a case due after its step, the same step isn't taken again at once and for ever."""
    await taken(room)
    async with database.transaction() as session:
        await session.exec(update(Case).values(state=CaseState.CLOSED, escalate_at=room.clock.at))
    await jobs.escalate(database, room.clock, profile)
    assert (await story.get_case(database)).escalate_at is None


async def test_each_lapse_knocks_again(room: Room, database: Database, school: School) -> None:
    """On a ladder of one step the level stays the same."""
    way = OtherWay(person_id=school.county_officer_id, scheme="json", url="json://x", added_at=room.clock.at)
    async with database.transaction() as session:
        session.add(way)
    await story.report(room, story.SCHOOL)
    await room.phone(COUNTY).press(story.TAKE)
    await room.later(minutes=31)
    async with database.reading() as session:
        knocks = (await session.exec(select(Notification).where(Notification.kind == Notice.KNOCK))).all()
    assert len(knocks) == 2
