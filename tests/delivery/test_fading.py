"""What fades, through PTB and over real HTTP: what is left in the chats, and what each fault becomes."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

from delivery.fading import TelegramEraser, ended_by
from delivery.throttle import Throttle
from models.codes import Fading
from services.fading.types import NOBODY, Beyond, Due, Ended, Gone, Later, Subject
from services.outbox.fades import Faded
from tests.sandbox.running import BOT_TOKEN, Sandbox, run_sandbox
from tests.world import NOW

PUT_AWAY = "这张卡片已经收起来了，点开再看。"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with run_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def eraser(sandbox: Sandbox) -> AsyncIterator[TelegramEraser]:
    sandbox.faults()
    voice: ExtBot[int] = ExtBot(
        BOT_TOKEN,
        base_url=f"{sandbox.base}/bot",
        base_file_url=f"{sandbox.base}/file/bot",
        rate_limiter=Throttle(per_second=500, chat_spacing=0),
    )
    async with voice:
        yield TelegramEraser(voice, "zh_CN")


CHILD = Subject(child_id=7)


def faded(chat_id: int, message_id: int, fading: Fading, subject: Subject = CHILD) -> Faded:
    return Faded(Due(1, chat_id, message_id, fading, subject, 1, NOW))


def _say(sandbox: Sandbox, chat_id: int, **more: Any) -> int:
    status, answer = sandbox.call("sendMessage", chat_id=chat_id, text="田小满", **more)
    assert status == 200
    return int(answer["result"]["message_id"])


def _texts(sandbox: Sandbox, chat_id: int) -> list[str]:
    return [one["text"] for one in sandbox.messages(chat_id) if one["from"] == "bot"]


@pytest.mark.parametrize("subject", [CHILD, Subject(case_id=3), NOBODY])
async def test_a_card_is_blanked_and_keeps_one_button(
    sandbox: Sandbox, eraser: TelegramEraser, subject: Subject
) -> None:
    teacher = sandbox.person()
    card = _say(sandbox, teacher, protect_content=True)
    for _ in range(2):  # the second finds it blank already
        assert await eraser.fade(faded(teacher, card, Fading.BLANKED, subject)) == Gone()
    assert _texts(sandbox, teacher) == [PUT_AWAY]
    assert [one["label"] for one in sandbox.messages(teacher)[-1]["buttons"]] == ["打开"]


async def test_what_an_edit_cannot_change_is_deleted(sandbox: Sandbox, eraser: TelegramEraser) -> None:
    teacher = sandbox.person()
    card = _say(sandbox, teacher, reply_markup={"keyboard": [[{"text": "菜单"}]]})
    assert await eraser.fade(faded(teacher, card, Fading.BLANKED)) == Gone()
    assert _texts(sandbox, teacher) == []


async def test_what_somebody_typed_disappears(sandbox: Sandbox, eraser: TelegramEraser) -> None:
    teacher = sandbox.person()
    typed = int(sandbox.say(teacher, "上课时一直看窗外")["message_id"])
    for _ in range(2):
        assert await eraser.fade(faded(teacher, typed, Fading.REMOVED)) == Gone()
    assert "上课时一直看窗外" not in [one["text"] for one in sandbox.messages(teacher)]


async def test_after_two_days_telegram_deletes_nothing(sandbox: Sandbox, eraser: TelegramEraser) -> None:
    teacher = sandbox.person()
    typed = int(sandbox.say(teacher, "上课时一直看窗外")["message_id"])
    card = _say(sandbox, teacher)
    sandbox.post("clock", {"advance_s": timedelta(hours=48, seconds=5).total_seconds()}, 200)
    assert await eraser.fade(faded(teacher, typed, Fading.REMOVED)) == Beyond("too_late")
    assert await eraser.fade(faded(teacher, card, Fading.BLANKED)) == Gone()  # an edit has no such limit


async def test_who_blocked_the_bot_keeps_the_card(sandbox: Sandbox, eraser: TelegramEraser) -> None:
    teacher = sandbox.person()
    card = _say(sandbox, teacher)
    sandbox.faults({"kind": "403", "chat_id": teacher})
    assert await eraser.fade(faded(teacher, card, Fading.BLANKED)) == Beyond("blocked")


@pytest.mark.parametrize(
    ("error", "ended"),
    [
        (RetryAfter(timedelta(seconds=7)), Later(7.0)),
        (Forbidden("blocked"), Beyond("blocked")),
        (InvalidToken(), Later(60.0)),
        (TimedOut(), Later()),
        (NetworkError("broken"), Later()),
        (ChatMigrated(-5), Later()),
        (BadRequest("Message is not modified: the same"), Gone()),
        (BadRequest("Message to edit not found"), Gone()),
        (BadRequest("Message to delete not found"), Gone()),
        (BadRequest("MESSAGE_ID_INVALID"), Gone()),
        (BadRequest("Message can't be deleted for everyone"), Beyond("too_late")),
        (BadRequest("Chat not found"), Beyond("refused")),
    ],
)
def test_what_each_failure_means(error: TelegramError, ended: Ended) -> None:
    assert ended_by(error) == ended
