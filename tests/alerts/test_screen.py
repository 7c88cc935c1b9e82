"""The reporter's screen tells what became of the report without being pressed; no message comes for it."""

import pytest
from sqlmodel import select

from models import Notification, Person, SentCard
from models.case_codes import CaseFact
from models.codes import Notice
from models.database import Database
from tests.alerts import story
from tests.alerts.test_home import ANSWER, say
from tests.casework import steps
from tests.phones import Phone, Room
from tests.shown import Shown
from tests.world import GRANDMOTHER, HEAD, TEACHER, School
from views.my_duty import OpenMyDuty

TOLD = {
    "accepted": "警方受理", "filed": "警方立案", "not_filed": "没有立案", "transferred": "转给了别的部门",
    "protected": "孩子安置好了",
}  # fmt: skip

CALLS = "没打通、不便说话"  # on the reporter's screen and nowhere else


async def tell(room: Room, *told: str) -> None:
    for fact in told:
        await room.phone(HEAD).press_data(f"rdst:1:{fact}")
        await room.later(seconds=61)  # the same one within a minute is the same tap


def screens(phone: Phone) -> list[Shown]:
    return [one for one in phone.chat if any(CALLS in label for label in one.buttons)]


@pytest.mark.db
@pytest.mark.parametrize("fact", TOLD)
async def test_it_says_what_became_of_it_by_an_edit(room: Room, fact: str) -> None:
    await steps.called(room)
    teacher = room.phone(TEACHER)
    before = len(teacher.chat)
    await tell(room, "accepted")
    (screen,) = screens(teacher)
    assert TOLD["accepted"] in screen.text
    assert TOLD[fact] not in screen.text or fact == "accepted"
    await tell(room, fact)
    (screen,) = screens(teacher)
    assert TOLD[fact] in screen.text
    assert len(teacher.chat) == before


async def test_what_the_holder_notes_of_the_call_stands_there_too(room: Room) -> None:
    await steps.taken(room)
    await room.phone(HEAD).press_data("caseon:1:police")
    (screen,) = screens(room.phone(TEACHER))
    assert "已报警" in screen.text.split("已记下")[-1]


async def test_what_shows_something_else_is_left_alone(room: Room) -> None:
    await steps.called(room)
    teacher = room.phone(TEACHER)
    (screen,) = screens(teacher)
    await teacher.press_data(OpenMyDuty().pack(), message_id=screen.message_id)
    assert CALLS not in "".join(screen.buttons)
    shown = screen.text
    await tell(room, "accepted")
    assert screen.text == shown


async def test_what_has_faded_stays_so(room: Room) -> None:
    room.let_fade()
    await steps.called(room)
    await room.later(hours=25)
    assert screens(room.phone(TEACHER)) == []
    await tell(room, "accepted")
    assert not any(TOLD["accepted"] in text for text in room.phone(TEACHER).texts)


async def test_once_somebody_who_must_notice_nothing_reads_there_it_stays_as_it_is(
    room: Room, database: Database, school: School
) -> None:
    await steps.called(room)
    async with database.transaction() as session:
        mother = await session.get_one(Person, school.mother_id)
        mother.account_id = (await session.get_one(Person, school.teacher_id)).account_id
    await tell(room, "accepted")
    assert TOLD["accepted"] not in "".join(room.phone(TEACHER).texts)


@pytest.mark.parametrize("labels", [(), (ANSWER,)])
async def test_on_a_familys_phone_nothing_appears(
    room: Room, database: Database, school: School, labels: tuple[str, ...]
) -> None:
    await say(room, *labels)
    grandmother = room.phone(GRANDMOTHER)
    await room.phone(HEAD).press(story.TAKE)
    before = list(grandmother.texts)
    await room.phone(HEAD).press_data("caseon:1:police")
    await tell(room, "accepted", "filed", "protected")
    assert CaseFact.PROTECTED in await steps.facts(database)
    assert grandmother.texts == before
    async with database.reading() as session:
        kept = select(SentCard.id).where(SentCard.chat_id == GRANDMOTHER)
        assert (await session.exec(kept)).first() is None
        edits = select(Notification.id).where(
            Notification.kind == Notice.CASE_REFRESH, Notification.recipient_id == school.grandmother_id
        )
        assert (await session.exec(edits)).first() is None


async def test_nobody_elses_opened_card_is_a_screen(room: Room, database: Database) -> None:
    await steps.taken(room)  # the head has opened it, with the same button as the reporter would
    async with database.reading() as session:
        chats = list(await session.exec(select(SentCard.chat_id).where(SentCard.case_id == 1)))
    assert sorted(chats) == sorted([HEAD, TEACHER])
