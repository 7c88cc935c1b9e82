"""Until when something had to be over to go today. Pure."""

from datetime import datetime, timedelta

from services.profile import Kind, Period, Profile


def period_of(profile: Profile, kind: Kind) -> Period:
    return next(period for period in profile.retention if period.kind is kind)


def cutoff(period: Period, *, now: datetime) -> datetime:
    """Return the instant `period` before `now`; a year ends on its own day, or the day before it."""
    if period.days is not None:
        return now - timedelta(days=period.days)
    year = now.year - (period.years or 0)
    is_leap_day = (now.month, now.day) == (2, 29)
    return now.replace(year=year, day=28) if is_leap_day else now.replace(year=year)
