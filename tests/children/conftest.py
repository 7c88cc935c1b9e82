"""The school's child has its plans, as it would have had from its registration."""

import pytest

from models.database import Database
from services.children import plans
from tests.phones import Room
from tests.world import School


@pytest.fixture
async def planned(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        await plans.lay_out(session, now=room.clock.at, child_id=school.child_id)
    await room.later(minutes=1)
