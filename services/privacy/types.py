"""Requests as they are shown, and what is held of somebody as it is given to them."""

from dataclasses import dataclass
from datetime import date, datetime

from models.codes import Asked

Value = str | int | bool | date | datetime | None


@dataclass(frozen=True)
class Line:
    """One fact. `name` and, where it `is_code`, `value` have words in the catalogues."""

    name: str
    value: Value
    is_code: bool = False


Entry = tuple[Line, ...]


@dataclass(frozen=True)
class Section:
    """The facts of one kind of row, by the name of its table."""

    table: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Holdings:
    """Everything that is given to a person of what is held of them."""

    made_at: datetime
    timezone: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Somebody:
    """A person on the phone that asks."""

    person_id: int
    name: str


@dataclass(frozen=True)
class Ticket:
    """A request, as its asker sees it. `is_granted` None: not answered yet."""

    request_id: int
    name: str
    asked: Asked
    made_at: datetime
    due_on: date
    is_granted: bool | None
    reason: str | None


@dataclass(frozen=True)
class Rights:
    """What somebody finds behind /privacy: who is on the phone, and what they have asked so far."""

    people: tuple[Somebody, ...]
    tickets: tuple[Ticket, ...]
    has_children: bool


@dataclass(frozen=True)
class Opened:
    """A request, as whoever answers it sees it. `child_name`: of the only child it can be about."""

    ticket: Ticket
    words: str | None
    child_name: str | None
    is_overdue: bool
    is_staff: bool  # the asker works here: a deletion is done by hand
