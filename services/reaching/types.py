"""How a child's people are reached, as it is shown."""

from dataclasses import dataclass
from datetime import datetime

from models.codes import Detail, Kin
from services.access.types import ChildRef


@dataclass(frozen=True)
class Way:
    """One number or address; `value` of a phone is E.164. `is_new`: told by word, nobody has rung it yet."""

    detail_id: int
    kind: Detail
    value: str
    since: datetime
    is_new: bool


@dataclass(frozen=True)
class Reached:
    """A place beside a child and how whoever holds it is reached; `name` is None while nobody has joined."""

    relation_id: int
    person_id: int | None
    kin: Kin
    away: bool
    name: str | None
    is_barred: bool
    ways: tuple[Way, ...]

    @property
    def phones(self) -> tuple[Way, ...]:
        return tuple(one for one in self.ways if one.kind is Detail.PHONE)


@dataclass(frozen=True)
class ContactCard:
    """Whom to ring for a child, in this order: who is at home, then who is away.

    `home` is None for a reader to whom the address isn't open. `may_keep`: the reader may change it.
    """

    child: ChildRef
    people: tuple[Reached, ...]
    home: tuple[Way, ...] | None
    has_id_number: bool
    may_keep: bool
    is_staff: bool


@dataclass(frozen=True)
class Dialled:
    """A number to be sent as a contact card."""

    child_id: int
    kin: Kin
    name: str | None
    number: str


@dataclass(frozen=True)
class OwnWays:
    """What is kept of the people on a phone."""

    ways: tuple[Way, ...]
