"""A room in which all that reaches a chat is written down, in its order, as its reader could see it."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.methods import GetMe, TelegramMethod
from aiogram.types import Message

from models.database import Database
from scheduler.metronome import Metronome
from services.outbox.outcomes import Envelope, Outcome
from services.profile import Profile
from tests.phones import Room, _Recording
from tests.shown import Shown
from tests.voices import Voice
from views.notices import face

NUMBER = re.compile(r"\b\d{4}-[A-Z0-9]{4}\b")
TOKEN = re.compile(r"start(=|%3D)[A-Za-z0-9_-]+")
BARE = {"picture", "photo", "document", "callback_query_id", "link_preview_options"}


@dataclass
class Chat:
    """What came to one chat; ids are renamed in the order in which they came."""

    came: list[str] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)

    def note(self, what: str, content: dict[str, Any]) -> None:
        parts = [f"{name}={self._plain(name, value)}" for name, value in sorted(content.items()) if value]
        self.came.append(f"{what} {' '.join(parts)}")

    def _plain(self, name: str, value: Any) -> str:
        if name == "message_id":
            return self._renamed("message", str(value))
        return TOKEN.sub("start=…", NUMBER.sub("…", self._ids(str(value))))

    def _ids(self, text: str) -> str:
        """Numbers in a button's data; where a number stands in it says what it counts."""
        return re.sub(r"‹(\w+)(.*?)›", lambda found: self._press(found[1], found[2]), text)

    def _press(self, prefix: str, rest: str) -> str:
        parts = rest.split(":")
        named = [self._renamed(f"{prefix}{n}", one) if one.isdigit() else one for n, one in enumerate(parts)]
        return prefix + ":".join(named)

    def _renamed(self, kind: str, value: str) -> str:
        return self._names.setdefault(f"{kind} {value}", f"{kind}#{len(self._names)}")


class WatchedRoom(Room):
    """`turn` is whose update is being answered; a muted chat's own act is nobody's news."""

    def __init__(self, database: Database, profile: Profile, now: datetime) -> None:
        super().__init__(database, profile, now)
        self.chats: defaultdict[int, Chat] = defaultdict(Chat)
        self.turn, self._muted = 0, 0
        self.bot = Bot("42:TEST", session=_Ear(self), default=DefaultBotProperties(parse_mode="HTML"))
        self.metronome = Metronome(database, self.clock, _Mouth(self), profile)

    def begin(self, now: datetime) -> None:
        """Forget whatever was said: another history begins. Building a room costs more than a history."""
        self.clock.at, self.turn, self._muted = now, 0, 0
        self.numbers = itertools.count(1)
        self.phones.clear()
        self.calls.clear()
        self.chats.clear()

    def note(self, chat_id: int, what: str, content: dict[str, Any]) -> None:
        if chat_id != self._muted:
            minute = f"{self.clock.at:%j %H:%M}"  # it may neither come earlier nor later than without a case
            self.chats[chat_id].note(f"{minute} {what}", content)

    @contextmanager
    def muted(self, chat_id: int) -> Iterator[None]:
        """While somebody acts on a phone, what answers the act isn't news to whoever holds that phone."""
        self._muted = chat_id
        try:
            yield
        finally:
            self._muted = 0

    async def feed(self, lane: int, **event: Any) -> None:
        self.turn = lane
        await super().feed(lane, **event)

    def standing(self, chat_id: int) -> list[str]:
        """The chat as it stands at the end, for whoever scrolls back."""
        left = Chat()
        for shown in self.phone(chat_id).chat:
            left.note("stands", _shown(shown))
        return left.came


class _Ear(_Recording):
    def __init__(self, room: WatchedRoom) -> None:
        super().__init__(room)
        self._watched = room

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109
        answer = await super().make_request(bot, method, timeout)
        if isinstance(method, GetMe):  # it asks who we are, and reaches nobody
            return answer
        content = method.model_dump(exclude_none=True, exclude=BARE, warnings=False)
        scope = content.pop("scope", None) or {}
        chat_id = content.pop("chat_id", None) or scope.get("chat_id") or self._watched.turn
        if isinstance(answer, Message):
            content["message_id"] = answer.message_id
        markup = content.pop("reply_markup", None)
        if markup:
            content["buttons"] = _marked(markup)
        self._watched.note(int(chat_id), type(method).__name__, content)
        return answer


class _Mouth(Voice):
    def __init__(self, room: WatchedRoom) -> None:
        super().__init__(room)
        self._watched = room

    async def deliver(self, envelope: Envelope) -> Outcome:
        outcome = await super().deliver(envelope)
        card = face(envelope)
        rows = [[(one.label, f"‹{one.press or one.url}›") for one in row] for row in card.rows]
        content = {
            "text": card.text, "buttons": rows, "keys": card.keys, "silent": envelope.is_silent,
            "message_id": getattr(outcome, "message_id", None), "outcome": type(outcome).__name__,
            "is_edit": envelope.edit_message_id is not None,
            "numbers": [one.number for one in card.numbers],
        }  # fmt: skip
        self._watched.note(envelope.chat_id, "unasked", content)
        return outcome


def _marked(markup: dict[str, Any]) -> Any:
    """The buttons, their data between marks, so that the ids in it can be renamed."""
    if "inline_keyboard" not in markup:
        return markup
    return [
        [(one["text"], f"‹{one.get('callback_data') or one.get('url')}›", one.get("style")) for one in row]
        for row in markup["inline_keyboard"]
    ]


def _shown(shown: Shown) -> dict[str, Any]:
    return {
        "text": shown.text, "keys": shown.keys, "contact": shown.contact, "picture": shown.has_picture,
        "buttons": [(label, f"‹{press}›") for label, press in shown.buttons.items()],
    }  # fmt: skip
