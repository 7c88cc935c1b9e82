"""When something was: typed times, second taps, and what can't have happened yet."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

from models.case_codes import CaseFact
from services.errors import CareError
from services.people.rules import narrow
from services.wallclock import find_zone

SAME_TAP = timedelta(seconds=60)  # a second tap on the same fact within it is the same fact
A_DAY, LONGEST_AGO = timedelta(days=1), timedelta(days=366)
NO_DAYS: Mapping[str, int] = MappingProxyType({})
NEAREST = timedelta(hours=12)  # 21:30 typed at 08:00 was yesterday; 14:31 typed at 14:30 is a mistake
# A month and a day, with or without a year, whatever stands between, before a time.
DAY = re.compile(
    r"(?:(?P<year>20\d\d)\D{1,3})?(?P<month>1[0-2]|0?[1-9])\D{1,3}(?P<day>3[01]|[12]\d|0?[1-9])\D{1,3}"
    r"(?=\d{1,2}\D{0,3}[0-5]\d\D?$)"
)


def typed_time(text: str, *, now: datetime, timezone: str, days: Mapping[str, int] = NO_DAYS) -> datetime:
    """Return the instant of a typed HH:MM (14:05, 1405, 14点05分, full-width too), with or without a day.

    Without one it is today's in `timezone`, or yesterday's where that is nearer than one that is still to
    come. A day is a word of `days` (with how many days ago it was) or 11-23, 11月23日, 2026-11-23.
    Raises CareError alerts.time_unreadable or alerts.time_future.
    """
    typed, local = narrow(text).strip().lower(), now.astimezone(find_zone(timezone))
    day, clock = _day_in(typed, local.date(), days)
    # Any one sign or word of a language may stand between and after, as in 14h05.
    found = re.fullmatch(r"([01]?[0-9]|2[0-3])\D{0,3}([0-5][0-9])\D?", clock)
    if found is None:
        raise CareError("alerts.time_unreadable")
    at = local.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
    if day is not None:
        at = at.replace(year=day.year, month=day.month, day=day.day)
    elif at > local and local - (at - A_DAY) <= NEAREST:
        at -= A_DAY
    if at > local:
        raise CareError("alerts.time_future")
    if local - at > LONGEST_AGO:
        raise CareError("alerts.time_unreadable")
    return at.astimezone(now.tzinfo)


def _day_in(typed: str, today: date, days: Mapping[str, int]) -> tuple[date | None, str]:
    """The day before a typed time, and the time; None: no day was typed."""
    for word, ago in days.items():
        if typed.startswith(word):
            return today - timedelta(days=ago), typed.removeprefix(word).strip()
    found = DAY.match(typed)
    if found is None:
        return None, typed
    try:
        day = date(int(found["year"] or today.year), int(found["month"]), int(found["day"]))
        if not found["year"] and day > today:  # in January “12-30” was last year's
            day = day.replace(year=day.year - 1)
    except ValueError as error:
        raise CareError("alerts.time_unreadable") from error
    return day, typed[found.end() :]


def is_same_tap(told: Iterable[tuple[CaseFact, datetime]], fact: CaseFact, *, now: datetime) -> bool:
    """Whether a fact was entered a moment ago: the second tap on a button is the first one."""
    return any(one is fact and at > now - SAME_TAP for one, at in told)


def ensure_past(happened_at: datetime, *, now: datetime) -> None:
    """Raise CareError alerts.time_future for what can't have happened yet."""
    if happened_at > now:
        raise CareError("alerts.time_future")
