"""Wall clocks: an instant as a place sees it, and the instant at which a place's clock shows a time. Pure.

Summer time is met once: a time that a spring change skips moves forward with the clock, a time that an
autumn change repeats counts the first time.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MIDNIGHT = time(0)


def local(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return `instant` as the clocks of `zone` show it. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return instant.astimezone(zone)


def instant_of(day: date, at: time, zone: ZoneInfo, fold: int = 0) -> datetime:
    """Return the instant in UTC at which the clocks of `zone` show `at` on `day`."""
    return datetime.combine(day, at.replace(fold=fold), zone).astimezone(UTC)


def month_of(instant: datetime, zone: ZoneInfo) -> str:
    """Return the month an instant falls in, such as 2026-11, as people in `zone` see it."""
    return f"{local(instant, zone):%Y-%m}"


def week_of(instant: datetime, zone: ZoneInfo) -> str:
    """Return the week an instant falls in, such as 2026-W48, as people in `zone` see it."""
    year, week, _ = local(instant, zone).isocalendar()
    return f"{year}-W{week:02}"


def days_of_week(week: str) -> tuple[date, date]:
    """Return the Monday and the Sunday of a week such as 2026-W48."""
    monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    return monday, monday + 6 * DAY


def month_ends(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month that `day` is in."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def months_after(day: date, n: int) -> date:
    """Return the first day of the month that comes `n` months after the one `day` is in."""
    month = day.year * 12 + day.month - 1 + n
    return date(month // 12, month % 12 + 1, 1)


def months_before(month: str, n: int) -> list[str]:
    """Return the `n` months before `month` (2026-11), the newest last."""
    last = int(month[:4]) * 12 + int(month[5:]) - 1
    return [f"{one // 12:04}-{one % 12 + 1:02}" for one in range(last - n, last)]


def find_zone(*names: str | None) -> ZoneInfo:
    """Return the first of these zones that exists, or UTC: one misspelt row must not stop the others."""
    return next((ZoneInfo(name) for name in names if name and exists_zone(name)), ZoneInfo("UTC"))


def exists_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a KeyError is what an unknown zone raises
        return False
    return True
