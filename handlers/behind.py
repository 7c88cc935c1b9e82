"""Which doors a handler opens: said above it, checked before it and while it works."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.flags import Flag, FlagDecorator, get_flag
from aiogram.types import TelegramObject

from services.access.rules import Action
from services.access.service import UndeclaredError

FLAG = "behind"

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


def behind(*actions: Action) -> FlagDecorator:
    """Declare the actions that a handler may ask the door for; none: it shows and changes nobody's things."""
    return FlagDecorator(Flag(FLAG, frozenset(actions)))


class Declaring(BaseMiddleware):
    """Hands a handler its declaration; whoever has none isn't run."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        declared = get_flag(data, FLAG)
        if declared is None:
            raise UndeclaredError(getattr(data["handler"].callback, "__name__", "a handler"))
        data["act"].behind = declared
        return await handler(event, data)
