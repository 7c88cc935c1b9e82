"""Fixtures: one sandbox for a module, and both libraries pointed at it."""

from collections.abc import AsyncIterator, Iterator

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram.ext import ExtBot

from tests.sandbox.running import BOT_TOKEN, Sandbox, run_sandbox


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    with run_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(served: Sandbox) -> Sandbox:
    """The module's sandbox without faults and without waiting updates."""
    served.http.delete("/api/faults")
    served.call("deleteWebhook", drop_pending_updates=True)
    served.call("getUpdates", allowed_updates=[])
    return served


@pytest.fixture
async def aio(sandbox: Sandbox) -> AsyncIterator[Bot]:
    bot = Bot(BOT_TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(sandbox.base)))
    yield bot
    await bot.session.close()


@pytest.fixture
async def ptb(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ExtBot[None]]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # the coming form of retry_after; the old one warns
    bot: ExtBot[None] = ExtBot(
        BOT_TOKEN, base_url=f"{sandbox.base}/bot", base_file_url=f"{sandbox.base}/file/bot"
    )
    async with bot:
        yield bot
