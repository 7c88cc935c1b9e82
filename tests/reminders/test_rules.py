"""“Later” is when it says, and what counts as silence."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.profile import load
from services.reminders.rules import is_silent, later
from services.wallclock import months_before
from tests.reminders.clocks import SHANGHAI, instants, local, zones


@pytest.mark.parametrize(
    ("choice", "now", "again"),
    [
        ("hours", (2026, 11, 23, 19, 31), (2026, 11, 23, 21, 31)),
        ("evening", (2026, 11, 23, 9), (2026, 11, 23, 19, 30)),
        ("evening", (2026, 11, 23, 19, 30), (2026, 11, 24, 19, 30)),
        ("weekend", (2026, 11, 23, 9), (2026, 11, 28, 12)),
        ("weekend", (2026, 11, 28, 12), (2026, 11, 29, 12)),
        ("weekend", (2026, 11, 29, 12), (2026, 12, 5, 12)),
    ],
)
def test_later_is_when_it_says(choice: str, now: tuple[int, ...], again: tuple[int, ...]) -> None:
    assert later(choice, now=local(SHANGHAI, *now), zone=SHANGHAI) == local(SHANGHAI, *again)


@given(now=instants, zone=zones, choice=st.sampled_from([choice.code for choice in load("CN").later]))
@settings(max_examples=50, deadline=None)
def test_every_choice_of_the_profile_leads_to_the_future(now: datetime, zone: ZoneInfo, choice: str) -> None:
    assert now < later(choice, now=now, zone=zone) <= now + timedelta(days=8)


def test_an_unknown_later_is_refused() -> None:
    with pytest.raises(ValueError, match="someday"):
        later("someday", now=local(SHANGHAI, 2026, 11, 23), zone=SHANGHAI)


@pytest.mark.parametrize(
    ("told", "silent"),
    [
        (set(), True),
        ({"2026-11"}, True),  # older than the two
        ({"2026-12"}, False),
        ({"2027-01"}, False),
        ({"2027-02"}, True),  # the month after
    ],
)
def test_two_silent_months(told: set[str], silent: bool) -> None:
    assert is_silent(told, "2027-01", 2) is silent


@pytest.mark.parametrize(
    ("month", "n", "before"),
    [
        ("2026-12", 2, ["2026-10", "2026-11"]),
        ("2027-01", 2, ["2026-11", "2026-12"]),
        ("2027-03", 1, ["2027-02"]),
    ],
)
def test_the_months_before(month: str, n: int, before: list[str]) -> None:
    assert months_before(month, n) == before
