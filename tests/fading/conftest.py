"""In the rooms of these tests messages fade."""

import pytest

from tests.phones import Room


@pytest.fixture
async def room(room: Room) -> Room:
    room.let_fade()
    return room
