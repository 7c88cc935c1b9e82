"""A parent far away is asked while the child is awake."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from services.reminders.rules import is_quiet, while_awake

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = (time(22), time(7))


@pytest.mark.parametrize(
    ("asked", "moved"),
    [
        ("2026-12-08T11:30", "2026-12-08T11:30"),  # 19:30 at home: stays
        ("2026-12-08T14:30", "2026-12-08T12:30"),  # 22:30 at home: half past eight the same evening
        ("2026-12-08T16:30", "2026-12-08T12:30"),  # 0:30 at home: the evening before
        ("2026-12-08T22:59", "2026-12-08T12:30"),  # 6:59
        ("2026-12-08T23:00", "2026-12-08T23:00"),  # 7:00: the child is up
    ],
)
def test_a_call_comes_before_the_childs_night(asked: str, moved: str) -> None:
    instant = datetime.fromisoformat(asked).replace(tzinfo=UTC)
    found = while_awake(instant, zone=SHANGHAI, quiet=NIGHT)
    assert found == datetime.fromisoformat(moved).replace(tzinfo=UTC)
    assert not is_quiet(found, zone=SHANGHAI, quiet=NIGHT)


def test_without_a_night_nothing_moves() -> None:
    instant = datetime(2026, 12, 8, 16, 30, tzinfo=UTC)
    assert while_awake(instant, zone=SHANGHAI, quiet=(time(0), time(0))) == instant
