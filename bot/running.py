"""`run`: from a bare machine to a bot that answers, and back to nothing half-written."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiogram.exceptions import TelegramNetworkError, TelegramNotFound, TelegramUnauthorizedError
from telegram.error import InvalidToken, NetworkError

from bot.backing_up import keep_backing_up
from bot.demo import make_demo
from bot.launching import sandbox_beside
from bot.logs import set_up_logs
from bot.preparing import open_database
from bot.runtime import Runtime, open_runtime
from bot.settings import Settings
from bot.words import OperatorError, say
from handlers.commands import publish_commands
from services import profile as profiles


async def run(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM; raise OperatorError where a sentence is owed."""
    set_up_logs()
    cancel_on_signal()
    async with open_bot(settings) as (runtime, settings_now), asyncio.TaskGroup() as nursery:
        nursery.create_task(runtime.run())
        nursery.create_task(keep_backing_up(settings_now))
        await runtime.ready.wait()
        if settings_now.is_sandbox:
            await make_demo(settings_now, runtime)
            print(say("ready_sandbox"), settings_now.sandbox_url, sep="\n", flush=True)  # noqa: T201
        else:
            print(say("ready_live"), flush=True)  # noqa: T201


def cancel_on_signal() -> None:
    """End this task at SIGINT or SIGTERM."""
    me = asyncio.current_task()
    if me is None:
        raise RuntimeError("a command needs a task that a signal can cancel")
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell lets background jobs ignore the first
        asyncio.get_running_loop().add_signal_handler(number, me.cancel)


@asynccontextmanager
async def open_bot(settings: Settings) -> AsyncIterator[tuple[Runtime, Settings]]:
    """Everything that must hold before the first update is fetched."""
    profiles.load(settings.profile)  # before a sandbox is started for nothing
    async with (
        sandbox_beside(settings) as settings_now,
        open_database(settings_now) as database,
        reachable(settings_now),
        open_runtime(settings_now, database) as runtime,
    ):
        await runtime.bot.me()
        await publish_commands(runtime.bot)
        yield runtime, settings_now


@asynccontextmanager
async def reachable(settings: Settings) -> AsyncIterator[None]:
    """Turn what the Bot API answers at the start into a sentence."""
    try:
        yield
    except (TelegramUnauthorizedError, TelegramNotFound, InvalidToken) as error:
        raise OperatorError("token_refused", "BOT_TOKEN") from error
    except (TelegramNetworkError, NetworkError, aiohttp.ClientError) as error:
        variable = "SANDBOX_URL" if settings.is_sandbox else "BOT_API_URL"
        raise OperatorError("api_unreachable", variable, address=settings.api_base) from error
