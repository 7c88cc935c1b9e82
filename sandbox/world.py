"""The sandbox's world: its memory, its clock, its queues, and the few acts everything else is made of."""

import asyncio
import secrets
import time
from collections import Counter, deque
from pathlib import Path
from typing import Any, NamedTuple

from sandbox import shapes, wire
from sandbox.bell import Bell
from sandbox.faults import Faults
from sandbox.feed import Feed
from sandbox.filestore import FileStore
from sandbox.state import FIRST_PERSON_ID, Chat, Message, Person, State, Wire
from sandbox.timekeeper import BotLink, Clock
from sandbox.updates import UpdateQueue

CALLS_KEPT = 200_000
CALLBACK_LIFE_S = 900.0


class ApiCall(NamedTuple):
    """One line of the log of Bot API calls: `status` None means no answer, `fault` is what struck."""

    n: int
    method: str
    chat_id: int | None
    status: int | None
    at: float
    fault: str | None = None


class World:
    """Hold everything; only one event loop touches it."""

    def __init__(self, token: str, state: State | None = None, folder: Path | None = None) -> None:
        self.token = token
        self.state = state or State()
        self.clock = Clock(self.state)
        self.link = BotLink()
        self.feed = Feed()
        self.updates = UpdateQueue(self.state)
        self.files = FileStore(self.state, folder)
        self.faults = Faults()
        self.calls: deque[ApiCall] = deque(maxlen=CALLS_KEPT)
        self.callbacks: dict[str, tuple[int, float]] = {}  # id → person, asked at (monotonic)
        self.counts: Counter[tuple[str, int | None]] = Counter()
        self.calls_made = 0
        self.dirty = False
        self.closing = False
        self.closed = Bell()
        self.stepping = asyncio.Lock()

    def touch(self) -> None:
        """Remember that the snapshot is behind."""
        self.dirty = True

    def close(self) -> None:
        """Wake everyone who waits, so that the process can end."""
        self.closing = True
        for bell in (self.updates.bell, self.clock.bell, self.link.bell, self.closed):
            bell.ring()
        self.feed.close()

    def add_person(self, name: str, language: str) -> Person:
        """Create an account with its private chat."""
        person_id = FIRST_PERSON_ID + len(self.state.people)
        person = Person(person_id, name, language)
        self.state.people[person_id] = person
        self.state.chats[person_id] = Chat(person_id)
        self.people_changed(person)
        return person

    def people_changed(self, person: Person) -> None:
        """Tell the pages that a person is new or different."""
        self.touch()
        if self.feed.listening:
            self.feed.publish("people", {"person_id": person.id, "person": shapes.person(person)})

    def post(self, chat: Chat, sender_id: int, **fields: Any) -> Message:
        """Add a message to a chat, dated by the sandbox's clock."""
        self.state.last_message_id += 1
        message = Message(
            chat.id, self.state.last_message_id, sender_id, int(self.clock.timestamp()), **fields
        )
        chat.messages[message.message_id] = message
        self.changed("message", message)
        return message

    def changed(self, kind: str, message: Message) -> None:
        """Tell the pages that a message is new (`message`) or different (`edited`)."""
        self.touch()
        if self.feed.listening:
            shape = shapes.message(self.state, self.token, message)
            self.feed.publish(kind, {**self.where(message.chat_id), "message": shape})

    def remove(self, message: Message) -> None:
        """Take a message out of its chat."""
        del self.state.chats[message.chat_id].messages[message.message_id]
        self.touch()
        self.feed.publish("deleted", {**self.where(message.chat_id), "message_id": message.message_id})

    def where(self, chat_id: int) -> Wire:
        """Name the person (or the group) an event belongs to."""
        is_group = self.state.chats[chat_id].is_group
        return {"person_id": None, "group_id": chat_id} if is_group else {"person_id": chat_id}

    def hear(self, kind: str, message: Message) -> int | None:
        """Queue a person's message for the bot, as `message` or `edited_message`."""
        if self.state.chats[message.chat_id].left:
            return None
        return self.updates.put(kind, message.chat_id, wire.message(self.state, message))

    def membership(self, chat: Chat, actor: Wire, old: str, new: str) -> int | None:
        """Queue the my_chat_member update that says how the bot's own place changed."""
        payload = {
            "chat": wire.chat(self.state, chat),
            "from": actor,
            "date": int(self.clock.timestamp()),
            "old_chat_member": wire.member(old, wire.BOT_USER),
            "new_chat_member": wire.member(new, wire.BOT_USER),
        }
        return self.updates.put("my_chat_member", chat.id, payload)

    def ask(self, person_id: int) -> str:
        """Return the id of a new callback query and remember it while it may be answered."""
        now = time.monotonic()
        while self.callbacks and now - next(iter(self.callbacks.values()))[1] > CALLBACK_LIFE_S:
            del self.callbacks[next(iter(self.callbacks))]
        callback_id = str(secrets.randbits(62))
        self.callbacks[callback_id] = (person_id, now)
        return callback_id

    def record(self, method: str, chat_id: int | None, status: int | None, fault: str | None = None) -> None:
        """Note a Bot API call; getUpdates is left out, being no act."""
        self.calls_made += 1
        self.counts[method, status] += 1
        call = ApiCall(self.calls_made, method, chat_id, status, self.clock.timestamp(), fault)
        self.calls.append(call)
