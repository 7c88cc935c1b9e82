"""What a fork may play: the bot itself, or the baseline beside it."""

from collections.abc import Callable, Coroutine
from typing import Any

from bot.running import run
from bot.settings import Settings
from bot.working import work as work_beside
from tests.drill import stock

Play = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


async def bot(settings: dict[str, Any]) -> None:
    """`python -m bot run`, with settings given instead of read from the environment."""
    await run(Settings.model_validate(settings))


async def work(settings: dict[str, Any]) -> None:
    """`python -m bot work`."""
    await work_beside(Settings.model_validate(settings))


PLAYS: dict[str, Play] = {"bot": bot, "work": work, "stock": stock.play}
