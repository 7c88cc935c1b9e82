"""When those on duty are asked, and which steps of a ladder nobody stands on. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from services.profile import DutyCheck


def is_asking_time(now: datetime, *, zone: ZoneInfo, rule: DutyCheck) -> bool:
    """Whether the week's question may be asked: on its day, from its hour to the day's end.

    Who couldn't be asked that day, because we were away, is asked next week.
    """
    local = now.astimezone(zone)
    return local.weekday() == rule.weekday and local.time() >= rule.hour
