"""The bot's real way in (inbox, hands, dispatcher) with everything it says written down and judged."""

import gc
import json
from collections import Counter
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import AnswerCallbackQuery, SetMyCommands, TelegramMethod
from aiogram.types import Update

from bot.hands import Hands
from bot.lanes import Ticket
from models.database import Database
from services.inbox import service as inbox
from services.profile import Profile
from tests.phones import Room, _Recording

EXAMPLES = 12


@dataclass
class Findings:
    """How often each thing went wrong, and the first of each in words."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def note(self, wrong: str, where: str) -> None:
        self.counts[wrong] += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(f"{wrong}: {where}")


class Gate(Room):
    """A room whose updates come as JSON, by the inbox, through the bot's own hands."""

    def __init__(self, database: Database, profile: Profile, now: datetime) -> None:
        super().__init__(database, profile, now)
        self.bot.session = _Strict(self)
        self.hands = Hands(self.bot, self.dispatcher, database, self.clock, lambda _has_spoken: None)

    async def feed(self, lane: int, **event: Any) -> None:
        """For those who act by right, while the school's days are played."""
        update = Update(update_id=next(self.numbers), **event)
        await self.take([(lane, json.loads(update.model_dump_json(exclude_unset=True)))])

    async def take(self, updates: list[tuple[int, dict[str, Any]]]) -> list[list[TelegramMethod[Any]]]:
        """Store these updates of these lanes, handle one after another; return what was said at each."""
        bodies = [json.dumps(body) for _, body in updates]
        arrived = [
            inbox.Arrived(body["update_id"], lane, written)
            for (lane, body), written in zip(updates, bodies, strict=True)
        ]
        async with self.database.transaction() as session:
            ids = await inbox.store(session, now=self.clock.at, arrived=arrived)
        said = []
        for one in arrived:
            update = Update.model_validate_json(one.body, context={"bot": self.bot})
            heard = len(self.calls)
            errand = await self.hands.handle(Ticket(ids[one.update_id], one.lane, update))
            if errand is not None:
                await errand
            said.append(self.calls[heard:])
        return said

    def forget(self) -> None:
        """What was said has been judged."""
        self.calls.clear()
        for phone in self.phones.values():
            phone.chat.clear()


class _Strict(_Recording):
    """A Telegram that lets nothing through to somebody who has blocked us."""

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109
        phone = self._room.phones.get(int(getattr(method, "chat_id", None) or 0))
        if phone is not None and phone.blocked:
            self._room.calls.append(method)
            raise TelegramForbiddenError(method=method, message="Forbidden: bot was blocked by the user")
        return await super().make_request(bot, method, timeout)


def answers(calls: list[TelegramMethod[Any]]) -> int:
    """How often the spinner was stopped."""
    return sum(isinstance(one, AnswerCallbackQuery) for one in calls)


def speeches(calls: list[TelegramMethod[Any]]) -> list[TelegramMethod[Any]]:
    """What was said or shown, to whomever."""
    return [one for one in calls if not isinstance(one, AnswerCallbackQuery | SetMyCommands)]


def words_of(calls: list[TelegramMethod[Any]]) -> str:
    """Everything that these calls would put before somebody's eyes."""
    return "\n".join(repr(one) for one in calls)


@contextmanager
def swept_seldom() -> Iterator[None]:
    """As the bot itself does it: aiogram's graph is large and lasts, so it is left out of each sweep."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@contextmanager
def listening() -> Iterator[list[str]]:
    """Yield a list of what the log says that it should never have to say; keep the rest from the terminal."""
    heard: list[str] = []

    def hear(_logger: object, method: str, said: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        if method in ("error", "exception", "critical"):
            error = said.get("exc_info")
            heard.append(f"{said['event']} {error if isinstance(error, BaseException) else ''}")
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(processors=[hear])
    try:
        yield heard
    finally:
        structlog.configure(**before)
