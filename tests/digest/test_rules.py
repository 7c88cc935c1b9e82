"""What is unusual, as a table: each rule at its step, just below it, and what doesn't count for it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.digest.rules import STEPS, Entry, Finding, Rule, find_unusual, is_telling_time, last_week

SHANGHAI, URUMQI = ZoneInfo("Asia/Shanghai"), ZoneInfo("Asia/Tashkent")
TEN = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)  # a Tuesday, ten in the morning in Shanghai
THREE_AT_NIGHT = datetime(2026, 11, 16, 19, 0, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def look(child: int, at: datetime = TEN, *, own: bool = False, action: str = "see_child") -> Entry:
    return Entry(7, at, action, ("child", child), allowed=True, is_own=own)


def refusal(n: int, *, subject: str = "child", action: str = "see_child") -> Entry:
    return Entry(7, TEN, action, (subject, n), allowed=False)


def pins(tried: str) -> list[Entry]:
    """`x` is a wrong PIN, `o` a right one, `n` a new one."""
    return [
        Entry(7, TEN, "set_pin" if one == "n" else "try_pin", ("account", 3), allowed=one != "x")
        for one in tried
    ]


def found(entries: list[Entry], zone: ZoneInfo = SHANGHAI) -> list[tuple[Rule, int]]:
    return [(one.rule, one.at_least) for one in find_unusual(entries, zone=zone)]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([look(n) for n in range(29)], []),
        ([look(n) for n in range(30)], [(Rule.OUTSIDE, 30)]),
        ([look(n) for n in range(59)], [(Rule.OUTSIDE, 30)]),
        ([look(n) for n in range(60)], [(Rule.OUTSIDE, 60)]),
        ([look(n, own=True) for n in range(90)], []),
        ([look(n % 29) for n in range(300)], []),
        ([look(1, TEN + n * DAY) for n in range(3)], []),
        ([look(1, TEN + n * DAY) for n in range(4)], [(Rule.ONE_CHILD, 4)]),
        ([look(1, TEN + n * DAY, own=True) for n in range(6)], []),
        ([look(1, TEN + n * MINUTE) for n in range(50)], []),
        ([look(n, TEN + n * DAY) for n in range(6)], []),
        ([look(n, THREE_AT_NIGHT, own=True) for n in range(5)], [(Rule.NIGHT, 5)]),
        ([look(1, THREE_AT_NIGHT + n * MINUTE) for n in range(20)], []),
        ([look(n, THREE_AT_NIGHT + timedelta(hours=2)) for n in range(20)], []),  # five in the morning
        ([look(n, THREE_AT_NIGHT - timedelta(hours=4)) for n in range(20)], []),  # eleven at night
        ([refusal(n) for n in range(4)], []),
        ([refusal(n) for n in range(4)] + [refusal(9, subject="class")], [(Rule.REFUSED, 5)]),
        ([refusal(1) for _ in range(50)], []),
        ([refusal(n, action="open_case", subject="case") for n in range(50)], []),
        ([refusal(n, action="raise_case") for n in range(50)], []),
        (pins("xxxx"), []),
        (pins("xxoxxxonxxx"), []),
        (pins("oxxxxx"), [(Rule.LOCKED, 5)]),
        (pins("xxxxxxxnxxxx"), [(Rule.LOCKED, 5)]),
    ],
)  # fmt: skip
def test_the_rules(entries: list[Entry], expected: list[tuple[Rule, int]]) -> None:
    assert found(entries) == expected


def test_night_is_the_schools() -> None:
    entries = [look(n, THREE_AT_NIGHT) for n in range(5)]
    assert found(entries, URUMQI) == [(Rule.NIGHT, 5)]  # midnight there
    assert found(entries, ZoneInfo("Europe/London")) == []


def test_each_person_for_themselves() -> None:
    shared = [
        Entry(person, TEN, "see_child", ("child", n), allowed=True) for n in range(30) for person in (9, 3)
    ]
    assert find_unusual(shared, zone=SHANGHAI) == (
        Finding(3, Rule.OUTSIDE, 30), Finding(9, Rule.OUTSIDE, 30),
    )  # fmt: skip


def test_every_rule_has_steps_that_rise() -> None:
    assert set(STEPS) == set(Rule)
    assert all(list(steps) == sorted(set(steps)) and steps[0] > 1 for steps in STEPS.values())


@pytest.mark.parametrize(
    ("at", "tells", "week"),
    [
        (datetime(2026, 11, 23, 0, 59, tzinfo=UTC), False, "2026-W47"),
        (datetime(2026, 11, 23, 1, 0, tzinfo=UTC), True, "2026-W47"),
        (datetime(2026, 11, 29, 11, 59, tzinfo=UTC), True, "2026-W47"),
        (datetime(2026, 11, 29, 12, 0, tzinfo=UTC), False, "2026-W47"),
        (datetime(2026, 11, 29, 16, 0, tzinfo=UTC), False, "2026-W48"),
        (datetime(2027, 1, 4, 1, 0, tzinfo=UTC), True, "2026-W53"),
    ],
)
def test_the_hour_and_the_week(at: datetime, tells: bool, week: str) -> None:
    assert is_telling_time(at, SHANGHAI) is tells
    assert last_week(at, SHANGHAI) == week
