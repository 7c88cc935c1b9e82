"""What is known of a child, as it is shown."""

from dataclasses import dataclass

from models.codes import Kin
from services.access.rules import Action
from services.access.types import ChildRef, ClassRef


@dataclass(frozen=True)
class Place:
    """An adult's place beside a child; `name` is None while nobody has joined."""

    relation_id: int
    kin: Kin
    away: bool
    name: str | None

    @property
    def is_open(self) -> bool:
        return self.name is None


@dataclass(frozen=True)
class ChildFile:
    """A child, its adults, and what the reader may do; `is_staff` chooses the face of the card."""

    child: ChildRef
    age: int
    places: tuple[Place, ...]
    teachers: tuple[str, ...]
    may: frozenset[Action]
    is_staff: bool


@dataclass(frozen=True)
class ClassList:
    """The children of a class, in the order of their registration."""

    unit: ClassRef
    children: tuple[ChildRef, ...]
    may_register: bool
    may_move: bool = False
    may_find: bool = False  # by a telephone number
    left: tuple[ChildRef, ...] = ()  # who can still be put back


@dataclass(frozen=True)
class Registered:
    child_id: int


@dataclass(frozen=True)
class Doubled:
    """The school has a child of this name and birth date: nothing was stored, the asker decides."""
