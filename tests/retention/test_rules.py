"""From when a period counts back."""

from datetime import UTC, datetime, timedelta

import pytest

from services.profile import Kind, Period
from services.retention.rules import cutoff

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def period(**length: int) -> Period:
    words = {"zh_CN": "旧", "en": "old"}
    return Period(kind=Kind.TASKS, words=words, after="done", source="a test", verified=False, **length)


@pytest.mark.parametrize(
    ("length", "now", "expected"),
    [
        ({"days": 1}, NOON, NOON - timedelta(days=1)),
        ({"years": 1}, NOON, NOON.replace(year=2025)),
        ({"years": 3}, NOON, NOON.replace(year=2023)),
        ({"years": 4}, datetime(2028, 2, 29, tzinfo=UTC), datetime(2024, 2, 28, tzinfo=UTC)),
        ({"years": 1}, datetime(2028, 2, 29, tzinfo=UTC), datetime(2027, 2, 28, tzinfo=UTC)),
    ],
)
def test_back_from_now(length: dict[str, int], now: datetime, expected: datetime) -> None:
    assert cutoff(period(**length), now=now) == expected


@pytest.mark.parametrize("length", [{}, {"days": 1, "years": 1}, {"days": 0}, {"years": -1}])
def test_a_period_has_one_length(length: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"days|years"):
        period(**length)
