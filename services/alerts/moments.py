"""When something was: typed times, second taps, and what can't have happened yet."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from models.case_codes import CaseFact
from services.errors import CareError
from services.people.rules import narrow
from services.wallclock import find_zone

SAME_TAP = timedelta(seconds=60)  # a second tap on the same fact within it is the same fact
PAST_MIDNIGHT = timedelta(hours=2)  # 23:55 typed at 00:10 was yesterday


def typed_time(text: str, *, now: datetime, timezone: str) -> datetime:
    """Return the instant of a typed HH:MM (14:05, 1405, 14点05分, full-width too).

    Today's in `timezone`, or the evening before when it is just past midnight.
    Raises CareError alerts.time_unreadable or alerts.time_future.
    """
    # Any one sign or word of a language may stand between and after, as in 14h05.
    found = re.fullmatch(r"([01]?[0-9]|2[0-3])\D{0,3}([0-5][0-9])\D?", narrow(text).strip())
    if found is None:
        raise CareError("alerts.time_unreadable")
    local = now.astimezone(find_zone(timezone))
    today = local.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
    if today <= local:
        return today.astimezone(now.tzinfo)
    yesterday = today - timedelta(days=1)
    if local - yesterday > PAST_MIDNIGHT:
        raise CareError("alerts.time_future")
    return yesterday.astimezone(now.tzinfo)


def is_same_tap(told: Iterable[tuple[CaseFact, datetime]], fact: CaseFact, *, now: datetime) -> bool:
    """Whether a fact was entered a moment ago: the second tap on a button is the first one."""
    return any(one is fact and at > now - SAME_TAP for one, at in told)


def ensure_past(happened_at: datetime, *, now: datetime) -> None:
    """Raise CareError alerts.time_future for what can't have happened yet."""
    if happened_at > now:
        raise CareError("alerts.time_future")
