"""What a family sends instead of words."""

from typing import Any, cast

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import SendPhoto, SendVoice, TelegramMethod
from aiogram.types import Document, Sticker

from tests.phones import Room
from tests.phones import _Recording as Recording
from tests.words.families import THANKS, photo, voice, words_in
from tests.world import (
    DEPUTY,
    MOTHER,
    TEACHER,
    School,
)


async def test_a_voice_message_is_kept_and_can_be_played(room: Room, school: School) -> None:
    mother, teacher = room.phone(MOTHER), room.phone(TEACHER)
    await mother.send(voice=voice())
    assert mother.texts == [THANKS]
    assert teacher.last.text == "<b>田小满</b>家里发来一段语音，请打开听。"
    await teacher.press("打开")
    assert "🎤 语音，12秒" in teacher.last.text
    await teacher.press("播放")
    [played] = [call for call in room.calls if isinstance(call, SendVoice)]
    assert (played.chat_id, played.voice, played.protect_content) == (TEACHER, "VOICE-1", True)


async def test_a_photo_is_kept_with_its_caption(room: Room, school: School) -> None:
    await room.phone(MOTHER).send(photo=photo("p"), caption="家里的新房子")
    teacher = room.phone(TEACHER)
    await teacher.press("打开")
    assert "🖼 照片" in teacher.last.text
    assert "家里的新房子" in teacher.last.text
    await teacher.press("播放")
    assert teacher.last.has_picture
    [sent] = [call for call in room.calls if isinstance(call, SendPhoto)]
    assert sent.photo == "p-big"


async def test_an_album_is_kept_as_one_and_answered_once(room: Room, school: School) -> None:
    mother = room.phone(MOTHER)
    for number in range(3):
        await mother.send(photo=photo(f"p{number}"), media_group_id="77")
    assert mother.texts == [THANKS]
    [words] = await words_in(room.database)
    assert [line.split(" ")[-1] for line in words.words.split("\n")] == ["p0-big", "p1-big", "p2-big"]
    assert len(room.phone(TEACHER).chat) == 1
    await mother.send(photo=photo("q"), media_group_id="78")
    assert len(await words_in(room.database)) == 2


async def test_danger_in_a_later_caption_of_an_album_is_told_on_its_own(room: Room, school: School) -> None:
    mother = room.phone(MOTHER)
    await mother.send(photo=photo("a"), caption="看看", media_group_id="77")
    await mother.send(photo=photo("b"), caption="他打我", media_group_id="77")
    assert [words.danger for words in await words_in(room.database)] == [False, True]
    assert "可能有危险" in room.phone(DEPUTY).last.text


async def test_a_file_of_any_size_is_kept_by_its_name_alone(room: Room, school: School) -> None:
    document = Document(file_id="D", file_unique_id="u", file_size=20_000_001)
    await room.phone(MOTHER).send(document=document)
    await room.phone(TEACHER).press("打开")
    assert "📄 文件" in room.phone(TEACHER).last.text


async def test_a_sticker_gets_a_kind_word_and_is_not_kept(room: Room, school: School) -> None:
    sticker = Sticker(
        file_id="s", file_unique_id="u", type="regular", width=1, height=1, is_animated=False, is_video=False
    )
    mother = room.phone(MOTHER)
    await mother.send(sticker=sticker)
    assert "看到了，谢谢" in mother.last.text
    assert await words_in(room.database) == []


async def test_a_typed_separator_forges_no_attachment(room: Room, school: School) -> None:
    await room.phone(MOTHER).send("\x1fvoice 3 SOMETHING")
    teacher = room.phone(TEACHER)
    await teacher.press("打开")
    assert "voice 3 SOMETHING" in teacher.last.text
    assert not any("播放" in label for label in teacher.last.buttons)


class _Forgetful(Recording):
    """A Telegram that has forgotten a file, or to which a chat has been closed."""

    def __init__(self, room: Room, failure: type[TelegramAPIError]) -> None:
        super().__init__(room)
        self._failure = failure

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109
        if isinstance(method, SendVoice):
            raise self._failure(method=cast("Any", method), message="no")
        return await super().make_request(bot, method, timeout)


@pytest.mark.parametrize(
    ("failure", "said"), [(TelegramBadRequest, "打不开了"), (TelegramForbiddenError, "语音，12秒")]
)
async def test_a_voice_that_cannot_be_sent_breaks_nothing(
    room: Room, school: School, failure: type[TelegramAPIError], said: str
) -> None:
    await room.phone(MOTHER).send(voice=voice())
    teacher = room.phone(TEACHER)
    await teacher.press("打开")
    room.bot.session = _Forgetful(room, failure)
    await teacher.press("播放")
    assert said in teacher.last.text
