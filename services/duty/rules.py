"""When those on duty are asked, whose turn it is, and when it is nobody's. Pure.

A day on duty has two halves, by the clocks of the school: 07:00–19:00, and from there to the next morning.
The night belongs to the day on which it begins, and so does who is away: a leave from Tuesday to Thursday
begins on Tuesday at seven and ends on Friday at seven.

    the newest accepted change of that turn ─▶ else the week's plan ─▶ whoever is away: their deputy
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.codes import Half
from services.errors import CareError
from services.people.rules import narrow
from services.profile import DutyCheck
from services.wallclock import DAY, instant_of, local

DAY_BEGINS, NIGHT_BEGINS = time(7), time(19)
AHEAD = 14  # days that gaps are looked for in
LONGEST_LEAVE = 180
_DATE = re.compile(r"(?<!\d)(?:(\d{4})\D{1,2})?(\d{1,2})\D(\d{1,2})(?!\d)")


class Why(StrEnum):
    """Why nobody is on duty."""

    EMPTY = "empty"  # nobody was entered
    AWAY = "away"  # and no deputy, or one who is away as well
    GONE = "gone"  # whoever was entered can't be told of a case any more


@dataclass(frozen=True)
class Turn:
    """Half a day on duty."""

    day: date
    half: Half

    @property
    def next(self) -> "Turn":
        return Turn(self.day, Half.NIGHT) if self.half is Half.DAY else Turn(self.day + DAY, Half.DAY)


@dataclass(frozen=True)
class Leave:
    """First and last day included."""

    person_id: int
    first: date
    last: date
    deputy_id: int | None = None
    leave_id: int = 0

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Gap:
    turn: Turn
    why: Why


@dataclass(frozen=True)
class Roster:
    """A unit's plan; `leaves` in the order in which they were told, the newest counts."""

    week: Mapping[tuple[int, Half], int] = field(default_factory=dict)
    changes: Mapping[Turn, int] = field(default_factory=dict)
    leaves: Sequence[Leave] = ()

    def planned(self, turn: Turn) -> int | None:
        return self.changes.get(turn) or self.week.get((turn.day.weekday(), turn.half))

    def find_leave(self, person_id: int, day: date) -> Leave | None:
        here = [one for one in self.leaves if one.person_id == person_id and one.holds(day)]
        return here[-1] if here else None

    def is_away(self, person_id: int, day: date) -> bool:
        return self.find_leave(person_id, day) is not None

    def on_duty(self, turn: Turn) -> int | None:
        """Who is there on that turn; a deputy who is away as well has none of their own."""
        person_id = self.planned(turn)
        leave = self.find_leave(person_id, turn.day) if person_id is not None else None
        if leave is None:
            return person_id
        deputy_id = leave.deputy_id
        return deputy_id if deputy_id is not None and not self.is_away(deputy_id, turn.day) else None


def is_asking_time(now: datetime, *, zone: ZoneInfo, rule: DutyCheck) -> bool:
    """Whether the week's question may be asked: on its day, from its hour to the day's end.

    Who couldn't be asked that day, because we were away, is asked next week.
    """
    here = now.astimezone(zone)
    return here.weekday() == rule.weekday and here.time() >= rule.hour


def turn_at(now: datetime, zone: ZoneInfo) -> Turn:
    """The turn that an instant falls in."""
    here = local(now, zone)
    if here.time() < DAY_BEGINS:
        return Turn(here.date() - DAY, Half.NIGHT)
    return Turn(here.date(), Half.DAY if here.time() < NIGHT_BEGINS else Half.NIGHT)


def begins_at(turn: Turn, zone: ZoneInfo) -> datetime:
    return instant_of(turn.day, DAY_BEGINS if turn.half is Half.DAY else NIGHT_BEGINS, zone)


def turns_from(first: Turn, *, days: int) -> Iterator[Turn]:
    """The turns from `first` to the end of so many days, its own counted."""
    turn = first
    while turn.day < first.day + days * DAY:
        yield turn
        turn = turn.next


def list_gaps(roster: Roster, *, first: Turn, able: Collection[int], days: int = AHEAD) -> tuple[Gap, ...]:
    """When nobody is on duty who could be told; `able`: who could."""
    found = ((turn, why_open(roster, turn, able=able)) for turn in turns_from(first, days=days))
    return tuple(Gap(turn, why) for turn, why in found if why is not None)


def why_open(roster: Roster, turn: Turn, *, able: Collection[int]) -> Why | None:
    """Why nobody is on duty on a turn; None: somebody is."""
    if roster.planned(turn) is None:
        return Why.EMPTY
    person_id = roster.on_duty(turn)
    if person_id is None:
        return Why.AWAY
    return None if person_id in able else Why.GONE


def part(people: Sequence[int], *, on_duty: int | None, away: Collection[int]) -> tuple[list[int], list[int]]:
    """Split those who may be told into who is told first, and who is when that was in vain.

    Nobody is lost: a gap tells everybody who is here, and when all are away, all of them.
    """
    if on_duty in people:
        first = [one for one in people if one == on_duty]
    else:
        first = [one for one in people if one not in away] or list(people)
    return first, [one for one in people if one not in first]


def read_leave(text: str, *, today: date) -> tuple[date, date]:
    """Read “12月1日到12月5日”, “12.1-12.5”, “2026-12-01”, as people type it.

    Raises CareError roster.leave_unclear, leave_backwards, leave_over or leave_long.
    """
    days = [_day(*found, today=today) for found in _DATE.findall(narrow(text))]
    if len(days) not in (1, 2):
        raise CareError("roster.leave_unclear")
    return ensure_leave(days[0], days[-1], today=today)


def ensure_leave(first: date, last: date, *, today: date) -> tuple[date, date]:
    if last < first:
        raise CareError("roster.leave_backwards")
    if last < today:
        raise CareError("roster.leave_over")
    if (last - first).days >= LONGEST_LEAVE or (first - today).days > 2 * LONGEST_LEAVE:
        raise CareError("roster.leave_long", most=LONGEST_LEAVE)
    return first, last


def _day(year: str, month: str, day: str, *, today: date) -> date:
    """Without a year, the day that is nearest."""
    years = [int(year)] if year else [today.year - 1, today.year, today.year + 1]
    days = [one for one in (_date(number, int(month), int(day)) for number in years) if one is not None]
    if not days:
        raise CareError("roster.leave_unclear")
    return min(days, key=lambda one: abs(one - today))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
