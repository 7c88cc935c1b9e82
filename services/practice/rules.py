"""When a drill may begin, and how its numbers are told from real ones. Pure.

asked ──whoever begins taps a situation──▶ a case marked as a drill, on the real ladder ──▶ ended
  └────────────────────────────── an hour passes, or somebody ends it ───────────────────────┘
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.alerts.rules import ALPHABET, NUMBER_LENGTH
from services.profile import QuietHours
from services.reminders.windows import Daily

LASTS = timedelta(hours=1)


def draw_number(pick: Callable[[str], str]) -> str:
    """Return a number such as DRILL-K7QF: wherever it stands alone, it says itself that it isn't real."""
    return f"DRILL-{''.join(pick(ALPHABET) for _ in range(NUMBER_LENGTH))}"


def is_by_day(now: datetime, *, zone: ZoneInfo, quiet: QuietHours) -> bool:
    """Whether the whole of it lies outside the quiet hours."""
    night = Daily(quiet.start, quiet.end, zone)
    return not any(night.holds(now + LASTS * share / 4) for share in range(5))
