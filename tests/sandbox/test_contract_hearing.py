"""Both libraries hear people, and understand every refusal."""

import json

import aiogram.exceptions as aio_errors
import pytest
import telegram.error as ptb_errors
from aiogram import Bot
from telegram.ext import ExtBot

from tests.sandbox.running import Sandbox
from tests.sandbox.test_contract import Ptb, keys


async def test_aiogram_hears(sandbox: Sandbox, aio: Bot) -> None:
    person = sandbox.person("许一诺", started=False)
    sandbox.say(person, "/start inv_abc-1")
    (update,) = await aio.get_updates(timeout=1)
    assert update.message
    assert update.message.from_user
    assert update.message.entities
    assert update.message.from_user.language_code == "zh-hans"
    assert update.message.entities[0].length == len("/start")
    sent = await aio.send_message(person, "选", reply_markup=keys("甲", "乙"))
    sandbox.post(f"people/{person}/presses", {"message_id": sent.message_id, "button": "乙"})
    (pressed,) = await aio.get_updates(offset=update.update_id + 1, timeout=1)
    assert pressed.callback_query
    assert pressed.callback_query.data == "乙"
    assert pressed.callback_query.message
    assert pressed.callback_query.message.message_id == sent.message_id
    assert await aio.answer_callback_query(pressed.callback_query.id, "好")


async def test_ptb_hears(sandbox: Sandbox, ptb: Ptb) -> None:
    person = sandbox.person()
    sandbox.post(f"people/{person}/messages", {"contact": {"phone": "+8613800000000", "own": True}})
    sandbox.http.put(f"/api/people/{person}/block")
    updates = await ptb.get_updates(timeout=1)
    contact, membership = updates[-2].message, updates[-1].my_chat_member
    assert contact
    assert contact.contact
    assert contact.contact.user_id == person
    assert membership
    assert membership.new_chat_member.status == "kicked"


async def test_refusals_reach_aiogram(sandbox: Sandbox, aio: Bot) -> None:
    person = sandbox.person()
    sent = await aio.send_message(person, "一")
    with pytest.raises(aio_errors.TelegramBadRequest, match="message is not modified"):
        await aio.edit_message_text("一", chat_id=person, message_id=sent.message_id)
    sandbox.faults({"kind": "429", "method": "sendMessage", "times": 1, "retry_after": 7})
    with pytest.raises(aio_errors.TelegramRetryAfter) as waited:
        await aio.send_message(person, "二")
    assert waited.value.retry_after == 7
    sandbox.faults({"kind": "drop_after", "method": "sendMessage", "times": 1})
    with pytest.raises(aio_errors.TelegramNetworkError):
        await aio.send_message(person, "三")
    assert sandbox.messages(person)[-1]["text"] == "三"
    with pytest.raises(aio_errors.TelegramForbiddenError, match="can't initiate"):
        await aio.send_message(sandbox.person(started=False), "四")


async def test_refusals_reach_ptb(sandbox: Sandbox, ptb: Ptb) -> None:
    person = sandbox.person()
    sent = await ptb.send_message(person, "一")
    with pytest.raises(ptb_errors.BadRequest, match="not modified"):
        await ptb.edit_message_text("一", person, sent.message_id)
    sandbox.faults({"kind": "429", "chat_id": person, "times": 1, "retry_after": 3})
    with pytest.raises(ptb_errors.RetryAfter):
        await ptb.send_message(person, "二")
    sandbox.faults({"kind": "drop_after", "method": "sendmessage", "times": 1})
    with pytest.raises(ptb_errors.NetworkError) as dropped:
        await ptb.send_message(person, "三")
    assert not isinstance(dropped.value, ptb_errors.BadRequest)
    assert sandbox.messages(person)[-1]["text"] == "三"
    sandbox.http.put(f"/api/people/{person}/block")
    with pytest.raises(ptb_errors.Forbidden, match="blocked"):
        await ptb.send_message(person, "四")


async def test_a_wrong_bot_token(sandbox: Sandbox) -> None:
    stranger: Ptb = ExtBot("424242:wrong", base_url=f"{sandbox.base}/bot")
    with pytest.raises(ptb_errors.InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
    response = sandbox.http.get("/file/bot424242:wrong/photos/x.jpg")
    assert response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


def test_every_kind_of_body(sandbox: Sandbox) -> None:
    """Method names are case-insensitive; fields come urlencoded, multipart, JSON or in the query."""
    person = sandbox.person()
    markup = json.dumps({"inline_keyboard": [[{"text": "好", "callback_data": "1"}]]})
    path = "/bot424242:t0ken/SENDmessage"
    fields = {"chat_id": str(person), "text": "你好", "reply_markup": markup}
    for send in ({"data": fields}, {"params": fields}, {"files": {k: (None, v) for k, v in fields.items()}}):
        assert sandbox.http.post(path, **send).status_code == 200
        assert sandbox.messages(person)[-1]["buttons"][0]["label"] == "好"
