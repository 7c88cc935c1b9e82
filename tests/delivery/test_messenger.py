"""The messenger through PTB, over real HTTP: what arrives in the sandbox, and what each fault becomes."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest
from telegram.ext import ExtBot

from delivery.messenger import TelegramMessenger
from delivery.throttle import Throttle
from models.codes import Kin, Notice, Priority
from models.database import Database, SpokeTooSoonError
from services.joining.notices import JoinDecided
from services.joining.types import Place
from services.outbox.outcomes import (
    Delivered,
    Envelope,
    Outcome,
    Rejected,
    RetryLater,
    Uncertain,
    Unreachable,
)
from services.people.actor import Actor
from tests.sandbox.running import BOT_TOKEN, Sandbox, run_sandbox

MOTHER = Actor(1, "zh_CN", 1, (1,), is_family=True)
JOINED = JoinDecided(Place("稻香坪学校", kin=Kin.MOTHER, child_name="田小满"), accepted=True, newcomer=MOTHER)
DECLINED = replace(JOINED, accepted=False)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with run_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def messenger(sandbox: Sandbox) -> AsyncIterator[TelegramMessenger]:
    sandbox.faults()
    voice: ExtBot[int] = ExtBot(
        BOT_TOKEN,
        base_url=f"{sandbox.base}/bot",
        base_file_url=f"{sandbox.base}/file/bot",
        rate_limiter=Throttle(per_second=500, chat_spacing=0),
    )
    async with voice:
        yield TelegramMessenger(voice)


def envelope(chat_id: int, **more: Any) -> Envelope:
    told: dict[str, Any] = {"facts": JOINED, "priority": Priority.NORMAL} | more
    return Envelope(
        1, 1, Notice.JOIN_DECIDED, told.pop("priority"), 1, chat_id, "zh_CN", "Asia/Shanghai", **told
    )


async def test_a_newcomers_keyboard_comes_with_the_news(
    sandbox: Sandbox, messenger: TelegramMessenger
) -> None:
    mother = sandbox.person()
    outcome = await messenger.deliver(envelope(mother, is_silent=True))
    arrived = sandbox.messages(mother)[-1]
    assert outcome == Delivered(arrived["message_id"])
    assert "田小满" not in arrived["text"]  # a card with a keyboard can't be put away later
    assert [key["label"] for row in arrived["reply_keyboard"] for key in row] == ["👧 我的孩子", "⚙️ 设置"]


async def test_an_envelope_that_names_a_message_edits_it(
    sandbox: Sandbox, messenger: TelegramMessenger
) -> None:
    mother = sandbox.person()
    sent = await messenger.deliver(envelope(mother, facts=DECLINED))
    assert isinstance(sent, Delivered)
    count = len(sandbox.messages(mother))
    edited = envelope(mother, edit_message_id=sent.message_id)
    assert await messenger.deliver(edited) == sent
    assert await messenger.deliver(edited) == sent  # it says that already
    assert len(sandbox.messages(mother)) == count


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"kind": "429", "retry_after": 7}, RetryLater(7, is_flood=True)),
        ({"kind": "403"}, Unreachable()),
        ({"kind": "drop_after"}, Uncertain()),
    ],
)
async def test_what_a_fault_becomes(
    sandbox: Sandbox, messenger: TelegramMessenger, fault: dict[str, Any], outcome: Outcome
) -> None:
    mother = sandbox.person()
    sandbox.faults({**fault, "method": "sendMessage", "chat_id": mother, "times": 1})
    assert await messenger.deliver(envelope(mother)) == outcome
    assert len(sandbox.messages(mother)) == (2 if fault["kind"] == "drop_after" else 1)


async def test_who_never_wrote_or_is_not_there(sandbox: Sandbox, messenger: TelegramMessenger) -> None:
    assert await messenger.deliver(envelope(sandbox.person(started=False))) == Unreachable()
    assert await messenger.deliver(envelope(999)) == Unreachable()


async def test_a_message_that_can_never_be_edited(sandbox: Sandbox, messenger: TelegramMessenger) -> None:
    assert await messenger.deliver(envelope(sandbox.person(), edit_message_id=99)) == Rejected(
        "message_gone", is_gone=True
    )


async def test_what_telegram_refuses_is_said_plainly(sandbox: Sandbox, messenger: TelegramMessenger) -> None:
    mother = sandbox.person()
    plain = envelope(mother, is_plain=True, edit_message_id=99)
    assert isinstance(await messenger.deliver(plain), Delivered)
    arrived = sandbox.messages(mother)[-1]
    assert "<" not in arrived["text"]
    assert arrived["buttons"] == []
    assert "/start" in arrived["text"]


async def test_it_never_speaks_inside_a_transaction(messenger: TelegramMessenger, database: Database) -> None:
    async with database.transaction():
        with pytest.raises(SpokeTooSoonError):
            await messenger.deliver(envelope(1))
