"""One case lived through random deeds on a school's phones, its process thrown away now and then."""

from collections.abc import Sequence
from datetime import datetime

from models.database import Database
from services.profile import Profile
from tests.casework import machine
from tests.databases import CASE_KEYS, KEYS, Sqlite
from tests.phones import Room
from tests.world import build_school


async def live(databases: Sqlite, profile: Profile, deeds: Sequence[machine.Deed], *, now: datetime) -> None:
    """Raise a case, do the deeds one after the other, and check the case after each."""
    async with databases.fresh() as database:
        async with database.transaction() as session:
            await build_school(session, now=now)
        room = Room(database, profile, now)
        await machine.begin(room)
        while deeds:
            deeds = await _until_restart(room, deeds)
            room = await _restarted(room)
        await room.close()
        await room.database.close()


async def _until_restart(room: Room, deeds: Sequence[machine.Deed]) -> Sequence[machine.Deed]:
    """What is left after the next restart."""
    for place, deed in enumerate(deeds, 1):
        if deed[0] == "restart":
            return deeds[place:]
        before = await machine.look(room.database)
        await machine.do(room, deed)
        machine.check(before, await machine.look(room.database))
    return []


async def _restarted(room: Room) -> Room:
    """Nothing is kept but the file."""
    url = str(room.database.engine.url)
    await room.database.close()
    await room.close()
    anew = Room(Database(url, KEYS, CASE_KEYS), room.profile, room.clock.at)
    anew.numbers = room.numbers  # Telegram's go on
    return anew
