"""When a purpose is open: what its people said, and when a child is asked as well. Pure.

nobody said anything ──a yes, no no──▶ open ──a no, of anybody──▶ closed ──that no becomes a yes──▶ open
a new version of the text: as if nobody had said anything
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

CONTACT = "contact"  # an adult's own: to be reminded. Silence is no refusal, and no child is concerned


@dataclass(frozen=True)
class Voice:
    """What somebody whose word counts said to the present text. Whoever is barred can only refuse."""

    person_id: int
    granted: bool
    is_barred: bool = False


def is_open(voices: Iterable[Voice], *, asks_child: bool, child_says: bool | None) -> bool:
    """Whether a purpose may be followed: one yes, no no, and the child's yes where it is asked."""
    said = list(voices)
    if any(not voice.granted for voice in said):
        return False
    agreed = any(not voice.is_barred for voice in said)
    return agreed and (child_says is True or not asks_child)


def has_turned(born_on: date, years: int, *, today: date) -> bool:
    """Whether a birthday has come; a child of 29 February has it on 1 March in the years between."""
    return (today.year - years, today.month, today.day) >= (born_on.year, born_on.month, born_on.day)
