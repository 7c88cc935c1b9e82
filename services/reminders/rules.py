"""What else is decided about a reminder's moment: put off, before the child's night, silent months. Pure.

kinds ──occurrences──▶ a day ──suiting (windows, calendar)──▶ due ──“later” tapped──▶ due again
"""

from collections.abc import Set
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.reminders.windows import Daily
from services.wallclock import DAY, instant_of, local, months_before

SATURDAY = 5
NOON = time(12)
EVENING = time(19, 30)
A_WHILE = timedelta(hours=2)
BEFORE_BED = timedelta(minutes=90)


def while_awake(instant: datetime, *, night: Daily) -> datetime:
    """Return `instant`, or, when it falls into the child's night, a while before that began."""
    if not night.holds(instant):
        return instant
    here = local(instant, night.zone)
    evening = here.date() if here.time() >= night.start else here.date() - DAY
    before = datetime.combine(evening, night.start) - BEFORE_BED
    return instant_of(before.date(), before.time(), night.zone)


def later(choice_code: str, *, now: datetime, zone: ZoneInfo, evening: time = EVENING) -> datetime:
    """Return when to ask again for a choice of the profile: `hours`, `evening` or `weekend`, strictly later.

    Raises ValueError for any other code.
    """
    today = local(now, zone).date()
    if choice_code == "hours":
        return now + A_WHILE
    days = (today + n * DAY for n in range(8))
    if choice_code == "evening":
        candidates = (instant_of(day, evening, zone) for day in days)
    elif choice_code == "weekend":
        candidates = (instant_of(day, NOON, zone) for day in days if day.weekday() >= SATURDAY)
    else:
        raise ValueError(f"no such choice: {choice_code}")
    return next(instant for instant in candidates if instant > now)


def is_silent(months_told: Set[str], month: str, n: int) -> bool:
    """Return whether nothing was told of the `n` months that end with `month` (2026-11), itself included."""
    return not months_told & {month, *months_before(month, n - 1)}
