"""An answer that meets Telegram's flood control waits it out, in its own lane."""

import asyncio

from aiogram import Bot
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType

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
