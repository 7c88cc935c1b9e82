"""The second tap, the late tap, the forged tap, the tap that comes twice."""

import asyncio
from datetime import timedelta

import pytest
from aiogram.types import CallbackQuery, Chat, Message, Update
from sqlmodel import func, select

from handlers.act import AlreadyHandledError
from models import Case, CaseEvent, Notification
from models.case_codes import CaseFact, Involved
from models.database import Database
from services.access.service import Denied
from services.alerts import queries, raising
from services.alerts.types import Raised, ReportedCase
from services.inbox import service as inbox
from services.profile import Profile
from tests.alerts import story
from tests.phones import Room
from tests.world import GRANDMOTHER, HEAD, MOTHER, NOW, STRANGER, TEACHER, School, actor_of


async def count(database: Database, table: type[Case | CaseEvent | Notification]) -> int:
    async with database.reading() as session:
        return (await session.exec(select(func.count()).select_from(table))).one()


async def test_the_second_tap_on_a_situation_is_the_same_case(room: Room, database: Database) -> None:
    teacher = await story.store(room)
    press = "alst:1:B1"
    await teacher.press_data(press, message_id=teacher.chat[0].message_id)
    assert await count(database, Case) == 1
    assert [shown.contact for shown in teacher.chat if shown.contact] == ["110", "120"]
    await teacher.press(story.FAMILY)
    await teacher.press_data(press, message_id=teacher.chat[0].message_id)
    assert await count(database, Case) == 1
    assert "已送出" in teacher.chat[0].text
    await room.later(seconds=60)
    await teacher.press_data(press)
    assert await count(database, Case) == 2  # a minute later it is another report
    await teacher.press_data("alst:1:R4")
    assert await count(database, Case) == 3  # and another situation is another one at once


async def test_a_second_tap_on_who_is_involved_changes_nothing(room: Room, database: Database) -> None:
    teacher = await story.report(room)
    before = await count(database, Notification)
    await teacher.press_data("alin:1:family")
    await teacher.press_data("alin:1:school")
    assert await count(database, Notification) == before
    assert (await story.get_case(database)).involved is Involved.FAMILY


async def test_opening_a_draft_leads_the_reporter_back_to_the_question(room: Room) -> None:
    teacher = await story.store(room)
    await teacher.press_data("case:1")
    assert any(story.FAMILY in label for label in teacher.last.buttons)


@pytest.mark.parametrize("who", [MOTHER, GRANDMOTHER, STRANGER])
async def test_outsiders_get_the_same_words_for_any_child(
    room: Room, database: Database, school: School, who: int
) -> None:
    phone = room.phone(who)
    for press in ("raise:{child}", "alsi:{child}:0", "alst:{child}:B1", "alcl:{child}:0"):
        for child_id in (school.child_id, 4711):
            await phone.press_data(press.format(child=child_id))
    assert len(set(phone.texts)) == 1
    assert "没有您可以查看" in phone.last.text
    assert await count(database, Case) == 0


async def test_a_situation_nobody_knows_stores_nothing(room: Room, database: Database) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data("alst:1:Z9")
    assert "没有您可以查看" in teacher.last.text
    assert await count(database, Case) == 0


async def test_a_replayed_update_changes_nothing(room: Room, database: Database) -> None:
    teacher = await story.store(room)
    message = Message(message_id=1, date=NOW, chat=Chat(id=TEACHER, type="private"), text="…")
    query = CallbackQuery(
        id="1", from_user=teacher.user, chat_instance="1", message=message, data="alin:1:family"
    )
    update = Update(update_id=90_000, callback_query=query)
    async with database.transaction() as session:
        arrived = [inbox.Arrived(update.update_id, TEACHER, "{}")]
        (inbox_id,) = (await inbox.store(session, now=NOW, arrived=arrived)).values()
    await room.dispatcher.feed_update(room.bot, update, inbox_id=inbox_id)
    before = (await count(database, CaseEvent), await count(database, Notification))
    with pytest.raises(AlreadyHandledError):
        await room.dispatcher.feed_update(room.bot, update, inbox_id=inbox_id)
    assert (await count(database, CaseEvent), await count(database, Notification)) == before


@pytest.mark.db
async def test_ten_taps_at_once_store_one_case_and_send_it_once(
    database: Database, school: School, profile: Profile
) -> None:
    actor = await actor_of(database, TEACHER)

    async def tap() -> Raised | Denied:
        async with database.transaction() as session:
            return await raising.raise_case(
                session, now=NOW, actor=actor, profile=profile, child_id=school.child_id, situation="B1"
            )

    async def name() -> ReportedCase | Denied:
        async with database.transaction() as session:
            return await raising.name_involved(
                session, now=NOW, actor=actor, profile=profile, case_id=1, involved=Involved.FAMILY
            )

    raised = await asyncio.gather(*(tap() for _ in range(10)))
    stored = [one for one in raised if isinstance(one, Raised)]
    assert len({one.case.standing.number for one in stored}) == 1
    assert sum(one.is_new for one in stored) == 1
    await asyncio.gather(*(name() for _ in range(10)))
    assert await count(database, Notification) == 1
    assert (await story.facts(database)) == [(CaseFact.RAISED, None), (CaseFact.SENT, 0)]


@pytest.mark.db
async def test_a_number_that_is_taken_is_drawn_again(database: Database, school: School) -> None:
    values = {
        "number": "2026-K7QF",
        "child_id": school.child_id,
        "school_id": school.school_id,
        "situation": "B1",
        "reporter_id": school.teacher_id,
        "raised_at": NOW,
        "escalate_at": NOW + timedelta(seconds=60),
    }
    async with database.transaction() as session:
        assert await queries.insert_draft(session, values=values) is not None
        assert await queries.insert_draft(session, values=values) is None
    assert await count(database, Case) == 1


async def test_the_head_does_not_see_a_draft(room: Room) -> None:
    await story.store(room)
    head = room.phone(HEAD)
    for press in ("case:1", "caseme:1:0"):
        await head.press_data(press)
        assert "没有您可以查看" in head.last.text
