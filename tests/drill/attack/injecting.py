"""Updates brought to a bot's webhook as Telegram would, and a look into its database from outside."""

import asyncio
import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

SECRET = "a-secret-of-the-webhook"
HEADER = "x-telegram-bot-api-secret-token"
FIRST_UPDATE = 10**9  # the sandbox counts its own from 1
PATIENCE = 60.0
MOMENT = 1_790_000_000
WAITING = "SELECT count(*) FROM inbox_update WHERE handling = 'waiting'"


@dataclass
class Postman:
    """Brings one update after another and waits until each has been handled."""

    http: aiohttp.ClientSession
    url: str
    file: Path
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(FIRST_UPDATE))

    async def bring(self, kind: str, **event: Any) -> int:
        """Bring an update of a kind; return what the webhook answered."""
        async with self.http.post(self.url, json={"update_id": next(self.numbers), kind: event}) as answer:
            status = answer.status
        await self.until_handled()
        return status

    async def say(self, who: int, *, kind: str = "message", **content: Any) -> None:
        number = next(self.numbers)
        await self.bring(kind, message_id=number, **_from(who), **content)

    async def type(self, who: int, text: str) -> None:
        await self.say(who, text=text)

    async def press(self, who: int, data: str) -> None:
        number, base = next(self.numbers), _from(who)
        card = {"message_id": number, "date": MOMENT, "chat": base["chat"], "text": "…"}
        await self.bring(
            "callback_query",
            id=str(number),
            chat_instance="1",
            data=data,
            message=card,
            **{"from": base["from"]},
        )

    async def until_handled(self) -> None:
        """Wait until no update waits; the bot's own writing is looked at, not asked for."""
        async with asyncio.timeout(PATIENCE):
            while self.one(WAITING):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.01)

    def ask(self, query: str, *given: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.file, timeout=PATIENCE)) as database, database:
            return database.execute(query, given).fetchall()

    def one(self, query: str, *given: Any) -> Any:
        """The first value of the first row."""
        return self.ask(query, *given)[0][0]


def _from(who: int) -> dict[str, Any]:
    user = {"id": who, "is_bot": False, "first_name": "—", "language_code": "zh-hans"}
    return {"date": MOMENT, "from": user, "chat": {"id": who, "type": "private"}}
