"""One person takes a case; everybody else's card says who."""

import asyncio
from collections import Counter

import pytest
from sqlmodel import col, select, update

from models import Notification, RoleGrant, SentCard
from models.case_codes import CaseFact
from models.codes import Notice, Priority, Role
from models.database import Database
from services.access.service import Denied
from services.alerts import holding
from services.alerts.types import Taken
from services.people.actor import Actor
from services.profile import Profile
from tests.alerts import story
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, GRANDMOTHER, HEAD, MOTHER, NOW, STRANGER, TEACHER, School, actor_of

SECOND_HEAD = 111


async def take(database: Database, actor: Actor, *, message_id: int = 0) -> Taken | Denied:
    async with database.transaction() as session:
        return await holding.take(session, now=NOW, actor=actor, case_id=1, message_id=message_id)


@pytest.mark.db
async def test_two_presses_at_once_have_one_winner(
    room: Room, database: Database, school: School, profile: Profile
) -> None:
    await story.add_staff(database, SECOND_HEAD, "第二位校长", Role.ADMINISTRATOR, school.school_id)
    await story.report(room)
    actors = [await actor_of(database, one) for one in (HEAD, SECOND_HEAD)]
    answers = await asyncio.gather(*(take(database, actor) for actor in actors * 5))
    taken = [one for one in answers if isinstance(one, Taken)]
    assert len(taken) == 10
    assert len({one.standing.taken_by for one in taken}) == 1
    assert sum(one.is_mine for one in taken) == 5  # the winner's other presses get the same answer
    assert [fact for fact, _ in await story.facts(database)].count(CaseFact.TAKEN) == 1


async def test_every_other_copy_shows_who_took_it(room: Room, database: Database) -> None:
    teacher = await story.report(room)
    await room.later(minutes=15)
    head, deputy, county = (room.phone(one) for one in (HEAD, DEPUTY, COUNTY))
    assert len(story.alerts(county)) == 2
    await county.press(story.OPEN, on=county.chat[0])  # an opened copy is blanked too
    await deputy.press(story.TAKE)
    for phone in (head, county):
        assert all("沈知夏 10:15 已接手" in text for text in phone.texts)
        assert all("小满" not in text for text in phone.texts)
    assert [story.alerts(phone) for phone in (head, deputy, county)] == [[], [], []]
    assert "沈知夏 10:15 已接手" in teacher.last.text
    async with database.reading() as session:
        unretired = select(SentCard.person_id).where(col(SentCard.retired_at).is_(None))
        assert set(await session.exec(unretired)) <= {2}  # the reporter's newest step


async def test_a_late_press_says_who_has_it(room: Room) -> None:
    await story.report(room)
    await room.later(minutes=5)
    await room.phone(DEPUTY).press(story.TAKE)
    head = room.phone(HEAD)
    await head.press_data("caseme:1:0")
    assert "已经有人接手" in head.last.text
    assert "沈知夏" in head.last.text
    deputy = room.phone(DEPUTY)
    said = deputy.last.text
    await deputy.press_data("caseme:1:0")
    assert deputy.last.text == said


async def test_the_press_of_somebody_not_concerned_reads_as_if_there_were_no_case(
    room: Room, database: Database
) -> None:
    await story.report(room, story.SCHOOL)
    for who in (HEAD, DEPUTY, MOTHER, GRANDMOTHER, STRANGER):
        phone = room.phone(who)
        for press in ("case:1", "caseme:1:0", "case:4711", "caseme:4711:0"):
            await phone.press_data(press)
        assert len(set(phone.texts)) == 1
        assert "没有您可以查看" in phone.last.text
    assert (await story.get_case(database)).taken_by_id is None
    assert (await story.refusals(database)).count("take_case") == 10


async def test_the_next_step_may_not_open_it_before_its_turn(room: Room) -> None:
    await story.report(room)
    deputy = room.phone(DEPUTY)
    await deputy.press_data("case:1")
    assert "没有您可以查看" in deputy.last.text
    await room.later(minutes=5)
    await deputy.press(story.OPEN)
    assert "田小满" in deputy.last.text


async def test_who_lost_the_role_may_neither_open_nor_take(room: Room, database: Database) -> None:
    await story.report(room)
    async with database.transaction() as session:
        gone = update(RoleGrant).where(col(RoleGrant.role) == Role.ADMINISTRATOR)
        await session.exec(gone.values(until_at=NOW))
    head = room.phone(HEAD)
    for label in (story.TAKE, story.OPEN):
        card = next(shown for shown in head.chat if label in str(shown.buttons))
        await head.press_data(next(press for name, press in card.buttons.items() if label in name))
        assert "没有您可以查看" in head.last.text
    assert (await story.get_case(database)).taken_by_id is None


async def test_the_same_role_elsewhere_opens_nothing(room: Room, database: Database, school: School) -> None:
    await story.add_staff(database, 113, "别校校长", Role.ADMINISTRATOR, school.county_id)
    await story.report(room)
    other = room.phone(113)
    await other.press_data("case:1")
    assert "没有您可以查看" in other.last.text


async def test_the_reporter_does_not_acknowledge_the_own_report(room: Room, database: Database) -> None:
    teacher = await story.report(room, telegram_id=HEAD)
    await teacher.press_data("caseme:1:0")
    assert "没有您可以查看" in teacher.last.text
    assert (await story.get_case(database)).taken_by_id is None


async def test_a_case_is_taken_from_its_opened_card(room: Room) -> None:
    await story.report(room, story.PUPIL)
    head = room.phone(HEAD)
    await head.press(story.OPEN)
    assert "对方孩子的父母：现在就告诉" in head.last.text
    await head.press(story.TAKE)
    assert "顾明河 10:00 已接手" in head.last.text
    assert "田小满" in head.last.text  # what was open stays open
    assert not any(story.TAKE in label for label in head.last.buttons)


async def test_a_situation_the_profile_has_dropped_is_shown_by_its_code(
    room: Room, database: Database
) -> None:
    await story.report(room)
    async with database.transaction() as session:
        case = await story.get_case(database)
        case.situation = "Q7"
        await session.merge(case)
    await room.phone(HEAD).press(story.OPEN)
    assert "Q7" in room.phone(HEAD).last.text
    assert room.phone(TEACHER).chat


async def test_a_night_of_old_copies_holds_up_no_new_alert(room: Room, database: Database) -> None:
    await story.report(room)
    await room.later(hours=3)
    await room.phone(COUNTY).press(story.TAKE)
    async with database.reading() as session:
        query = select(Notification.priority).where(Notification.kind == Notice.CASE_REFRESH)
        priorities = Counter(await session.exec(query))
    assert priorities[Priority.DIGEST] > priorities[Priority.URGENT] > 0
