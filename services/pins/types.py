"""What asking for a PIN, and trying one, answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Why(StrEnum):
    """Why something stays shut."""

    NOT_SET = "not_set"
    SHUT = "shut"
    LOCKED = "locked"


@dataclass(frozen=True)
class Closed:
    """The phone's PIN stands before what was wanted; nothing of it was read."""

    why: Why


@dataclass(frozen=True)
class Known:
    """A PIN as it was looked up, to be compared outside any transaction; `set_at` says which one it was."""

    digest: str
    set_at: datetime
    is_locked: bool


@dataclass(frozen=True)
class Unlocked:
    """It was right: open until it has been idle for a while. `set_at` says which PIN it was."""

    set_at: datetime


@dataclass(frozen=True)
class WrongPin:
    tries_left: int


@dataclass(frozen=True)
class Locked:
    """Too many wrong ones; somebody resets it in person."""


@dataclass(frozen=True)
class NotSet:
    """There is no PIN, or not this one any more."""


Tried = Unlocked | WrongPin | Locked | NotSet
