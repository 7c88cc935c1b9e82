"""When a reminder suits: the hours in which its reader is free and the child is near a phone. Pure.

    quiet hours, a shift        Daily: closed each day from one hour to another, also past midnight
    the child's windows         Near: open on some weekdays from one hour to another

A window's edges are instants. Where a clock change makes an edge doubtful, the closed window is the longer.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.errors import CareError
from services.people.rules import narrow
from services.wallclock import DAY, MIDNIGHT, instant_of, local

Hours = tuple[time, time]
Span = tuple[datetime, datetime]

_HOUR = r"(\d{1,2})(?:[:.](\d{2}))?"  # `narrow` has made the full-width signs ordinary
# Between them a dash, or "to" in whatever language; a word for the hour may follow each.
_SHIFT = re.compile(rf"{_HOUR}[^\d:.]\D{{0,4}}{_HOUR}[^\d:.]?")


@dataclass(frozen=True)
class Daily:
    """Closed each day from `start` to `end` on the clocks of `zone`; not at all when they are the same."""

    start: time
    end: time
    zone: ZoneInfo

    def after(self, instant: datetime) -> datetime:
        """Return `instant`, or the end of the window it falls into."""
        if self.start == self.end:
            return instant
        today = local(instant, self.zone).date()
        for day in (today - 2 * DAY, today - DAY, today, today + DAY):
            opens, closes = self._on(day)
            if opens <= instant < closes:
                instant = closes
        return instant

    def holds(self, instant: datetime) -> bool:
        return self.after(instant) != instant

    def _on(self, day: date) -> Span:
        until = day if self.start < self.end else day + DAY
        opens = min(instant_of(day, self.start, self.zone, fold) for fold in (0, 1))
        return opens, max(instant_of(until, self.end, self.zone, fold) for fold in (0, 1))


@dataclass(frozen=True)
class Reach:
    """On these weekdays (0 is Monday) from `start` to `end` somebody near the child can pick up."""

    days: frozenset[int]
    start: time
    end: time


def never(_day: date) -> bool:
    return False


@dataclass(frozen=True)
class Near:
    """The child's windows on the clocks of `zone`.

    On days that `is_home` knows any hour will do, on those of `is_shut` none.
    """

    reach: tuple[Reach, ...]
    zone: ZoneInfo
    is_home: Callable[[date], bool] = never
    is_shut: Callable[[date], bool] = never

    def after(self, instant: datetime, *, until: datetime) -> datetime | None:
        """Return `instant` or the next one in a window, before `until`; None when there is none."""
        day = local(instant, self.zone).date()
        while instant_of(day, MIDNIGHT, self.zone) <= until:
            for opens, closes in self._on(day):
                if instant < closes and opens < closes:
                    found = max(instant, opens)
                    return found if found < until else None
            day += DAY
        return None

    def _on(self, day: date) -> list[Span]:
        if self.is_shut(day):
            return []
        if self.is_home(day):
            return [(instant_of(day, MIDNIGHT, self.zone), instant_of(day + DAY, MIDNIGHT, self.zone))]
        return sorted(
            (instant_of(day, one.start, self.zone), instant_of(day, one.end, self.zone))
            for one in self.reach
            if day.weekday() in one.days
        )


def earliest(
    instant: datetime, *, closed: Sequence[Daily], near: Near | None = None, until: datetime
) -> datetime | None:
    """Return the first instant from `instant` on, before `until`, that suits everybody; None without one."""
    while instant < until:
        moved = instant
        for window in closed:
            moved = window.after(moved)
        if near is not None:
            found = near.after(moved, until=until)
            if found is None:
                return None
            moved = found
        if moved == instant:
            return instant
        instant = moved
    return None


def free_from(instant: datetime, *, closed: Sequence[Daily]) -> datetime:
    """Return `instant`, or the next one outside these windows; `instant` when they fill the day."""
    return earliest(instant, closed=closed, until=instant + 2 * DAY) or instant


def parse_shift(text: str, *, quiet: Hours) -> str:
    """Return a typed shift as it is stored, 22:00-06:00.

    Raises CareError shift.unclear, or shift.no_minute when quiet hours and shift fill the day.
    """
    start, end = parse_hours(text)
    ensure_room((start, end), quiet)
    return f"{start:%H:%M}-{end:%H:%M}"


def parse_hours(text: str, *, unclear: str = "shift.unclear") -> Hours:
    """Read two hours such as 17:00-18:30 or 9-17. Raises CareError `unclear`."""
    found = _SHIFT.fullmatch(narrow(text).strip().lower())
    if found is None:
        raise CareError(unclear)
    try:
        start, end = time(int(found[1]), int(found[2] or 0)), time(int(found[3]), int(found[4] or 0))
    except ValueError:
        raise CareError(unclear) from None
    if start == end:
        raise CareError(unclear)
    return start, end


def hours_of(shift: str | None) -> Hours | None:
    """Return a stored shift; one that can't be read is none."""
    try:
        start, end = (time.fromisoformat(one) for one in (shift or "").split("-"))
    except ValueError:
        return None
    return start, end


def ensure_room(*windows: Hours) -> None:
    """Raise CareError shift.no_minute when the windows leave no minute of a day."""
    minutes = (datetime.combine(date.min, MIDNIGHT) + timedelta(minutes=n) for n in range(24 * 60))
    if all(any(covers(one, minute.time()) for one in windows) for minute in minutes):
        raise CareError("shift.no_minute")


def covers(window: Hours, at: time) -> bool:
    """Whether a daily window, which may pass midnight, holds the time `at`."""
    start, end = window
    return start <= at < end if start <= end else at >= start or at < end


def parse_reach(stored: Any) -> tuple[Reach, ...]:
    """Return the child's windows in JSON. Raises CareError rhythm.reach_unreadable."""
    try:
        found = tuple(
            Reach(frozenset(one["days"]), time.fromisoformat(one["from"]), time.fromisoformat(one["to"]))
            for one in stored
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CareError("rhythm.reach_unreadable") from error
    if not found or not all(is_sound(one) for one in found):
        raise CareError("rhythm.reach_unreadable")
    return found


def is_sound(reach: Reach) -> bool:
    """Whether a window is open at all; it ends on the day on which it began."""
    return bool(reach.days) and reach.days <= {*range(7)} and reach.start < reach.end


def dump_reach(reach: Sequence[Reach]) -> list[dict[str, Any]]:
    return [
        {"days": sorted(one.days), "from": f"{one.start:%H:%M}", "to": f"{one.end:%H:%M}"} for one in reach
    ]
