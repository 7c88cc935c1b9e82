"""The baseline: aiogram's own polling with a handler that writes a row, as its tutorials have it."""

import sys
from typing import Any

import aiosqlite
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message, Update


async def play(settings: dict[str, Any]) -> None:
    """Poll the Bot API server `base` with `token`; each update is a row in the file `rows`, then answered."""
    rows = await aiosqlite.connect(settings["rows"], isolation_level=None)
    await rows.execute("PRAGMA journal_mode=WAL")
    await rows.execute("PRAGMA synchronous=FULL")
    await rows.execute("CREATE TABLE IF NOT EXISTS handled (update_id INTEGER PRIMARY KEY)")

    async def handle(message: Message, event_update: Update) -> None:
        await rows.execute("INSERT OR IGNORE INTO handled VALUES (?)", (event_update.update_id,))
        await message.answer("ok")

    async def announce() -> None:
        sys.stdout.write("ready\n")
        sys.stdout.flush()

    dispatcher = Dispatcher()
    dispatcher.message.register(handle)
    dispatcher.startup.register(announce)
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings["base"]))
    await dispatcher.start_polling(Bot(settings["token"], session=session))
