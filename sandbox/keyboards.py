"""Keyboards under messages: checked as Telegram checks them, kept as the bot sent them."""

from collections.abc import Callable
from typing import Any

from sandbox.botapi.errors import ApiError, bad_request
from sandbox.state import Wire

STYLES = frozenset({"danger", "success", "primary"})
_ACTIONS = (
    "callback_data",
    "url",
    "copy_text",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "callback_game",
    "pay",
)
_KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")


def parse_markup(raw: Any) -> Wire | None:
    """Return the keyboard of a message, or None for none; refuses what Telegram refuses."""
    if not raw:
        return None
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in raw:
        return _inline(raw)
    if "keyboard" in raw:
        return _reply(raw)
    return raw if any(kind in raw for kind in _KINDS) else None


def _rows(raw: Wire, field: str) -> list[list[Any]]:
    rows = raw[field]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}" must be of type Array of Array')
    return [row for row in rows if row]


def _inline(raw: Wire) -> Wire | None:
    rows = _rows(raw, "inline_keyboard")
    for row in rows:
        for button in row:
            _check_inline_button(button)
    return {"inline_keyboard": rows} if rows else None


def _check_inline_button(button: Any) -> None:
    text = button.get("text") if isinstance(button, dict) else None
    if not isinstance(text, str) or not text:
        raise _button_refusal('Field "text" must be of type String')
    if not any(action in button for action in _ACTIONS):
        raise _button_refusal("Text buttons are unallowed in the inline keyboard")
    for field, check in _CHECKS.items():
        if field in button:
            check(button[field])


def _check_callback(callback: Any) -> None:
    if not isinstance(callback, str) or not 1 <= len(callback.encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: Any) -> None:
    if not isinstance(url, str) or not url:
        raise bad_request("BUTTON_URL_INVALID")
    scheme, separator, _ = url.partition("://")
    if separator and scheme.lower() not in ("http", "https", "tg", "ton"):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if not separator and "." not in url:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _check_copy(copy: Any) -> None:
    text = copy.get("text") if isinstance(copy, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_style(style: Any) -> None:
    if not isinstance(style, str) or style not in STYLES:
        raise _button_refusal("invalid button style specified")


_CHECKS: dict[str, Callable[[Any], None]] = {
    "callback_data": _check_callback,
    "url": _check_url,
    "copy_text": _check_copy,
    "style": _check_style,
}


def _reply(raw: Wire) -> Wire:
    rows = [[_reply_button(button) for button in row] for row in _rows(raw, "keyboard")]
    return {**raw, "keyboard": rows}


def _reply_button(button: Any) -> Wire:
    if isinstance(button, str) and button:
        return {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str) or not button["text"]:
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    if "style" in button:
        _check_style(button["style"])
    return button


def _button_refusal(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")


def inline_rows(markup: Wire | None) -> list[list[Wire]]:
    """Return the rows of inline buttons of a message."""
    return markup.get("inline_keyboard", []) if markup else []
