"""The days a rule falls on, and the next instant of it. Pure; windows and calendars come after."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from services.errors import CareError
from services.reminders.kinds import LAST, Monthly, Nth, Offset, Rule, Weekly
from services.wallclock import DAY, instant_of, local

# A clock may skip a whole day (Apia, 30 December 2011): what fell into it comes a day later.
SKIPPED = 2 * DAY


def dates_from(rule: Rule, first: date) -> Iterator[date]:
    """Yield the days of `rule` from `first` on, in order: endless, except for a day that comes once."""
    match rule:
        case Weekly():
            yield from _weeks(rule, first)
        case Offset(yearly=False):
            day = rule.base + timedelta(days=rule.days)
            if day >= first:
                yield day
        case Offset():
            yield from (day for day in _years(rule, first) if day >= first)
        case Monthly() | Nth():
            yield from (day for day in _months(rule, first) if day >= first)


def next_occurrence(
    rule: Rule, *, after: datetime, zone: ZoneInfo, usual: time | None = None
) -> datetime | None:
    """Return the first instant of `rule` strictly after `after`, in UTC; None when there is none left.

    `usual` is the hour of a rule that has none of its own. Raises ValueError without either.
    """
    at = rule.at or usual
    if at is None:
        raise ValueError("a rule without an hour needs its reader's")
    first = local(after, zone).date() - SKIPPED
    return next((due for day in dates_from(rule, first) if (due := instant_of(day, at, zone)) > after), None)


def ensure_future(rule: Rule, *, today: date) -> None:
    """Raise CareError rhythm.past for a rule that never comes again."""
    if next(dates_from(rule, today), None) is None:
        raise CareError("rhythm.past")


def _weeks(rule: Weekly, first: date) -> Iterator[date]:
    start = rule.anchor + timedelta(days=(rule.weekday - rule.anchor.weekday()) % 7)
    behind = max(0, -((start - first).days // (7 * rule.every)))
    return (start + n * timedelta(weeks=rule.every) for n in count(behind))


def _months(rule: Monthly | Nth, first: date) -> Iterator[date]:
    for month in count(first.year * 12 + first.month - 1):
        yield _in_month(rule, month // 12, month % 12 + 1)


def _in_month(rule: Monthly | Nth, year: int, month: int) -> date:
    before, length = monthrange(year, month)
    if isinstance(rule, Monthly):
        return date(year, month, min(rule.day, length))
    first = 1 + (rule.weekday - before) % 7
    if rule.nth == LAST:
        return date(year, month, first + (length - first) // 7 * 7)
    return date(year, month, first + 7 * (rule.nth - 1))


def _years(rule: Offset, first: date) -> Iterator[date]:
    """Each year's day; who was born on 29 February is thought of on the 28th between leap years."""
    for year in count(max(rule.base.year, first.year - 2)):
        length = monthrange(year, rule.base.month)[1]
        yield date(year, rule.base.month, min(rule.base.day, length)) + timedelta(days=rule.days)
