"""Pictures and files as a phone sends them."""

import itertools
from typing import Any

from aiogram.methods import SendDocument, SendPhoto, SendVoice
from aiogram.types import BufferedInputFile, Document, PhotoSize, Voice
from sqlmodel import select, text

from models import CaseDocument
from models.database import Database
from tests.casework import steps
from tests.phones import Phone, Room

DOCUMENT, OPEN_IT = "照片、文件", "打开这一件"
DRAWING = b"\xff\xd8 what the child drew \xff\xd9"

_ids = itertools.count(1)


async def send_photo(phone: Phone, room: Room, content: bytes, caption: str | None = None) -> None:
    photo = PhotoSize(width=90, height=90, **_told(room, content))
    await phone.send(photo=[photo], caption=caption)


async def send_file(
    phone: Phone, room: Room, content: bytes, name: str | None, *, declared: int | None = None
) -> None:
    told = {**_told(room, content), **({} if declared is None else {"file_size": declared})}
    await phone.send(document=Document(file_name=name, **told))


async def send_voice(phone: Phone, room: Room, content: bytes) -> None:
    await phone.send(voice=Voice(duration=3, **_told(room, content)))


def _told(room: Room, content: bytes) -> dict[str, Any]:
    file_id = f"file{next(_ids)}"
    room.files[file_id] = content
    return {"file_id": file_id, "file_unique_id": file_id, "file_size": len(content)}


async def awaiting(room: Room) -> Phone:
    """The head has the case, and has asked to put something in."""
    head = await steps.taken(room)
    await head.press("写进案卷")
    await head.press(DOCUMENT)
    return head


async def stored(database: Database) -> list[CaseDocument]:
    async with database.reading() as session:
        return list(await session.exec(select(CaseDocument).order_by(text("entry_id"))))


def shown(room: Room) -> list[tuple[int, bytes, bool]]:
    """To whom a file was sent, what it was, and whether it stays in the chat."""
    found = []
    for call in room.calls:
        if isinstance(call, SendPhoto | SendVoice | SendDocument):
            file = next(value for value in vars(call).values() if isinstance(value, BufferedInputFile))
            found.append((int(call.chat_id), file.data, call.protect_content is True))
    return found
