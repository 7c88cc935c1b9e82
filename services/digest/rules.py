"""Which reading of a week is unusual: five rules, counted from the audit alone. Pure.

A rule only makes a colleague ask a colleague, so each is set where ordinary work hardly comes:

- OUTSIDE: files of so many different children who are not of one's own. A class has 30 to 50 children; a head
  or a duty officer who looks after some families a day opens fewer than 30 in a week. More is a list.
- ONE_CHILD: one child who is not of one's own, on so many different days. A worry takes a day or two. Days
  are counted and not looks: going back and forth on a card is several looks.
- NIGHT: files of so many different children between midnight and five. Who writes up late is done by
  then; one look at night may be one worry; five at three in the morning may be a stolen phone.
- REFUSED: so many different children and classes that stayed shut. After a change of posts an old button or
  two is pressed; five are tries. Only asking to read counts: what is refused about a case never does.
- LOCKED: as many wrong PINs in a row as lock a phone.

“One's own” are the children of a class or village where one had a role in that week, and of one's own home.
What is told is the step that a count has reached, never the count: so one file more or less, read or not read
for a reason that nobody here may learn of, hardly ever shows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from services.access.rules import LOOKS, Action
from services.pins.rules import MOST_TRIES
from services.wallclock import local, week_of

TOLD_FROM, TOLD_UNTIL = time(9), time(20)  # of any day: after an absence, the first that is left of the week
NIGHT_ENDS = time(5)  # it begins at midnight
READS = frozenset({*LOOKS, Action.SEE_RHYTHM, Action.SEE_READERS})
TRIES = frozenset({Action.TRY_PIN, Action.SET_PIN})


class Rule(StrEnum):
    OUTSIDE = "outside"
    ONE_CHILD = "one_child"
    NIGHT = "night"
    REFUSED = "refused"
    LOCKED = "locked"


STEPS: Mapping[Rule, tuple[int, ...]] = MappingProxyType(
    {
        Rule.OUTSIDE: (30, 60, 120),
        Rule.ONE_CHILD: (4, 6),
        Rule.NIGHT: (5, 10, 20),
        Rule.REFUSED: (5, 10, 20),
        Rule.LOCKED: (MOST_TRIES,),
    }
)


@dataclass(frozen=True)
class Entry:
    """What somebody did or tried; `thing` is a subject and an id, `is_own` says that the child is theirs."""

    person_id: int
    at: datetime
    action: str
    thing: tuple[str, int | None]
    allowed: bool
    is_own: bool = False


@dataclass(frozen=True)
class Finding:
    person_id: int
    rule: Rule
    at_least: int


def is_telling_time(now: datetime, zone: ZoneInfo) -> bool:
    return TOLD_FROM <= local(now, zone).time() < TOLD_UNTIL


def last_week(now: datetime, zone: ZoneInfo) -> str:
    """Return the week that is over, such as 2026-W47."""
    return week_of(local(now, zone) - timedelta(days=7), zone)


def find_unusual(entries: Iterable[Entry], *, zone: ZoneInfo) -> tuple[Finding, ...]:
    """Judge a week's entries, in their order; by person, then by rule."""
    mine: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        mine[entry.person_id].append(entry)
    return tuple(
        Finding(person_id, rule, reached)
        for person_id in sorted(mine)
        for rule, count in COUNTS.items()
        if (reached := max((one for one in STEPS[rule] if one <= count(mine[person_id], zone)), default=0))
    )


def _outside(entries: Sequence[Entry], _zone: ZoneInfo) -> int:
    return len({one.thing for one in _looks(entries) if not one.is_own})


def _one_child(entries: Sequence[Entry], zone: ZoneInfo) -> int:
    days = defaultdict(set)
    for one in _looks(entries):
        if not one.is_own:
            days[one.thing].add(local(one.at, zone).date())
    return max((len(seen) for seen in days.values()), default=0)


def _night(entries: Sequence[Entry], zone: ZoneInfo) -> int:
    return len({one.thing for one in _looks(entries) if local(one.at, zone).time() < NIGHT_ENDS})


def _refused(entries: Sequence[Entry], _zone: ZoneInfo) -> int:
    return len({one.thing for one in entries if one.action in READS and not one.allowed})


def _locked(entries: Sequence[Entry], _zone: ZoneInfo) -> int:
    longest = run = 0
    for one in entries:
        if one.action in TRIES:
            run = 0 if one.allowed else run + 1
            longest = max(longest, run)
    return longest


def _looks(entries: Sequence[Entry]) -> list[Entry]:
    return [one for one in entries if one.action in LOOKS and one.allowed]


COUNTS: Mapping[Rule, Callable[[Sequence[Entry], ZoneInfo], int]] = MappingProxyType(
    {
        Rule.OUTSIDE: _outside,
        Rule.ONE_CHILD: _one_child,
        Rule.NIGHT: _night,
        Rule.REFUSED: _refused,
        Rule.LOCKED: _locked,
    }
)
