"""What the sandbox remembers, and keeps across a restart when it was given a folder.

State ── people · chats ── messages · files · profile (commands, descriptions) · webhook · updates · clock
"""

import secrets
from dataclasses import dataclass, field
from typing import Any

BOT_ID = 424242
BOT_NAME = "相伴 Xiangban"
BOT_USERNAME = "xiangban_bot"
FIRST_PERSON_ID = 100001

Wire = dict[str, Any]


@dataclass(slots=True)
class Person:
    """An account; `started` once it has written to the bot."""

    id: int
    name: str
    language: str
    blocked: bool = False
    started: bool = False
    role: str | None = None


@dataclass(slots=True)
class Message:
    """One message of a chat; `text` is the caption when a file is attached."""

    chat_id: int
    message_id: int
    sender_id: int
    date: int
    text: str = ""
    entities: list[Wire] = field(default_factory=list)
    markup: Wire | None = None
    file: Wire | None = None  # kind, file_id and the kind's own fields (width, height, duration)
    content: Wire = field(
        default_factory=dict
    )  # contact, location, sticker or a service field, as on the wire
    edit_date: int | None = None
    media_group_id: str | None = None
    protected: bool = False
    reply_to: int | None = None

    @property
    def from_bot(self) -> bool:
        return self.sender_id == BOT_ID


@dataclass(slots=True)
class Chat:
    """A private chat (its id is the person's) or a group (a negative id, a title and members)."""

    id: int
    title: str | None = None
    owner_id: int | None = None
    members: list[int] = field(default_factory=list)
    left: bool = False
    messages: dict[int, Message] = field(default_factory=dict)

    @property
    def is_group(self) -> bool:
        return self.title is not None


@dataclass(slots=True)
class StoredFile:
    """A file that can be sent again by its `file_id`; the bytes live in the file store under `path`."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    size: int
    path: str
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class Profile:
    """What the bot shows of itself; keys are JSON texts of scope and language."""

    commands: dict[str, list[Wire]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int, Wire] = field(default_factory=dict)


@dataclass(slots=True)
class Webhook:
    """Where updates are posted; an empty `url` means long polling."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass(slots=True)
class Update:
    """One queued update, already encoded; `chat_id` keeps the updates of a chat in order."""

    update_id: int
    chat_id: int
    body: str


@dataclass(slots=True)
class State:
    """Everything that survives a restart."""

    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    profile: Profile = field(default_factory=Profile)
    webhook: Webhook = field(default_factory=Webhook)
    allowed_updates: list[str] | None = None
    updates: list[Update] = field(default_factory=list)
    last_update_id: int = 0
    last_message_id: int = 0
    last_group_id: int = -4000000
    offset_s: float = 0.0
    generation: int = 0
    chat_instance: str = field(default_factory=lambda: str(secrets.randbits(62)))
