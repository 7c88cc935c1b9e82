"""The Bot API's refusals, in Telegram's words."""

import logging
from typing import Any

import pytest

from tests.sandbox.running import BOT_TOKEN, Sandbox

BUTTON = {"text": "x", "callback_data": "1"}


def refusal(sandbox: Sandbox, method: str, **fields: Any) -> tuple[int, str]:
    """Return code and description of a refused call."""
    status, answer = sandbox.call(method, **fields)
    assert answer["ok"] is False
    assert answer["error_code"] == status
    return status, answer["description"]


def test_an_unknown_method_is_loud(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert refusal(sandbox, "sendDice") == (404, "Not Found: method not found")
    assert "UNKNOWN METHOD 'sendDice'" in caplog.text


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"chat_id": None}, "chat_id is empty"),
        ({"chat_id": 5}, "chat not found"),
        ({"chat_id": "@someone"}, "chat not found"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n"}, "message text is empty"),
        ({"text": "长" * 4097}, "message is too long"),
        ({"text": "<b>", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
        ({"parse_mode": "Markdown"}, "unsupported parse_mode"),
        ({"reply_markup": "nonsense"}, "can't parse reply markup JSON object"),
        ({"reply_markup": [1]}, "object expected as reply markup"),
        ({"reply_markup": {"inline_keyboard": "x"}}, 'field "inline_keyboard" must be of type'),
        ({"chat_id": [1]}, "chat not found"),
        ({"reply_parameters": {"message_id": [1]}}, "message to be replied not found"),
        ({"reply_parameters": {"message_id": 999999}}, "message to be replied not found"),
    ],
)
def test_send_message_refuses(sandbox: Sandbox, fields: dict[str, Any], reason: str) -> None:
    good = {"chat_id": sandbox.person(), "text": "你好"}
    status, description = refusal(sandbox, "sendMessage", **good | fields)
    assert status == 400
    assert description.startswith(f"Bad Request: {reason}")


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"callback_data": "1"}, 'can\'t parse inline keyboard button: Field "text"'),
        ({"text": "x"}, "can't parse inline keyboard button: Text buttons are unallowed"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": "二" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "url": ""}, "BUTTON_URL_INVALID"),
        ({"text": "x", "url": "ftp://a.b"}, "inline keyboard button URL 'ftp://a.b' is invalid"),
        ({"text": "x", "url": "nothing"}, "inline keyboard button URL 'nothing' is invalid"),
        ({"text": "x", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({**BUTTON, "copy_text": "110"}, "BUTTON_COPY_TEXT_INVALID"),
        ({**BUTTON, "style": ["danger"]}, "can't parse inline keyboard button: invalid button style"),
        ({**BUTTON, "style": "pink"}, "can't parse inline keyboard button: invalid button style"),
    ],
)
def test_buttons_are_checked(sandbox: Sandbox, button: dict[str, Any], reason: str) -> None:
    markup = {"inline_keyboard": [[button]]}
    status, description = refusal(
        sandbox, "sendMessage", chat_id=sandbox.person(), text="x", reply_markup=markup
    )
    assert (status, description[: len(reason) + 13]) == (400, f"Bad Request: {reason}")


def test_sixty_four_bytes_of_callback_data_pass(sandbox: Sandbox) -> None:
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "x" * 64}]]}
    status, _ = sandbox.call("sendMessage", chat_id=sandbox.person(), text="x", reply_markup=markup)
    assert status == 200


def test_editing_refuses(sandbox: Sandbox) -> None:
    person = sandbox.person()
    own = sandbox.messages(person)[0]["message_id"]
    fields = {"chat_id": person, "text": "x"}
    missing = refusal(sandbox, "editMessageText", message_id=999999, **fields)
    assert missing == (400, "Bad Request: message to edit not found")
    theirs = refusal(sandbox, "editMessageText", message_id=own, **fields)
    assert theirs == (400, "Bad Request: message can't be edited")
    _, sent = sandbox.call("sendMessage", **fields, reply_markup={"remove_keyboard": True})
    with_keyboard = refusal(
        sandbox, "editMessageText", message_id=sent["result"]["message_id"], chat_id=person, text="y"
    )
    assert with_keyboard == (400, "Bad Request: message can't be edited")
    _, plain = sandbox.call("sendMessage", **fields)
    number = plain["result"]["message_id"]
    no_caption = refusal(sandbox, "editMessageCaption", chat_id=person, message_id=number, caption="c")
    assert no_caption == (400, "Bad Request: there is no caption in the message to edit")


def test_deleting_refuses(sandbox: Sandbox) -> None:
    person = sandbox.person()
    gone = refusal(sandbox, "deleteMessage", chat_id=person, message_id=999999)
    assert gone == (400, "Bad Request: message to delete not found")
    none = refusal(sandbox, "deleteMessages", chat_id=person, message_ids=[])
    assert none == (400, "Bad Request: message identifiers are not specified")


def test_an_unknown_query_is_too_old(sandbox: Sandbox) -> None:
    status, description = refusal(sandbox, "answerCallbackQuery", callback_query_id="1")
    assert status == 400
    assert description.startswith("Bad Request: query is too old")


def test_blocked_and_strangers_are_forbidden(sandbox: Sandbox) -> None:
    stranger = sandbox.person(started=False)
    fields = {"text": "x"}
    assert refusal(sandbox, "sendMessage", chat_id=stranger, **fields) == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    person = sandbox.person()
    sandbox.http.put(f"/api/people/{person}/block")
    assert refusal(sandbox, "sendMessage", chat_id=person, **fields) == (
        403,
        "Forbidden: bot was blocked by the user",
    )
    sandbox.http.delete(f"/api/people/{person}/block")
    assert sandbox.call("sendMessage", chat_id=person, **fields)[0] == 200


def test_files_are_checked(sandbox: Sandbox) -> None:
    person = sandbox.person()
    fields = {"chat_id": person}
    assert refusal(sandbox, "sendPhoto", **fields)[1] == "Bad Request: there is no photo in the request"
    unknown = refusal(sandbox, "sendPhoto", **fields, photo="attach://missing")
    assert unknown[1] == "Bad Request: wrong file identifier/HTTP URL specified"
    path = f"/bot{BOT_TOKEN}/sendPhoto?chat_id={person}"
    broken = sandbox.http.post(path, files={"photo": ("x.png", b"not a picture")}).json()
    assert broken["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    empty = sandbox.http.post(path, files={"photo": ("x.png", b"")}).json()
    assert empty["description"] == "Bad Request: file must be non-empty"
    assert refusal(sandbox, "getFile", file_id="x") == (400, "Bad Request: invalid file_id")
    paper = sandbox.http.post(
        path.replace("sendPhoto", "sendDocument"), files={"document": ("a.txt", b"a")}
    ).json()["result"]["document"]
    wrong = refusal(sandbox, "sendPhoto", **fields, photo=paper["file_id"])
    assert wrong[1] == "Bad Request: can't use file of type Document as Photo"


def test_large_files(sandbox: Sandbox) -> None:
    """Up to 50 MB go up and up to 20 MB come down."""
    person = sandbox.person()
    path = f"/bot{BOT_TOKEN}/sendDocument?chat_id={person}"
    sent = sandbox.http.post(path, files={"document": ("big.bin", bytes(21 * 1024 * 1024))}).json()
    too_big = refusal(sandbox, "getFile", file_id=sent["result"]["document"]["file_id"])
    assert too_big == (400, "Bad Request: file is too big")
    refused = sandbox.http.post(path, content=bytes(52 * 1024 * 1024))
    assert (refused.status_code, refused.json()["description"]) == (413, "Request Entity Too Large")


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (b"{", "application/json", "can't parse JSON object"),
        (b"[]", "application/json", "can't parse JSON object"),
        (b"text=%ff", "application/x-www-form-urlencoded", "strings must be encoded in UTF-8"),
        (b"nonsense", "multipart/form-data", "can't parse multipart form"),
    ],
)
def test_broken_bodies(sandbox: Sandbox, content: bytes, kind: str, reason: str) -> None:
    path = f"/bot{BOT_TOKEN}/sendMessage"
    answer = sandbox.http.post(path, content=content, headers={"content-type": kind})
    assert (answer.status_code, answer.json()["description"]) == (400, f"Bad Request: {reason}")


@pytest.mark.parametrize(
    ("method", "fields", "reason"),
    [
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
        ("sendContact", {"phone_number": "1"}, "FIRST_NAME_EMPTY"),
        ("sendMediaGroup", {"media": []}, "media group must include 2-10 items"),
        ("sendMediaGroup", {"media": [{"type": "video"}] * 2}, "can't parse InputMedia"),
        ("setMyCommands", {}, "can't parse commands list"),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION"),
        ("setMyCommands", {"commands": [], "scope": {"type": "moon"}}, "can't parse BotCommandScope"),
        ("setMyCommands", {"commands": [], "language_code": "zh-hans"}, "LANG_CODE_INVALID"),
        ("setMyDescription", {"description": "x" * 513}, "description is too long"),
        ("setChatMenuButton", {"menu_button": {"type": "x"}}, "can't parse menu button"),
        ("getChatMember", {"user_id": 5}, "invalid user_id specified"),
        ("leaveChat", {}, "chat member status can't be changed in private chats"),
        ("setWebhook", {"url": "https://example.org/hook"}, "bad webhook"),
        ("getUpdates", {"limit": "many"}, "field limit must be of type Number"),
        ("editMessageText", {"text": "x"}, "message to edit not found"),
    ],
)
def test_other_methods_refuse(sandbox: Sandbox, method: str, fields: dict[str, Any], reason: str) -> None:
    status, description = refusal(sandbox, method, chat_id=sandbox.person(), **fields)
    assert status == 400
    assert description.startswith(f"Bad Request: {reason}")
