"""Look through every phone of a room: a name of a child or of its family stands only where it fades.

Each room is looked through when its test is over, so that whatever any test shows is seen.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Child, FadingMessage, Person, Relation
from models.database import Database
from tests.shown import Shown

if TYPE_CHECKING:
    from tests.phones import Room

Place = tuple[int, int]  # chat and message


async def ensure_names_fade(room: "Room") -> None:
    """Fail for a message that names somebody and may be forwarded, or would stand for ever."""
    names, fading = await _names(room.database), await fading_places(room.database)
    if not names:
        return
    named = re.compile("|".join(map(re.escape, sorted(names))))
    open_ones = [place for place, shown in _messages(room, named) if not shown.protected]
    lasting = [place for place, _ in _messages(room, named) if place not in fading]
    said = {place: shown.text for place, shown in _messages(room, named)}
    assert not open_ones, [said[one] for one in open_ones]
    assert not lasting, [said[one] for one in lasting]


async def fading_places(database: Database) -> set[Place]:
    async with database.reading() as session:
        rows = await session.exec(select(FadingMessage.chat_id, FadingMessage.message_id))
        return {(chat_id, message_id) for chat_id, message_id in rows}


def _messages(room: "Room", named: re.Pattern[str]) -> Iterator[tuple[Place, Shown]]:
    """Those that name somebody; not an invitation, to be passed on, nor a chat that is closed to us."""
    for chat_id, phone in room.phones.items():
        for shown in [] if phone.blocked else phone.chat:
            if not shown.has_picture and named.search("\n".join((shown.text, *shown.buttons))):
                yield (chat_id, shown.message_id), shown


async def _names(database: Database) -> set[str]:
    async with database.reading() as session:
        children = await session.exec(select(Child.name))
        adults = await session.exec(
            select(Person.name).join(Relation, col(Relation.person_id) == Person.id).distinct()
        )
        return {*children, *adults}
