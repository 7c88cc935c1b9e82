"""What a fork may play: the bot itself, or the baseline beside it."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

from bot.running import run
from bot.settings import Settings
from bot.working import work as work_beside
from tests.drill import stock

Play = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


async def bot(settings: dict[str, Any]) -> None:
    """`python -m bot run`, with settings given instead of read from the environment."""
    await run(Settings.model_validate(settings))


async def loud(settings: dict[str, Any]) -> None:
    """The bot, with everybody's log at its most talkative, the libraries' too."""
    at_work = asyncio.get_running_loop().create_task(bot(settings))
    await asyncio.sleep(0)  # by now it has set up its logs
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG))
    logging.getLogger().setLevel(logging.DEBUG)
    await at_work


async def work(settings: dict[str, Any]) -> None:
    """`python -m bot work`."""
    await work_beside(Settings.model_validate(settings))


PLAYS: dict[str, Play] = {"bot": bot, "loud": loud, "work": work, "stock": stock.play}
