"""We work in private chats; and we notice who has blocked us."""

from datetime import UTC, datetime
from typing import Any

from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import LeaveChat
from aiogram.types import (
    Chat,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberUpdated,
    Message,
    User,
)
from sqlmodel import select

from models import Account
from models.database import Database
from tests.phones import Room
from tests.world import MOTHER, TEACHER

Membership = ChatMemberLeft | ChatMemberMember | ChatMemberBanned

GROUP = -100500
BOT = User(id=42, is_bot=True, first_name="—")
OUT, IN = ChatMemberLeft(user=BOT), ChatMemberMember(user=BOT)
BLOCKED = ChatMemberBanned(user=BOT, until_date=datetime(2030, 1, 1, tzinfo=UTC))


async def change(room: Room, chat_id: int, old: Membership, new: Membership) -> None:
    user = room.phone(TEACHER if chat_id < 0 else chat_id).user
    kind = "group" if chat_id < 0 else "private"
    event = ChatMemberUpdated(
        chat=Chat(id=chat_id, type=kind), from_user=user, date=datetime.now(UTC),
        old_chat_member=old, new_chat_member=new,
    )  # fmt: skip
    await room.feed(user.id, my_chat_member=event)


async def write(room: Room, **content: Any) -> None:
    user = room.phone(TEACHER).user
    message = Message(
        message_id=1, date=datetime.now(UTC), chat=Chat(id=GROUP, type="group"), from_user=user, **content
    )
    await room.feed(user.id, message=message)


def left(room: Room) -> int:
    return sum(isinstance(call, LeaveChat) and call.chat_id == GROUP for call in room.calls)


async def test_added_to_a_group_we_say_one_sentence_and_leave(room: Room) -> None:
    await change(room, GROUP, OUT, IN)
    await write(room, new_chat_members=[BOT])
    await change(room, GROUP, IN, OUT)
    assert left(room) == 1
    assert len(room.phone(GROUP).chat) == 1
    assert "私聊" in room.phone(GROUP).last.text
    assert room.phone(TEACHER).chat == []


async def test_whatever_is_written_there_reaches_no_flow(room: Room) -> None:
    for text in ("/start", "🏫 学校", "今天下雨"):
        await write(room, text=text)
    assert left(room) == 3
    assert all("私聊" in text for text in room.phone(GROUP).texts)
    assert room.phone(TEACHER).chat == []


async def test_a_group_that_has_put_us_out_breaks_nothing(room: Room) -> None:
    async def refuse(*_: Any, **__: Any) -> Any:
        raise TelegramForbiddenError(LeaveChat(chat_id=GROUP), "Forbidden: bot was kicked")

    room.bot.session.make_request = refuse  # type: ignore[method-assign]
    await write(room, text="今天下雨")
    assert room.phone(GROUP).chat == []


async def test_a_block_and_its_end_are_remembered(room: Room, database: Database) -> None:
    for old, new, blocked in ((IN, BLOCKED, True), (BLOCKED, IN, False)):
        await change(room, MOTHER, old, new)
        async with database.reading() as session:
            account = (await session.exec(select(Account).where(Account.telegram_id == MOTHER))).one()
        assert (account.unreachable_at is not None) is blocked
    assert room.phone(MOTHER).chat == []
