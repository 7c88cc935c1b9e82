"""Phones for tests: what is typed and pressed goes through the real dispatcher, what is said is kept.

mother = room.phone(MOTHER)
await mother.send("/start"); await mother.press("打过了"); assert "好" in mother.last.text
"""

import itertools
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import (
    DeleteMessage,
    EditMessageText,
    GetFile,
    GetMe,
    SendAudio,
    SendContact,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendVideo,
    SendVideoNote,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import CallbackQuery, Chat, File, Message, Update, User
from aiohttp import ClientError

from bot.dispatcher import make_dispatcher
from bot.storage import ConversationStorage
from handlers import speaking
from handlers.act import Receipt
from handlers.hearing import Hearing
from models.database import Database, ensure_closed
from scheduler.metronome import Metronome
from services.inbox import service as inbox
from services.ports import Eraser as EraserPort
from services.profile import Profile
from tests import routers
from tests.behind import look_behind
from tests.fading.names import ensure_names_fade
from tests.shown import Shown, buttons_of, find, newest
from tests.voices import Eraser, Voice

Sent = (
    SendMessage | SendPhoto | SendContact | SendDocument | SendVoice | SendVideo | SendVideoNote | SendAudio
)


@dataclass
class StillClock:
    """A clock that moves when a test moves it."""

    at: datetime

    def now(self) -> datetime:
        return self.at


class Phone:
    """One account's chat with the bot."""

    def __init__(self, room: "Room", telegram_id: int, language: str) -> None:
        self._room = room
        self.user = User(id=telegram_id, is_bot=False, first_name="—", language_code=language)
        self.chat: list[Shown] = []
        self.blocked = False
        self.refusing = False  # for good, in whatever form
        self.flood: float | None = None  # seconds that the next message to this chat must wait

    @property
    def last(self) -> Shown:
        return self.chat[-1]

    @property
    def texts(self) -> list[str]:
        return [shown.text for shown in self.chat]

    async def send(self, text: str | None = None, **content: Any) -> None:
        """Type a text, or send other content (sticker=…, voice=… as aiogram's types)."""
        self._room.typed.append(next(self._room.numbers))
        message = Message(
            message_id=self._room.typed[-1], date=datetime.now(UTC), from_user=self.user,
            chat=Chat(id=self.user.id, type="private"), text=text, **content,
        )  # fmt: skip
        await self._room.feed(self.user.id, message=message)

    async def press(self, label: str, *, on: Shown | None = None) -> None:
        """Press the button whose label contains `label`, on the newest card that has one, or behind one."""
        card = on or newest(self.chat, label) or await look_behind(self, label)
        found = next(one for one in card.buttons if label in one)
        await self.press_data(card.buttons[found], message_id=card.message_id)

    async def press_data(self, press: str, *, message_id: int = 1) -> None:
        """Press a button with any callback data, as a forged or an old one would."""
        message = Message(
            message_id=message_id,
            date=datetime.now(UTC),
            chat=Chat(id=self.user.id, type="private"),
            text="…",
        )
        query = CallbackQuery(
            id=str(next(self._room.numbers)),
            from_user=self.user,
            chat_instance="1",
            message=message,
            data=press,
        )
        await self._room.feed(self.user.id, callback_query=query)


class Room:
    """Everybody's phones around one bot. Time stands still unless `later` moves it."""

    def __init__(self, database: Database, profile: Profile, now: datetime) -> None:
        self.database = database
        self.profile = profile
        self.clock = StillClock(now)
        self.numbers = itertools.count(1)
        self.phones: dict[int, Phone] = {}
        self.typed: list[int] = []  # the ids of what people wrote
        self.calls: list[TelegramMethod[Any]] = []
        self.refuses: set[int] = set()  # chats that take no answer of ours any more
        self.refuses_files = False
        self.files: dict[str, bytes] = {}  # what can be fetched, by its file_id
        self.gives_files = True
        self.bot = Bot("42:TEST", session=_Recording(self), default=DefaultBotProperties(parse_mode="HTML"))
        self.eraser = Eraser(self)
        self.metronome = Metronome(database, self.clock, Voice(self), profile)
        self._lent = routers.borrow()
        self.dispatcher = self._wire()

    def _wire(self, report_template: Path | None = None) -> Dispatcher:
        hearing = Hearing(self.database, self.clock, self.profile, "zh_CN", report_template=report_template)
        return make_dispatcher(ConversationStorage(self.database, self.clock), hearing, self._lent)

    @classmethod
    @asynccontextmanager
    async def open(cls, database: Database, profile: Profile, now: datetime) -> AsyncIterator["Room"]:
        room = cls(database, profile, now)
        yield room
        await room.close()
        await ensure_names_fade(room)

    async def close(self) -> None:
        routers.give_back(self._lent)
        vars(Update)["event_type"].fget.cache_clear()  # through the newest updates it keeps whole rooms alive
        await self.bot.session.close()

    def phone(self, telegram_id: int, language: str = "zh-hans") -> Phone:
        return self.phones.setdefault(telegram_id, Phone(self, telegram_id, language))

    def let_fade(self, eraser: EraserPort | None = None) -> None:
        """Let messages be taken back from here on: until then they stand, however late it is."""
        self.metronome = Metronome(
            self.database, self.clock, Voice(self), self.profile, eraser=eraser or self.eraser
        )

    def give_template(self, path: Path) -> None:
        """Have an office's own form for the written report, as an operator sets it."""
        routers.give_back(self._lent)
        self._lent = routers.borrow()
        self.dispatcher = self._wire(path)

    async def later(self, **delta: float) -> None:
        """Let time pass (timedelta arguments), stepping through everything that comes due."""
        target = self.clock.at + timedelta(**delta)
        await self.metronome.settle()
        while (due := await self.metronome.next_due_at()) and due <= target:
            self.clock.at = max(due, self.clock.at)
            await self.metronome.settle()
        self.clock.at = target
        await self.metronome.settle()

    async def feed(self, lane: int, **event: Any) -> None:
        """Take an update the way it comes: stored, handled, then what became due is said."""
        update = Update(update_id=next(self.numbers), **event)
        arrived = [inbox.Arrived(update.update_id, lane, "{}")]
        async with self.database.transaction() as session:
            ids = await inbox.store(session, now=self.clock.at, arrived=arrived)
        receipt = Receipt()
        await self.dispatcher.feed_update(self.bot, update, inbox_id=ids[update.update_id], receipt=receipt)
        await speaking.send_numbers(self.bot, lane, receipt.numbers, spacing=0)
        await self.metronome.settle()


class _Recording(BaseSession):
    """Keeps what aiogram would have sent, in the phone it would have reached."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109
        ensure_closed()
        if self._is_refused(method):
            raise TelegramForbiddenError(method=method, message="Forbidden: bot was blocked by the user")
        self._room.calls.append(method)
        if isinstance(method, GetMe):
            return User(id=bot.id, is_bot=True, first_name="—", username="xiangban_bot")
        if isinstance(method, GetFile):
            return File(file_id=method.file_id, file_unique_id="—", file_path=method.file_id)
        if isinstance(method, Sent):
            return self._say(method)
        if isinstance(method, EditMessageText):
            shown = find(self._room.phone(int(method.chat_id or 0)).chat, method.message_id)
            shown.text, shown.buttons, shown.edited = method.text or "", buttons_of(method.reply_markup), True
        if isinstance(method, DeleteMessage):
            chat = self._room.phone(int(method.chat_id)).chat
            chat[:] = [shown for shown in chat if shown.message_id != method.message_id]
        return True

    def _is_refused(self, method: TelegramMethod[Any]) -> bool:
        if isinstance(method, SendDocument) and self._room.refuses_files:
            return True
        return isinstance(method, Sent) and int(method.chat_id) in self._room.refuses

    def _say(self, method: Sent) -> Message:
        phone = self._room.phone(int(method.chat_id))
        text: str = getattr(method, "text", None) or getattr(method, "caption", None) or ""
        shown = Shown(next(self._room.numbers), text)
        shown.buttons, shown.protected = buttons_of(method.reply_markup), bool(method.protect_content)
        rows = getattr(method.reply_markup, "keyboard", None) or []
        shown.keys = [key.text for row in rows for key in row]
        shown.contact = getattr(method, "phone_number", None)
        shown.has_picture = isinstance(method, SendPhoto)
        phone.chat.append(shown)
        chat = Chat(id=phone.user.id, type="private")
        return Message(message_id=shown.message_id, date=datetime.now(UTC), chat=chat, text=shown.text)

    async def stream_content(self, url: str, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        content = self._room.files.get(url.rpartition("/")[2])
        if content is None or not self._room.gives_files:
            raise ClientError
        yield content

    async def close(self) -> None:
        """Nothing is open."""
