"""The kinds of rule by which a reminder repeats, and their JSON. Pure.

    {"v": 1, "kind": "monthly", "day": 31, "at": "16:30"}             day 31, or the month's last
    {"v": 1, "kind": "weekly", "every": 2, "weekday": 4, "anchor": "2026-11-27"}
    {"v": 1, "kind": "nth", "nth": -1, "weekday": 4}                  the month's last Friday
    {"v": 1, "kind": "offset", "base": "2018-05-21", "days": -7, "yearly": true}

`at` is the hour on the reader's clock; without it the reader's own hour counts. Weekdays: 0 is Monday.
A rule that can't be raises CareError rhythm.day_odd, weeks_odd, weekday_odd, nth_odd, offset_odd,
hour_odd or unreadable.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Any, ClassVar

from services.errors import CareError

VERSION = 1
LAST = -1
NTHS = frozenset({1, 2, 3, 4, LAST})  # a fifth Friday is missing from most months
MOST_WEEKS = 52
MOST_DAYS = 366
YEARS = range(1900, 2200)


@dataclass(frozen=True)
class Monthly:
    """Day `day` (1 to 31, clamped to the month's end) of each month."""

    day: int
    at: time | None = None
    kind: ClassVar[str] = "monthly"

    def __post_init__(self) -> None:
        _ensure(1 <= self.day <= 31, "rhythm.day_odd")


@dataclass(frozen=True)
class Weekly:
    """Every `every` weeks on `weekday`, first on or after the day `anchor`."""

    every: int
    weekday: int
    anchor: date
    at: time | None = None
    kind: ClassVar[str] = "weekly"

    def __post_init__(self) -> None:
        _ensure(1 <= self.every <= MOST_WEEKS, "rhythm.weeks_odd")
        _ensure(self.weekday in range(7), "rhythm.weekday_odd")


@dataclass(frozen=True)
class Nth:
    """The `nth` (1 to 4, or -1: the last) `weekday` of each month."""

    nth: int
    weekday: int
    at: time | None = None
    kind: ClassVar[str] = "nth"

    def __post_init__(self) -> None:
        _ensure(self.nth in NTHS, "rhythm.nth_odd")
        _ensure(self.weekday in range(7), "rhythm.weekday_odd")


@dataclass(frozen=True)
class Offset:
    """`days` after the day `base` (before it when negative): once, or each year from then on."""

    base: date
    days: int
    yearly: bool = False
    at: time | None = None
    kind: ClassVar[str] = "offset"

    def __post_init__(self) -> None:
        _ensure(abs(self.days) <= MOST_DAYS, "rhythm.offset_odd")
        _ensure(self.base.year in YEARS, "rhythm.offset_odd")


Rule = Monthly | Weekly | Nth | Offset


def parse(stored: Any) -> Rule:
    """Return the rule in a JSON object. Raises CareError for one that can't be or can't be read."""
    try:
        if stored["v"] != VERSION:
            raise CareError("rhythm.unreadable")
        at = _hour(stored.get("at"))
        match stored["kind"]:
            case "monthly":
                return Monthly(_whole(stored["day"]), at)
            case "weekly":
                anchor = date.fromisoformat(stored["anchor"])
                return Weekly(_whole(stored["every"]), _whole(stored["weekday"]), anchor, at)
            case "nth":
                return Nth(_whole(stored["nth"]), _whole(stored["weekday"]), at)
            case "offset":
                base, yearly = date.fromisoformat(stored["base"]), bool(stored.get("yearly"))
                return Offset(base, _whole(stored["days"]), yearly, at)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CareError("rhythm.unreadable") from error
    raise CareError("rhythm.unreadable")


def dump(rule: Rule) -> dict[str, Any]:
    """Return the JSON object of a rule; `parse` gives the same rule back."""
    at = {} if rule.at is None else {"at": f"{rule.at:%H:%M}"}
    shape: dict[str, Any]
    match rule:
        case Monthly():
            shape = {"day": rule.day}
        case Weekly():
            shape = {"every": rule.every, "weekday": rule.weekday, "anchor": rule.anchor.isoformat()}
        case Nth():
            shape = {"nth": rule.nth, "weekday": rule.weekday}
        case Offset():
            shape = {"base": rule.base.isoformat(), "days": rule.days, "yearly": rule.yearly}
    return {"v": VERSION, "kind": rule.kind, **shape, **at}


def _hour(text: Any) -> time | None:
    if text is None:
        return None
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except (TypeError, ValueError):
        raise CareError("rhythm.hour_odd") from None


def _whole(number: Any) -> int:
    if not isinstance(number, int) or isinstance(number, bool):
        raise CareError("rhythm.unreadable")
    return number


def _ensure(holds: bool, code: str) -> None:  # noqa: FBT001
    if not holds:
        raise CareError(code)
