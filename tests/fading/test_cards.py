"""A card that names a child is put away after a day, and opened again through the door."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models import FadingMessage
from models.codes import Role
from models.database import Database
from services.fading import service as fading
from services.fading.types import Ended, Later
from services.outbox.fades import Faded
from tests.alerts import story
from tests.fading.names import fading_places
from tests.phones import Room
from tests.reminders.months import go, lay_out, list_contacts
from tests.shown import Shown
from tests.words.families import voice
from tests.world import COUNTY, DEPUTY, GRANDMOTHER, HEAD, MOTHER, TEACHER, School

PUT_AWAY = "这张卡片已经收起来了，点开再看。"
DENIED = "这里没有您可以查看的内容。有疑问请联系学校。"
OPEN = "打开"
A_DAY = {"hours": 24}


async def _open_child(room: Room) -> Shown:
    teacher = room.phone(TEACHER)
    await teacher.send("👧 我的班")
    await teacher.press("田小满")
    return teacher.last


async def test_a_day_later_only_the_way_back_is_left(room: Room) -> None:
    card = await _open_child(room)
    await room.later(hours=23, minutes=59)
    assert "田小满" in card.text
    await room.later(minutes=1)
    assert (card.text, list(card.buttons)) == (PUT_AWAY, [OPEN])
    await room.phone(TEACHER).press(OPEN)
    assert "田小满" in card.text
    await room.later(**A_DAY)
    assert card.text == PUT_AWAY


async def test_in_english_too(room: Room) -> None:
    phone = room.phone(DEPUTY)
    await phone.send("/language")
    await phone.press("English")
    await phone.send("✍️ Check in")
    card = phone.last
    await room.later(**A_DAY)
    assert card.text == "This card has been put away. Open it to read it again."


async def test_who_has_lost_the_role_sees_nothing_behind_the_button(room: Room, database: Database) -> None:
    card = await _open_child(room)
    await room.later(**A_DAY)
    await story.end_roles(database, Role.TEACHER)
    await room.phone(TEACHER).press(OPEN)
    assert card.text == DENIED


async def test_a_card_in_use_stays(room: Room) -> None:
    card = await _open_child(room)
    await room.later(hours=20)
    await room.phone(TEACHER).press("记一笔", on=card)
    await room.later(hours=20)
    assert "田小满" in card.text
    await room.later(hours=4)
    assert card.text == PUT_AWAY


async def test_what_names_nobody_stays(room: Room, database: Database) -> None:
    mother = room.phone(MOTHER)
    await mother.send("/start")
    await mother.send("/language")
    await mother.press("中文")
    before = list(mother.texts)
    assert await fading_places(database) == set()
    await room.later(days=3)
    assert mother.texts == before


async def test_a_press_that_is_answered_below_leaves_its_card_alone(room: Room, database: Database) -> None:
    """The card with an invitation is a picture: it isn't edited, and the answer stands below it."""
    await _open_child(room)
    teacher = room.phone(TEACHER)
    await teacher.press("邀请爸爸")
    invitation = teacher.last
    await teacher.press("失效", on=invitation)
    assert (TEACHER, invitation.message_id) not in await fading_places(database)


async def test_a_list_leads_home(room: Room) -> None:
    head = room.phone(HEAD)
    await head.send("✍️ 记一笔")
    card = head.last
    await room.later(**A_DAY)
    await head.press(OPEN, on=card)
    assert head.last.keys


async def test_a_reminder_keeps_what_finishes_its_own_month(
    room: Room, database: Database, school: School
) -> None:
    await lay_out(database, school)
    mother = room.phone(MOTHER)
    await go(room, "2026-12-08T12:00")
    reminder = mother.last
    await go(room, "2027-01-03T12:00")
    assert (reminder.text, list(reminder.buttons)) == (PUT_AWAY, ["✅ 打过了", OPEN])
    await mother.press("打过了", on=reminder)
    assert "田小满" in reminder.text
    assert [one.month for one in await list_contacts(database)] == ["2026-12"]


async def test_a_case_that_nobody_took_can_be_taken_whenever(room: Room) -> None:
    await story.report(room)
    head = room.phone(HEAD)
    card = head.chat[0]
    await head.press(OPEN, on=card)
    assert "田小满" in card.text
    await room.later(days=2)
    assert "田小满" not in card.text
    assert [label for label in card.buttons if story.TAKE in label]
    await head.press(story.TAKE, on=card)
    assert "顾明河" in card.text


async def test_the_reporters_screen_opens_again(room: Room) -> None:
    reporter = await story.report(room)
    screen = reporter.chat[0]
    assert "田小满" not in screen.text
    await room.later(**A_DAY)
    assert screen.text == PUT_AWAY
    await reporter.press(OPEN, on=screen)
    assert "110" in screen.text


async def test_whoever_may_not_know_of_a_case_any_more_is_shown_nothing(
    room: Room, database: Database
) -> None:
    await story.report(room)
    head = room.phone(HEAD)
    card = head.chat[0]
    await head.press(OPEN, on=card)
    await story.end_roles(database, Role.ADMINISTRATOR)
    await room.later(**A_DAY)
    assert card.text == PUT_AWAY
    await head.press(OPEN, on=card)
    assert card.text == DENIED


async def test_a_lost_phone_is_cleared_at_once(room: Room, database: Database) -> None:
    card = await _open_child(room)
    await room.phone(HEAD).send("✍️ 记一笔")
    async with database.transaction() as session:
        await fading.fade_now(session, now=room.clock.at, chat_id=TEACHER)
    await room.later(seconds=0)
    assert card.text == PUT_AWAY
    assert room.phone(HEAD).last.text != PUT_AWAY


async def test_a_familys_voice_that_was_played_goes(room: Room) -> None:
    await room.phone(GRANDMOTHER).send(voice=voice())
    teacher = room.phone(TEACHER)
    await teacher.press(OPEN)
    await teacher.press("播放")
    played = teacher.last
    await room.later(**A_DAY)
    assert played not in teacher.chat


class _Busy:
    """Telegram pauses each chat once."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.asked = 0

    async def fade(self, faded: Faded) -> Ended:
        self.asked += 1
        return Later(30) if self.asked == 1 else await self._room.eraser.fade(faded)


async def test_what_telegram_puts_off_is_done_later(room: Room, database: Database) -> None:
    card = await _open_child(room)
    busy = _Busy(room)
    room.let_fade(busy)
    await room.later(**A_DAY)
    assert card.text != PUT_AWAY
    async with database.reading() as session:
        (row,) = await session.exec(select(FadingMessage))
    assert row.fades_at == room.clock.at + timedelta(seconds=30)
    await room.later(seconds=30)
    assert (card.text, busy.asked) == (PUT_AWAY, 2)


class _Clumsy:
    async def fade(self, faded: Faded) -> Ended:
        raise RuntimeError("a card that can't be drawn")


async def test_an_accident_holds_up_no_other(room: Room, database: Database) -> None:
    await _open_child(room)
    await room.phone(HEAD).send("✍️ 记一笔")
    room.let_fade(_Clumsy())
    await room.later(**A_DAY)
    async with database.reading() as session:
        rows = list(await session.exec(select(FadingMessage)))
    assert [row.attempts for row in rows] == [1, 1]


@pytest.mark.parametrize("telegram_id", [COUNTY, HEAD])
async def test_who_blocked_the_bot_is_given_up(room: Room, database: Database, telegram_id: int) -> None:
    await story.report(room)
    await room.later(minutes=15)
    phone = room.phone(telegram_id)
    await phone.press(OPEN)
    phone.blocked = True
    await room.later(**A_DAY)
    assert [place for place in await fading_places(database) if place[0] == telegram_id] == []
