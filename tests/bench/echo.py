"""The baseline: the least a bot on aiogram can do, over the same transport."""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def answer(message: Message) -> None:
    await message.answer(message.text or "")


async def announce() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


async def main(base: str, token: str) -> None:
    """Poll the Bot API server at `base` until SIGINT."""
    dispatcher = Dispatcher()
    dispatcher.message.register(answer)
    dispatcher.startup.register(announce)
    session = AiohttpSession(api=TelegramAPIServer.from_base(base))
    await dispatcher.start_polling(Bot(token, session=session))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
