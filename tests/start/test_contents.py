"""Whatever kind of message somebody sends, they are told one thing, and nothing is fetched."""

import random
from typing import Any

import pytest
from aiogram.methods import GetFile
from aiogram.types import Update

from services.inbox import service as inbox
from tests.drill.attack.canaries import Canaries
from tests.drill.attack.injecting import _from
from tests.drill.attack.mouths import contents
from tests.phones import Room
from tests.world import GRANDMOTHER, HEAD, STRANGER, TEACHER

KINDS = list(contents(Canaries(random.Random(1)), "somebody"))


@pytest.mark.parametrize("who", [GRANDMOTHER, TEACHER, HEAD, STRANGER])
async def test_every_kind_of_message_gets_one_answer(room: Room, who: int) -> None:
    phone = room.phone(who)
    for number, content in enumerate(KINDS, start=1000):
        heard = len(phone.chat)
        await _send(room, who, {"message_id": number, **_from(who), **content}, number)
        assert len(phone.chat) - heard == 1, content
    assert not any(isinstance(one, GetFile) for one in room.calls)


async def _send(room: Room, who: int, message: dict[str, Any], number: int) -> None:
    update = Update.model_validate({"update_id": number, "message": message}, context={"bot": room.bot})
    async with room.database.transaction() as session:
        ids = await inbox.store(session, now=room.clock.at, arrived=[inbox.Arrived(number, who, "{}")])
    await room.dispatcher.feed_update(room.bot, update, inbox_id=ids[number])
