"""What the check-ins answer."""

from dataclasses import dataclass
from datetime import date, datetime

from services.access.types import ChildRef, ClassRef
from services.checkins.rules import Question


@dataclass(frozen=True)
class ClassToday:
    """A class as a teacher finds it today: who has been noted, and whether the rest was seen too."""

    unit: ClassRef
    children: tuple[ChildRef, ...]
    noted: frozenset[int]
    observed: bool


@dataclass(frozen=True)
class Observed:
    unit: ClassRef
    on: date


@dataclass(frozen=True)
class Entry:
    """A note as it stands; `author` is a name."""

    note_id: int
    mood: int
    tags: tuple[str, ...]
    words: str | None
    happened_on: date
    entered_at: datetime
    author: str
    amendments: tuple["Entry", ...] = ()


@dataclass(frozen=True)
class Shown:
    """One note with what may be done to it now. `asks` is open; `is_amendment` for a correction."""

    child: ChildRef
    entry: Entry
    can_recall: bool
    is_recalled: bool
    is_amendment: bool
    asks: Question | None
    offers_red: bool


@dataclass(frozen=True)
class TooLate:
    """It can't be recalled any more: it can be corrected."""

    shown: Shown


@dataclass(frozen=True)
class History:
    """A page (from 0) of a child's notes, newest first."""

    child: ChildRef
    entries: tuple[Entry, ...]
    page: int
    has_more: bool
