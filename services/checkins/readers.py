"""Who reads what a family wrote.

    ordinary words   each child's class: its teachers; a class without one: the school's administrators,
                     then its safeguarding officers
    words of danger  each school: its safeguarding officers, then its administrators, then the county, one
                     after the other until somebody has them open; without any of them, the teachers
    … that speak of somebody at the school: the county, and nobody who works there

Somebody whose phone can be reached goes before everybody whose phone can't.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from models.codes import TEACHERS, Role
from services.profile import Profile

HEADS, OFFICERS = frozenset({Role.ADMINISTRATOR}), frozenset({Role.SAFEGUARDING})
COUNTY = frozenset({Role.COUNTY_OFFICER})
ORDINARY = (TEACHERS, HEADS, OFFICERS)
CLIMB = (OFFICERS, HEADS, COUNTY)
LAST = len(CLIMB) - 1
READING = TEACHERS | HEADS | OFFICERS | COUNTY

AN_HOUR = timedelta(hours=1)  # to finish what one has opened
LONGEST_REPEAT = timedelta(minutes=30)


@dataclass(frozen=True)
class Home:
    """Where a family belongs: one child beside whom one person stands."""

    person_id: int
    child_id: int
    class_id: int
    school_id: int
    county_id: int


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a role now, and whether their phone can be reached."""

    person_id: int
    role: Role
    unit_id: int
    is_reachable: bool


def ladder_from(rung: int, *, of_school: bool) -> tuple[frozenset[Role], ...]:
    """Who may be told of words of danger from a rung on; after that leads to nobody, those before it."""
    rung = min(rung, LAST)
    return (COUNTY,) if of_school else (*CLIMB[rung:], *CLIMB[:rung], TEACHERS)


def wait(profile: Profile, rung: int) -> timedelta:
    """How long before the next rung is told, as long as for a report; at the end it grows, and goes on."""
    if rung < LAST:
        waits = {step.role: step.wait_minutes for step in profile.ladder.steps}
        return timedelta(minutes=max(waits.get(role, profile.ladder.repeat_minutes) for role in CLIMB[rung]))
    first = timedelta(minutes=profile.ladder.repeat_minutes)
    return min(first * int(2 ** min(rung - LAST, 16)), max(first, LONGEST_REPEAT))


def choose(
    homes: Sequence[Home], holders: Sequence[Holder], ladder: Sequence[frozenset[Role]] = ORDINARY
) -> list[int]:
    """Return the people who are told, in no meaningful order and each once."""
    chosen: set[int] = set()
    for home in homes:
        places = (home.class_id, home.school_id, home.county_id)
        chosen |= _first([one for one in holders if one.unit_id in places], ladder)
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
