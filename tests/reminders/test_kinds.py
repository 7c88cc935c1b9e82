"""A rule is written down as it was, and one that can't be is refused with its reason."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import CareError
from services.reminders.kinds import Monthly, Nth, Offset, Rule, Weekly, dump, parse
from tests.reminders.clocks import days, hours

at = st.none() | hours
rules = st.one_of(
    st.builds(Monthly, st.integers(1, 31), at),
    st.builds(Weekly, st.integers(1, 52), st.integers(0, 6), days, at),
    st.builds(Nth, st.sampled_from([1, 2, 3, 4, -1]), st.integers(0, 6), at),
    st.builds(Offset, days, st.integers(-366, 366), st.booleans(), at),
)


@given(rule=rules)
def test_what_is_written_is_read(rule: Rule) -> None:
    assert parse(dump(rule)) == rule


@pytest.mark.parametrize(
    ("stored", "code"),
    [
        ({"v": 1, "kind": "monthly", "day": 32}, "rhythm.day_odd"),
        ({"v": 1, "kind": "weekly", "every": 0, "weekday": 4, "anchor": "2026-11-27"}, "rhythm.weeks_odd"),
        ({"v": 1, "kind": "weekly", "every": 1, "weekday": 7, "anchor": "2026-11-27"}, "rhythm.weekday_odd"),
        ({"v": 1, "kind": "nth", "nth": 5, "weekday": 1}, "rhythm.nth_odd"),
        ({"v": 1, "kind": "nth", "nth": 1, "weekday": -1}, "rhythm.weekday_odd"),
        ({"v": 1, "kind": "offset", "base": "2026-11-27", "days": 400}, "rhythm.offset_odd"),
        ({"v": 1, "kind": "monthly", "day": 3, "at": "25:00"}, "rhythm.hour_odd"),
        ({"v": 1, "kind": "monthly", "day": True}, "rhythm.unreadable"),
        ({"v": 1, "kind": "monthly", "day": "3"}, "rhythm.unreadable"),
        ({"v": 1, "kind": "offset", "base": "soon", "days": 1}, "rhythm.unreadable"),
        ({"v": 1, "kind": "moonly"}, "rhythm.unreadable"),
        ({"v": 2, "kind": "monthly", "day": 3}, "rhythm.unreadable"),
        ({}, "rhythm.unreadable"),
        ([], "rhythm.unreadable"),
    ],
)
def test_what_cannot_be_is_refused(stored: Any, code: str) -> None:
    with pytest.raises(CareError) as caught:
        parse(stored)
    assert caught.value.code == code


def test_it_reads_as_json_people_can_check() -> None:
    rule = Weekly(2, 4, date(2026, 11, 27), time(16, 30))
    assert dump(rule) == {
        "v": 1, "kind": "weekly", "every": 2, "weekday": 4, "anchor": "2026-11-27", "at": "16:30"
    }  # fmt: skip
