"""The school's child has its plans, as it would have had from its registration."""

import pytest

from models.database import Database
from tests.phones import Room
from tests.reminders.months import lay_out
from tests.world import School


@pytest.fixture
async def planned(room: Room, database: Database, school: School) -> None:
    await lay_out(database, school)
    await room.later(minutes=1)
