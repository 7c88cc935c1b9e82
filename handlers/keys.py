"""Hear a key of the menu below the input, in whichever language it was shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from aiogram.filters import BaseFilter
from aiogram.types import Message

from locales import LOCALES, translate

DAYS_AGO = {"today": 0, "yesterday": 1, "before": 2}
KEYS = ("children", "own_children", "checkin", "report", "tasks", "school", "county", "cases", "settings")


@dataclass(frozen=True)
class Key(BaseFilter):
    """Matches a message that is exactly the label of `name`, such as "menu.checkin", in any locale."""

    name: str

    async def __call__(self, message: Message) -> bool:
        return message.text is not None and message.text in {translate(one, self.name) for one in LOCALES}


class Typed(BaseFilter):
    """Matches words typed as an answer: neither a command nor a key of the menu, which lead elsewhere."""

    async def __call__(self, message: Message) -> bool:
        text = message.text
        return text is not None and not text.startswith("/") and text not in _every_key()


@cache
def _every_key() -> frozenset[str]:
    return frozenset(translate(one, f"menu.{name}") for one in LOCALES for name in KEYS)


@cache
def day_words() -> Mapping[str, int]:
    """What a day before a typed time may be called, in any locale, and how many days ago it was."""
    return {
        word: ago
        for locale in LOCALES
        for day, ago in DAYS_AGO.items()
        for word in translate(locale, f"alerts.day_{day}").split("|")
    }
