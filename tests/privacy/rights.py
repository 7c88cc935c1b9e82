"""Short ways through /privacy, and what stands in the database afterwards."""

import json
from typing import Any

from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile
from sqlmodel import col, select

from models import AuditEntry, PrivacyRequest, Task
from models.codes import TaskKind
from models.database import Database
from tests.phones import Phone, Room


async def ask(room: Room, telegram_id: int, label: str, words: str | None = None) -> Phone:
    """Make a request with these words, or without any."""
    phone = room.phone(telegram_id)
    await phone.send("/privacy")
    await phone.press(label)
    if words is None:
        await phone.press("不写了")
    else:
        await phone.send(words)
    return phone


async def answer_yes(phone: Phone) -> None:
    await phone.press("打开")
    await phone.press("办好了")
    await phone.press("是，告诉对方")


async def take(room: Room, telegram_id: int) -> tuple[str, dict[str, Any]]:
    """The two files: what is read, and what a machine reads."""
    phone = room.phone(telegram_id)
    await phone.send("/privacy")
    room.calls.clear()
    await phone.press("看看存了什么")
    text, data = (file.decode("utf-8-sig") for file in files(room))
    return text, json.loads(data)["held"]


def files(room: Room) -> list[bytes]:
    """What was sent as documents, each of them protected."""
    sent = [call for call in room.calls if isinstance(call, SendDocument)]
    assert all(call.protect_content for call in sent)
    return [call.document.data for call in sent if isinstance(call.document, BufferedInputFile)]


async def requests_in(database: Database) -> list[PrivacyRequest]:
    async with database.reading() as session:
        return list(await session.exec(select(PrivacyRequest).order_by(col(PrivacyRequest.id))))


async def tasks_in(database: Database) -> list[Task]:
    async with database.reading() as session:
        query = select(Task).where(Task.kind == TaskKind.PRIVACY_REQUEST).order_by(col(Task.id))
        return list(await session.exec(query))


async def audited(database: Database, action: str) -> list[bool]:
    async with database.reading() as session:
        query = select(AuditEntry.allowed).where(AuditEntry.action == action).order_by(col(AuditEntry.id))
        return list(await session.exec(query))
