"""Quiet hours, shifts across midnight, and the hours in which a child can be reached."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.errors import CareError
from services.reminders.windows import (
    Daily,
    Near,
    Reach,
    covers,
    dump_reach,
    earliest,
    hours_of,
    parse_reach,
    parse_shift,
)
from services.wallclock import find_zone, month_of
from tests.reminders.clocks import CHISINAU, SHANGHAI, hours, instants, local, utc, zones

NIGHT = (time(22), time(7))
WEDNESDAY = Reach(frozenset({2}), time(17), time(20))
WEEKEND = Reach(frozenset({5, 6}), time(9), time(20))


@pytest.mark.parametrize(
    ("at", "free"),
    [
        ((2026, 11, 23, 21, 59), (2026, 11, 23, 21, 59)),
        ((2026, 11, 23, 22, 0), (2026, 11, 24, 7, 0)),
        ((2026, 11, 24, 0, 30), (2026, 11, 24, 7, 0)),
        ((2026, 11, 24, 7, 0), (2026, 11, 24, 7, 0)),
    ],
)
def test_the_night_is_quiet(at: tuple[int, ...], free: tuple[int, ...]) -> None:
    assert Daily(*NIGHT, SHANGHAI).after(local(SHANGHAI, *at)) == local(SHANGHAI, *free)


def test_a_rest_after_lunch_can_be_quiet_too() -> None:
    lunch = Daily(time(12), time(14), SHANGHAI)
    noon, morning = local(SHANGHAI, 2026, 11, 23, 12), local(SHANGHAI, 2026, 11, 23, 9)
    assert lunch.after(noon) == local(SHANGHAI, 2026, 11, 23, 14)
    assert not lunch.holds(morning)
    assert not Daily(time(12), time(12), SHANGHAI).holds(noon)


def test_quiet_hours_end_once_when_the_hour_repeats() -> None:
    quiet = Daily(time(22), time(3, 30), CHISINAU)
    second = local(CHISINAU, 2026, 10, 25, 3, 10, fold=1)
    assert second > local(CHISINAU, 2026, 10, 25, 3, 30)
    assert quiet.after(second) == local(CHISINAU, 2026, 10, 25, 3, 30, fold=1)


def test_quiet_hours_that_end_in_a_gap_end_with_it() -> None:
    quiet = Daily(time(22), time(3, 30), CHISINAU)
    found = quiet.after(local(CHISINAU, 2026, 3, 29, 1))
    assert found == local(CHISINAU, 2026, 3, 29, 4, 30)


@given(instant=instants, zone=zones, window=st.tuples(hours, hours))
@settings(max_examples=200, deadline=None)
def test_what_leaves_a_window_is_free_and_no_sooner(
    instant: datetime, zone: ZoneInfo, window: tuple[time, time]
) -> None:
    daily = Daily(*window, zone)
    free = daily.after(instant)
    assert instant <= free <= instant + timedelta(hours=26)
    assert not daily.holds(free)


def test_a_shift_and_the_night_together() -> None:
    closed = [Daily(*NIGHT, SHANGHAI), Daily(time(6), time(18), SHANGHAI)]
    late = local(SHANGHAI, 2026, 11, 23, 23)
    until = late + timedelta(days=2)
    assert earliest(late, closed=closed, until=until) == local(SHANGHAI, 2026, 11, 24, 18)
    assert earliest(late, closed=closed, until=local(SHANGHAI, 2026, 11, 24, 18)) is None


def test_the_childs_windows_are_on_the_schools_clock() -> None:
    near = Near((WEEKEND, WEDNESDAY), SHANGHAI)
    monday = utc("2026-11-23T02:00")
    assert near.after(monday, until=monday + timedelta(days=7)) == local(SHANGHAI, 2026, 11, 25, 17)
    assert near.after(monday, until=monday + timedelta(days=1)) is None
    inside = local(SHANGHAI, 2026, 11, 25, 18)
    assert near.after(inside, until=inside + timedelta(days=1)) == inside
    closes = local(SHANGHAI, 2026, 11, 25, 20)
    assert near.after(closes, until=closes + timedelta(days=9)) == local(SHANGHAI, 2026, 11, 28, 9)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("22:00-06:00", "22:00-06:00"),
        (" 8.30 ~ 17.00 ", "08:30-17:00"),
        ("２２：００－６：００", "22:00-06:00"),
        ("20:00到8:00", "20:00-08:00"),
        ("20:00 to 8:00", "20:00-08:00"),
        ("20:00 8:00", "20:00-08:00"),
        ("8点到20点", "08:00-20:00"),
        ("9-17", "09:00-17:00"),
    ],
)
def test_a_shift_is_read_as_people_type_it(typed: str, stored: str) -> None:
    assert parse_shift(typed, quiet=NIGHT) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("nights", "shift.unclear"),
        ("25:00-06:00", "shift.unclear"),
        ("22:00", "shift.unclear"),
        ("2230", "shift.unclear"),
        ("08:00-08:00", "shift.unclear"),
        ("06:00-23:00", "shift.no_minute"),  # with the night nothing is left of the day
    ],
)
def test_a_shift_that_cannot_be_is_refused(typed: str, code: str) -> None:
    with pytest.raises(CareError) as caught:
        parse_shift(typed, quiet=NIGHT)
    assert caught.value.code == code


def test_a_stored_shift_that_cannot_be_read_is_none() -> None:
    assert hours_of("22:00-06:00") == (time(22), time(6))
    assert [hours_of(one) for one in (None, "", "late", "22:00-x")] == [None] * 4
    assert covers((time(22), time(6)), time(3))
    assert not covers((time(22), time(6)), time(12))


def test_the_childs_windows_are_written_as_they_are_read() -> None:
    stored = [{"days": [5, 6], "from": "09:00", "to": "20:00"}, {"days": [2], "from": "17:00", "to": "20:00"}]
    assert parse_reach(stored) == (WEEKEND, WEDNESDAY)
    assert dump_reach((WEEKEND, WEDNESDAY)) == stored


@pytest.mark.parametrize(
    "stored",
    [None, [], [{}], [{"days": [], "from": "09:00", "to": "20:00"}], [{"days": [7], "from": "1", "to": "2"}],
     [{"days": [1], "from": "20:00", "to": "09:00"}]],
)  # fmt: skip
def test_windows_that_cannot_be_are_refused(stored: Any) -> None:
    with pytest.raises(CareError):
        parse_reach(stored)


def test_a_month_is_the_month_of_the_place() -> None:
    new_year = utc("2026-12-31T16:30")
    assert (month_of(new_year, SHANGHAI), month_of(new_year, CHISINAU)) == ("2027-01", "2026-12")


def test_a_zone_that_does_not_exist_gives_way() -> None:
    assert find_zone("Asia/Nowhere", None, "Asia/Shanghai") is SHANGHAI
    assert find_zone("../etc", "") == ZoneInfo("UTC")
