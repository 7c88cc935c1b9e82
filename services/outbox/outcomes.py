"""What is handed to the messenger, and what can become of it.

Outcome
  ├─ Delivered      it stands in the chat
  ├─ RetryLater     surely not sent: the row waits
  ├─ Unreachable    blocked, never started, left
  ├─ Uncertain      it may have arrived
  └─ Rejected       refused for good: loud, unless what it should have changed is gone
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from models.codes import Notice
from services.fading.types import Subject
from services.notifications.facts import Facts
from services.ways.types import Tried


class Channel(StrEnum):
    """What is said by one never waits for what is said by another."""

    CHATS = "chats"
    OTHER_WAYS = "other_ways"


@dataclass(frozen=True)
class Envelope:
    """One notice for one chat. `edit_message_id` refreshes a card instead of sending one.

    `is_silent`: it is the reader's night, and this can be read in the morning. `is_plain`: Telegram refused
    it in its usual form. `late_by` is how long ago it should have been said. `drill`: of no real case; the
    number is the one that nobody shall call.
    """

    notification_id: int
    fence: int
    kind: Notice
    priority: int
    recipient_id: int
    chat_id: int
    locale: str
    timezone: str
    facts: Facts
    case_id: int | None = None
    edit_message_id: int | None = None
    is_repeat: bool = False
    is_plain: bool = False
    is_silent: bool = False
    late_by: timedelta = timedelta()
    drill: str | None = None


@dataclass(frozen=True)
class Delivered:
    """`subject`: it names somebody, so it fades; None: it may stand."""

    message_id: int
    tried: tuple[Tried, ...] = ()  # of a knock: by which other ways
    subject: Subject | None = None


@dataclass(frozen=True)
class RetryLater:
    """`is_flood`: Telegram asked for this wait, for this chat."""

    wait_seconds: float
    is_flood: bool = False
    tried: tuple[Tried, ...] = ()


@dataclass(frozen=True)
class Unreachable:
    tried: tuple[Tried, ...] = ()


@dataclass(frozen=True)
class Uncertain:
    pass


@dataclass(frozen=True)
class Rejected:
    """`is_gone`: the message to be changed isn't there any more, so nothing is wrong."""

    code: str
    is_gone: bool = False


Outcome = Delivered | RetryLater | Unreachable | Uncertain | Rejected


def tried_in(outcome: Outcome) -> tuple[Tried, ...]:
    """By which other ways a knock was tried; empty for whatever goes to a chat."""
    return outcome.tried if isinstance(outcome, Delivered | RetryLater | Unreachable) else ()
