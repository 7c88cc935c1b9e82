"""When a reminder is due. Pure: an instant, a rule and a zone go in, an instant in UTC comes out.

    rule (day, hour, weekdays) ──next_occurrence──▶ due ──after_quiet_hours──▶ the earliest moment to send
                                                         └─ “later” tapped ──▶ due again

Wall-clock times meet summer time once: a time that a spring change skips moves forward with the clock,
a time that an autumn change repeats counts the first time.
"""

from calendar import monthrange
from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Literal
from zoneinfo import ZoneInfo

from services.profile import MonthlyReminder

SATURDAY = 5
NOON = time(12)
EVENING = time(19, 30)
A_WHILE = timedelta(hours=2)
BEFORE_BED = timedelta(minutes=90)


@dataclass(frozen=True)
class Rule:
    """Once a month on `day` (1 to 31, clamped to the month's end) at `at`, local time.

    With `weekdays` (0 is Monday) it waits for the first of them in that month, or takes the month's last one.
    """

    day: int
    at: time
    weekdays: frozenset[int] | None = None
    kind: Literal["monthly"] = "monthly"

    def __post_init__(self) -> None:
        if not 1 <= self.day <= 31:
            raise ValueError("day must be 1 to 31")
        if self.weekdays is not None and not (self.weekdays and self.weekdays <= set(range(7))):
            raise ValueError("weekdays must be some of 0 to 6")


def rule_of(reminder: MonthlyReminder, *, boards: bool) -> Rule:
    """Return the rule of a profile's reminder, on the days a boarder can be reached if the child boards."""
    return Rule(day=reminder.day, at=reminder.hour, weekdays=reminder.boarders if boards else None)


def next_occurrence(rule: Rule, *, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant of `rule` strictly after `after`, in UTC."""
    local = _local(after, zone)
    # From the month before: a last evening that summer time moved past midnight belongs to this month.
    months = count(local.year * 12 + local.month - 2)
    dues = (_instant(_day_in(rule, m // 12, m % 12 + 1), rule.at, zone) for m in months)
    return next(due for due in dues if due > after)


def month_of(instant: datetime, zone: ZoneInfo) -> str:
    """Return the month an instant falls in, such as 2026-11, as people in `zone` see it."""
    return f"{_local(instant, zone):%Y-%m}"


def while_awake(instant: datetime, *, zone: ZoneInfo, quiet: tuple[time, time]) -> datetime:
    """Return `instant`, or, when it falls into the quiet hours of `zone`, a while before they began."""
    if not is_quiet(instant, zone=zone, quiet=quiet):
        return instant
    local = _local(instant, zone)
    evening = local.date() if local.time() >= quiet[0] else local.date() - timedelta(days=1)
    before = datetime.combine(evening, quiet[0]) - BEFORE_BED
    return _instant(before.date(), before.time(), zone)


def is_quiet(instant: datetime, *, zone: ZoneInfo, quiet: tuple[time, time]) -> bool:
    """Whether only an alert may ring at `instant`, for somebody in `zone`."""
    return after_quiet_hours(instant, zone=zone, quiet=quiet) != instant


def after_quiet_hours(instant: datetime, *, zone: ZoneInfo, quiet: tuple[time, time]) -> datetime:
    """Return `instant` in UTC, or the end of the quiet hours (start, end) it falls into.

    A window may pass midnight; one that ends where it starts is no window.
    """
    start, end = quiet
    local = _local(instant, zone)
    now, today = local.time(), local.date()
    if not (start <= now < end if start <= end else now >= start or now < end):
        return instant.astimezone(UTC)
    ends_on = today if now < end else today + timedelta(days=1)
    first, second = (_instant(ends_on, end, zone, fold=fold) for fold in (0, 1))
    return first if first >= instant else second


def later(choice_code: str, *, now: datetime, zone: ZoneInfo, evening: time = EVENING) -> datetime:
    """Return when to ask again for a choice of the profile: `hours`, `evening` or `weekend`, strictly later.

    Raises ValueError for any other code.
    """
    if choice_code == "hours":
        return (now + A_WHILE).astimezone(UTC)
    today = _local(now, zone).date()
    days = (today + timedelta(days=n) for n in range(8))
    if choice_code == "evening":
        candidates = (_instant(day, evening, zone) for day in days)
    elif choice_code == "weekend":
        candidates = (_instant(day, NOON, zone) for day in days if day.weekday() >= SATURDAY)
    else:
        raise ValueError(f"no such choice: {choice_code}")
    return next(instant for instant in candidates if instant > now)


def is_silent(months_told: Set[str], month: str, n: int) -> bool:
    """Return whether nothing was told of the `n` months that end with `month` (2026-11), itself included."""
    last = int(month[:4]) * 12 + int(month[5:]) - 1
    return not any(f"{m // 12:04}-{m % 12 + 1:02}" in months_told for m in range(last - n + 1, last + 1))


def _day_in(rule: Rule, year: int, month: int) -> date:
    last = monthrange(year, month)[1]
    wanted = min(rule.day, last)
    if rule.weekdays is None:
        return date(year, month, wanted)
    allowed = [day for day in range(1, last + 1) if date(year, month, day).weekday() in rule.weekdays]
    return date(year, month, next((day for day in allowed if day >= wanted), allowed[-1]))


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return instant.astimezone(zone)


def _instant(day: date, at: time, zone: ZoneInfo, fold: int = 0) -> datetime:
    return datetime.combine(day, at.replace(fold=fold), zone).astimezone(UTC)
