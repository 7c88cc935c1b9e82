"""Conversations: written with their effect, rolled back with it, started over after an upgrade."""

import json

import pytest
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey

from bot.storage import ConversationStorage
from models import Conversation
from models.database import Database
from tests.phones import StillClock
from tests.world import NOW

KEY = StorageKey(bot_id=42, chat_id=101, user_id=101)


class Dialogue(StatesGroup):
    name = State()


@pytest.fixture
def storage(database: Database) -> ConversationStorage:
    return ConversationStorage(database, StillClock(NOW))


@pytest.mark.db
async def test_it_keeps_where_somebody_stands(storage: ConversationStorage) -> None:
    assert await storage.get_state(KEY) is None
    await storage.set_state(KEY, Dialogue.name)
    await storage.set_data(KEY, {"child": "小满"})
    assert await storage.get_state(KEY) == "Dialogue:name"
    assert await storage.get_data(KEY) == {"child": "小满"}
    await storage.set_state(KEY, None)
    assert await storage.get_state(KEY) is None
    await storage.close()


@pytest.mark.db
async def test_it_rolls_back_with_its_effect(storage: ConversationStorage, database: Database) -> None:
    async def fail() -> None:
        async with database.transaction():
            await storage.set_state(KEY, Dialogue.name)
            await storage.set_data(KEY, {"a": 1})
            assert await storage.get_data(KEY) == {"a": 1}
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await storage.get_state(KEY) is None
    assert await storage.get_data(KEY) == {}


async def test_a_dialogue_of_an_older_version_starts_over(
    storage: ConversationStorage, database: Database
) -> None:
    async with database.transaction() as session:
        body = json.dumps({"v": 0, "child": 1})
        session.add(Conversation(key="42:101:101", state="Dialogue:name", body=body, updated_at=NOW))
    assert await storage.get_state(KEY) is None
    assert await storage.get_data(KEY) == {}
