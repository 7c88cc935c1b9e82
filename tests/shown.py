"""A message as it stands in a chat, for tests."""

from dataclasses import dataclass, field
from typing import Any

from aiogram.types import InlineKeyboardMarkup

from views.card import Button, Card


@dataclass
class Shown:
    """A message as it stands in a chat. `buttons` map labels to callback data."""

    message_id: int
    text: str
    buttons: dict[str, str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    contact: str | None = None
    has_picture: bool = False
    edited: bool = False
    protected: bool = False


def find(chat: list[Shown], message_id: int | None) -> Shown:
    """The message, or a stand-in for one from before the test began."""
    for shown in chat:
        if shown.message_id == message_id:
            return shown
    chat.append(Shown(message_id or 0, "", protected=True))
    return chat[-1]


def newest(chat: list[Shown], label: str) -> Shown | None:
    """The newest message with a button whose label contains `label`."""
    return next((shown for shown in reversed(chat) if any(label in one for one in shown.buttons)), None)


def buttons_of(markup: Any) -> dict[str, str]:
    if not isinstance(markup, InlineKeyboardMarkup):
        return {}
    return {one.text: one.callback_data or one.url or "" for row in markup.inline_keyboard for one in row}


def presses_of(card: Card) -> dict[str, str]:
    def press(button: Button) -> str:
        return button.press or button.url or ""

    return {button.label: press(button) for row in card.rows for button in row}
