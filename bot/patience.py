"""Answers and Telegram's flood control: one that meets it waits it out in its own lane; each is noted."""

import asyncio

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType

from delivery.throttle import Throttle

LONGEST_WAIT = 60  # seconds; a longer flood wait is an accident, and the update is tried again


async def wait_out_a_flood(
    make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
) -> Response[TelegramType]:
    """Repeat a request once after the wait that Telegram asks for; the poller waits by itself."""
    try:
        return await make_request(bot, method)
    except TelegramRetryAfter as flood:
        if isinstance(method, GetUpdates) or flood.retry_after > LONGEST_WAIT:
            raise
        await asyncio.sleep(flood.retry_after)
        return await make_request(bot, method)


class Noting(BaseRequestMiddleware):
    """Tells the throttle of each answer, so that what we say first doesn't follow on its heels."""

    def __init__(self, throttle: Throttle) -> None:
        self._throttle = throttle

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        chat_id = getattr(method, "chat_id", None)
        try:
            return await make_request(bot, method)
        finally:
            if isinstance(chat_id, int):
                self._throttle.note_answer(chat_id)
