"""Zones, hours and instants for tests of time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

SHANGHAI, TASHKENT, CHISINAU = map(ZoneInfo, ("Asia/Shanghai", "Asia/Tashkent", "Europe/Chisinau"))

zones = st.sampled_from([SHANGHAI, TASHKENT, CHISINAU])
hours = st.times().map(lambda at: at.replace(second=0, microsecond=0))
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
instants = st.integers(0, 20 * 365 * 24 * 60).map(
    lambda n: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)


def local(zone: ZoneInfo, *parts: int, fold: int = 0) -> datetime:
    """Return a wall-clock moment in UTC: Python calls a repeated hour unequal to any other zone's."""
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=zone, fold=fold).astimezone(UTC)


def utc(text: str) -> datetime:
    """Read an instant such as 2026-12-08T11:30."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
