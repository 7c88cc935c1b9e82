"""What may not end the bot, and a role that ends while its press waits."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextvars import copy_context
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramServerError
from aiogram.methods import GetUpdates, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, Chat, Message, Update, User
from sqlmodel import select, update

from bot.ears import Ears
from bot.hands import Hands
from bot.intake import Intake
from bot.lanes import Lanes
from models import Contact, InboxUpdate, RoleGrant
from models.codes import Handling
from models.database import Database
from services.inbox import service as inbox
from tests.bot.test_lanes import _update
from tests.phones import Room
from tests.world import NOW, TEACHER, School


class Stumbling(BaseSession):
    """A Bot API that answers 502 once, then offers one update, then nothing for ever."""

    def __init__(self) -> None:
        super().__init__()
        self.polls = 0

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109
        if isinstance(method, SendMessage):
            return Message(message_id=1, date=NOW, chat=Chat(id=TEACHER, type="private"))
        if not isinstance(method, GetUpdates):
            return True
        self.polls += 1
        if self.polls == 1:
            raise TelegramServerError(method, "Bad Gateway")
        if self.polls == 2:
            return [_update(7, TEACHER)]
        await asyncio.Event().wait()
        return []

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield b""

    async def close(self) -> None:
        """Nothing is open."""


async def test_a_bad_gateway_does_not_end_the_poller(room: Room, database: Database, school: School) -> None:
    handled = asyncio.Event()
    bot = Bot("42:TEST", session=Stumbling())
    intake = Intake(bot, database, room.clock)
    hands = Hands(bot, room.dispatcher, database, room.clock, lambda _: handled.set())
    async with asyncio.TaskGroup() as nursery:
        feeding = nursery.create_task(intake.feed(Lanes(nursery, hands.handle)))
        listening = nursery.create_task(Ears(bot, intake).listen())
        async with asyncio.timeout(30):
            await handled.wait()
        listening.cancel()
        feeding.cancel()
    async with database.reading() as session:
        (row,) = await session.exec(select(InboxUpdate))
    assert (row.update_id, row.handling) == (7, Handling.HANDLED)


class Odd(BaseSession):
    """A Bot API that has an update of a kind that this version doesn't know, beside one that it does."""

    def __init__(self) -> None:
        super().__init__()
        self.offsets: list[int | None] = []

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109
        assert isinstance(method, GetUpdates)
        self.offsets.append(method.offset)
        if method.offset is not None:
            await asyncio.Event().wait()
        odd = _update(7, TEACHER).model_dump(mode="json", exclude_none=True)
        odd["message"]["forward_origin"] = {"type": "by_pigeon", "date": 1}
        good = _update(6, TEACHER).model_dump(mode="json", exclude_none=True)
        answer = json.dumps({"ok": True, "result": [good, odd]})
        return self.check_response(bot, method, 200, answer).result

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield b""

    async def close(self) -> None:
        """Nothing is open."""


async def test_an_update_of_an_unknown_kind_makes_nobody_deaf(
    room: Room, database: Database, school: School
) -> None:
    session = Odd()
    bot = Bot("42:TEST", session=session)
    async with asyncio.TaskGroup() as nursery:
        listening = nursery.create_task(Ears(bot, Intake(bot, database, room.clock)).listen())
        async with asyncio.timeout(30):
            while len(session.offsets) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        listening.cancel()
    assert session.offsets == [None, 8]
    async with database.reading() as reading:
        rows = await reading.exec(select(InboxUpdate.update_id, InboxUpdate.handling))
        assert dict(rows.all()) == {6: Handling.WAITING, 7: Handling.PARKED}


async def test_a_role_that_ends_while_its_press_waits_works_no_more(
    room: Room, database: Database, school: School
) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL has no gate at which a press waits for another's transaction")
    chat = Chat(id=TEACHER, type="private")
    press = CallbackQuery(
        id="1",
        from_user=User(id=TEACHER, is_bot=False, first_name="—", language_code="zh-hans"),
        chat_instance="1",
        message=Message(message_id=1, date=datetime.now(UTC), chat=chat, text="…"),
        data=f"told:{school.child_id}:2026-11:called",
    )
    async with database.transaction() as session:
        ids = await inbox.store(session, now=NOW, arrived=[inbox.Arrived(9, TEACHER, "{}")])
    event, outside = Update(update_id=9, callback_query=press), copy_context()
    async with database.transaction() as session:
        # Heard while the role still holds, it waits for the writer's turn that ends the role.
        pressing = asyncio.get_running_loop().create_task(
            room.dispatcher.feed_update(room.bot, event, inbox_id=ids[9]), context=outside
        )
        await asyncio.sleep(0.2)
        await session.exec(update(RoleGrant).values(until_at=NOW))
    await pressing
    assert "没有您可以查看" in room.phone(TEACHER).last.text
    async with database.reading() as session:
        assert list(await session.exec(select(Contact))) == []
