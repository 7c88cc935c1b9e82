"""What nobody expected gets one clear sentence, and nothing is lost or learnt by it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.types import Chat, Document, Message, PhotoSize, Sticker

from tests.joining.links import start_of
from tests.joining.test_family import FATHER, invite_father
from tests.phones import Phone, Room
from tests.world import HEAD, MOTHER, STRANGER, TEACHER, School

MB = 1024 * 1024
STICKER = Sticker(
    file_id="s", file_unique_id="s", type="regular", width=1, height=1, is_animated=False, is_video=False
)
PHOTO = [PhotoSize(file_id="p", file_unique_id="p", width=1, height=1)]


def document(size: int) -> Document:
    return Document(file_id="d", file_unique_id="d", file_size=size)


def message_of(phone: Phone, **content: Any) -> Message:
    chat = Chat(id=phone.user.id, type="private")
    return Message(message_id=1, date=datetime.now(UTC), chat=chat, from_user=phone.user, **content)


@pytest.mark.parametrize(
    "content", [{"text": "/unheard_of"}, {"text": "今天下雨"}, {"sticker": STICKER}, {"photo": PHOTO},
                {"document": document(MB)}]
)  # fmt: skip
async def test_staff_get_one_hint_and_the_menu(room: Room, content: dict[str, Any]) -> None:
    teacher = room.phone(TEACHER)
    await teacher.send(**content)
    assert len(teacher.chat) == 1
    assert "没看懂" in teacher.last.text
    assert "✍️ 记一笔" in teacher.last.keys


@pytest.mark.parametrize("content", [{"text": "你好"}, {"text": "/x"}, {"photo": PHOTO}])
async def test_a_guest_hears_how_to_join(room: Room, content: dict[str, Any]) -> None:
    stranger = room.phone(STRANGER, "en")
    await stranger.send(**content)
    assert len(stranger.chat) == 1
    assert "ask the child's school for a link" in stranger.last.text


async def test_a_command_nobody_knows_is_no_word_of_a_family(room: Room) -> None:
    mother = room.phone(MOTHER)
    await mother.send("/unheard_of")
    assert "没看懂" in mother.last.text


@pytest.mark.parametrize("who", [TEACHER, STRANGER])
async def test_a_big_file_is_refused_for_its_size(room: Room, who: int) -> None:
    phone = room.phone(who)
    await phone.send(document=document(20 * MB + 1))
    assert "20兆" in phone.last.text
    await phone.send(document=document(20 * MB))
    assert "20兆" not in phone.last.text


async def test_an_album_gets_one_answer(room: Room) -> None:
    teacher = room.phone(TEACHER)
    for album in ("1", "1", "1", "2", "2"):
        await teacher.send(photo=PHOTO, media_group_id=album)
    assert len(teacher.chat) == 2


async def test_an_edited_message_changes_nothing(room: Room) -> None:
    teacher = room.phone(TEACHER)
    edited = message_of(teacher, text="改过了", edit_date=1)
    await room.feed(TEACHER, edited_message=edited)
    assert len(teacher.chat) == 1
    assert "再发一遍" in teacher.last.text


@pytest.mark.parametrize("press", ["", "nobody:knows:this", "joinis:x:y", "lang", "sch:1", "x" * 64])
async def test_an_old_or_forged_button_leads_home(room: Room, press: str) -> None:
    head = room.phone(HEAD)
    await head.press_data(press)
    assert "不用了" in head.last.text
    assert "🏫 学校" in head.last.keys


async def test_in_a_flow_the_question_waits_for_words(room: Room, school: School) -> None:
    father = room.phone(FATHER)
    await father.send(await invite_father(room, school))
    for content in ({"sticker": STICKER}, {"photo": PHOTO}, {"text": "/x"}):
        await father.send(**content)
        assert "/cancel" in father.last.text
    await father.send("田远山")
    assert "可以不同意" in father.last.text


async def test_a_forwarded_link_card_is_only_words(room: Room, school: School) -> None:
    """The text of an invitation, forwarded to the bot instead of opened, joins nobody."""
    await invite_father(room, school)
    text = room.phone(TEACHER).last.text
    stranger = room.phone(STRANGER)
    await stranger.send(text)
    assert "没看懂" in stranger.last.text
    assert start_of(room.phone(TEACHER))
