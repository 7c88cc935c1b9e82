"""What a reader sees of days and hours, and that a language is read once and not with each of them."""

import cProfile
import pstats
from datetime import UTC, date, datetime
from types import CodeType

import pytest
from babel import localedata

from views.reader import Reader
from views.weekdays import weekday

AT = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


def said(reader: Reader) -> tuple[str, ...]:
    return (
        reader.time(AT), reader.day(date(2026, 11, 23)), reader.day_of(AT), reader.moment(AT),
        reader.month("2026-11"), weekday(0, reader),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("zh_CN", ("23:30", "11月23日", "11月23日", "11月23日 23:30", "2026年11月", "周一")),
        ("en", ("23:30", "23 Nov", "23 Nov", "23 Nov, 23:30", "November 2026", "Mon")),
    ],
)
def test_days_and_hours_in_each_language(locale: str, expected: tuple[str, ...]) -> None:
    reader = Reader(locale)
    assert said(reader) == expected
    watch = cProfile.Profile()
    assert watch.runcall(said, reader) == expected
    searched: CodeType = localedata.normalize_locale.__code__
    called = {(file, name) for file, _, name in pstats.Stats(watch).stats}  # type: ignore[attr-defined]
    assert (searched.co_filename, searched.co_name) not in called
