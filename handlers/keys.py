"""Hear a key of the menu below the input, in whichever language it was shown."""

from dataclasses import dataclass
from functools import cache

from aiogram.filters import BaseFilter
from aiogram.types import Message

from locales import LOCALES, translate

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
