"""Who reads what a family wrote.

    ordinary words   each child's class: its teachers; a class without one: the school's administrators,
                     then its safeguarding officers
    words of danger  each school: its safeguarding officers, then its administrators, then the teachers

Somebody whose phone can be reached goes before everybody whose phone can't.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.codes import TEACHERS, Role

HEADS, OFFICERS = frozenset({Role.ADMINISTRATOR}), frozenset({Role.SAFEGUARDING})
ORDINARY = (TEACHERS, HEADS, OFFICERS)
DANGER = (OFFICERS, HEADS, TEACHERS)
READING = TEACHERS | HEADS | OFFICERS


@dataclass(frozen=True)
class Home:
    """Where a family belongs: one child beside whom one person stands."""

    person_id: int
    child_id: int
    class_id: int
    school_id: int


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a role now, and whether their phone can be reached."""

    person_id: int
    role: Role
    unit_id: int
    is_reachable: bool


def choose(homes: Sequence[Home], holders: Sequence[Holder], *, danger: bool) -> list[int]:
    """Return the people who are told, in no meaningful order and each once."""
    chosen: set[int] = set()
    for home in homes:
        nearby = [one for one in holders if one.unit_id in (home.class_id, home.school_id)]
        chosen |= _first(nearby, DANGER if danger else ORDINARY)
    return sorted(chosen)


def _first(holders: Iterable[Holder], ladder: Sequence[frozenset[Role]]) -> set[int]:
    holders = list(holders)
    for is_reachable in (True, False):
        for step in ladder:
            found = {
                one.person_id for one in holders if one.role in step and one.is_reachable is is_reachable
            }
            if found:
                return found
    return set()
