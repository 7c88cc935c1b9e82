"""The demo school, pressed through by each of its people: no name stands where it wouldn't fade.

`ensure_names_fade` looks at every phone after every press.
"""

from collections import deque
from collections.abc import AsyncIterator

import pytest

from models.database import Database
from services.demo import service as demo
from services.demo.people import ADULTS, PUPILS, Adult
from services.profile import Profile
from tests.fading.names import ensure_names_fade
from tests.phones import Phone, Room
from tests.world import NOW

MOST_PRESSES = 60
NAMES = [pupil.name for pupil in PUPILS]
PHONES = {adult.name: 900 + place for place, adult in enumerate(ADULTS)}


@pytest.fixture
async def demo_room(database: Database, profile: Profile) -> AsyncIterator[Room]:
    async with database.transaction() as session:
        await demo.build(session, now=NOW, profile=profile, accounts=PHONES)
    async with Room.open(database, profile, NOW) as room:
        yield room


def _shown(phone: Phone) -> str:
    return "\n".join("\n".join((shown.text, *shown.buttons)) for shown in phone.chat)


async def _wander(room: Room, phone: Phone) -> int:
    """Press every kind of button once, as it comes in sight; return how many cards named a child."""
    await phone.send("/start")
    keys = list(phone.last.keys)
    seen: set[str] = set()
    ahead: deque[tuple[str, int]] = deque()
    named = presses = 0
    while (keys or ahead) and presses < MOST_PRESSES:
        if ahead:
            press, message_id = ahead.popleft()
            await phone.press_data(press, message_id=message_id)
        else:
            await phone.send(keys.pop(0))
        presses += 1
        named += any(name in _shown(phone) for name in NAMES)
        await ensure_names_fade(room)
        for shown in phone.chat:
            for press in shown.buttons.values():
                kind = press.partition(":")[0]
                if kind not in seen:
                    seen.add(kind)
                    ahead.append((press, shown.message_id))
    return named


@pytest.mark.parametrize("adult", ADULTS, ids=lambda adult: str(adult.name))
async def test_nobody_is_shown_a_name_that_stays(demo_room: Room, adult: Adult) -> None:
    phone = demo_room.phone(PHONES[adult.name])
    named = await _wander(demo_room, phone)
    assert named
