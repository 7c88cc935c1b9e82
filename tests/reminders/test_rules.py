"""Due instants: tables of known cases, then every month of many years against dateutil."""

import warnings
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.profile import load
from services.reminders.rules import (
    Rule,
    after_quiet_hours,
    is_silent,
    later,
    month_of,
    next_occurrence,
    rule_of,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from dateutil.rrule import MONTHLY, rrule


def packaged(key: str) -> ZoneInfo:
    """Return a zone from the tzdata package, whatever the system believes: the two disagree on Chisinau."""
    with resources.files("tzdata").joinpath("zoneinfo", key).open("rb") as file:
        return ZoneInfo.from_file(file, key=key)


SHANGHAI, TASHKENT, CHISINAU = map(packaged, ("Asia/Shanghai", "Asia/Tashkent", "Europe/Chisinau"))
FRIDAY_TO_SUNDAY = frozenset({4, 5, 6})
NIGHT = (time(22), time(7))

zones = st.sampled_from([SHANGHAI, TASHKENT, CHISINAU])
minutes = st.times(timezones=st.none()).map(lambda t: t.replace(second=0, microsecond=0))
instants = st.integers(0, 20 * 365 * 24 * 60).map(
    lambda n: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)
weekdays = st.none() | st.frozensets(st.integers(0, 6), min_size=1)
rules = st.builds(Rule, day=st.integers(1, 31), at=minutes, weekdays=weekdays)


def local(zone: ZoneInfo, *parts: int, fold: int = 0) -> datetime:
    """Return a wall-clock moment in UTC: Python calls a repeated hour unequal to any other zone's."""
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=zone, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "after", "due"),
    [
        (8, (2026, 11, 1), (2026, 11, 8, 19, 30)),
        (8, (2026, 11, 8, 19, 29), (2026, 11, 8, 19, 30)),
        (8, (2026, 11, 8, 19, 30), (2026, 12, 8, 19, 30)),  # strictly after
        (8, (2026, 12, 9), (2027, 1, 8, 19, 30)),  # over the year
        (31, (2026, 2, 1), (2026, 2, 28, 19, 30)),  # no 31st
        (31, (2028, 2, 1), (2028, 2, 29, 19, 30)),  # a leap year
        (31, (2026, 4, 1), (2026, 4, 30, 19, 30)),
        (31, (2026, 2, 28, 19, 30), (2026, 3, 31, 19, 30)),  # and the 31st comes back
    ],
)
def test_a_day_of_the_month(day: int, after: tuple[int, ...], due: tuple[int, ...]) -> None:
    rule = Rule(day=day, at=time(19, 30))
    found = next_occurrence(rule, after=local(SHANGHAI, *after), zone=SHANGHAI)
    assert found == local(SHANGHAI, *due)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("day", "month", "due"),
    [
        (8, 11, 8),  # a Sunday already
        (9, 11, 13),  # Monday waits for Friday
        (30, 11, 29),  # no weekend left in November: its last Sunday
        (31, 2, 28),  # clamped to a Saturday
    ],
)
def test_a_boarder_is_asked_at_the_weekend(day: int, month: int, due: int) -> None:
    rule = Rule(day=day, at=time(19, 30), weekdays=FRIDAY_TO_SUNDAY)
    found = next_occurrence(rule, after=local(SHANGHAI, 2026, month, 1), zone=SHANGHAI)
    assert found == local(SHANGHAI, 2026, month, due, 19, 30)


def test_spring_moves_a_skipped_hour_forward_and_fires_once() -> None:
    rule = Rule(day=29, at=time(3, 30))  # Chisinau's clocks jump from 3:00 to 4:00 on 29 March 2026
    first = next_occurrence(rule, after=local(CHISINAU, 2026, 3, 1), zone=CHISINAU)
    assert first == local(CHISINAU, 2026, 3, 29, 4, 30)
    assert next_occurrence(rule, after=first, zone=CHISINAU) == local(CHISINAU, 2026, 4, 29, 3, 30)


def test_autumn_counts_a_repeated_hour_the_first_time_only() -> None:
    rule = Rule(day=25, at=time(3, 30))  # 3:00 to 3:59 comes twice on 25 October 2026
    first = next_occurrence(rule, after=local(CHISINAU, 2026, 10, 1), zone=CHISINAU)
    assert (
        first == local(CHISINAU, 2026, 10, 25, 3, 30, fold=0) < local(CHISINAU, 2026, 10, 25, 3, 30, fold=1)
    )
    assert next_occurrence(rule, after=first, zone=CHISINAU) == local(CHISINAU, 2026, 11, 25, 3, 30)


def _by_dateutil(rule: Rule, after: datetime, zone: ZoneInfo) -> datetime:
    """Take three months around `after` from dateutil, in wall-clock time, and put the zone on last."""
    start = (after.astimezone(zone) - timedelta(days=62)).date().replace(day=1)
    found = []
    for n in range(6):
        year, month = divmod(start.year * 12 + start.month - 1 + n, 12)
        first = datetime.combine(date(year, month + 1, 1), rule.at)
        at_most = rrule(MONTHLY, dtstart=first, count=1, bymonthday=range(1, rule.day + 1), bysetpos=-1)[0]
        wall = at_most
        if rule.weekdays is not None:
            last = first + timedelta(days=30)
            on = rrule(MONTHLY, dtstart=at_most, until=last, byweekday=sorted(rule.weekdays))
            within = [day for day in on if day.month == first.month]
            every = rrule(MONTHLY, dtstart=first, count=1, byweekday=sorted(rule.weekdays), bysetpos=-1)
            wall = min(within, default=every[0])
        found.append(wall.replace(tzinfo=zone, fold=0).astimezone(UTC))
    return min(instant for instant in found if instant > after)


@given(rule=rules, after=instants, zone=zones)
@settings(max_examples=200, deadline=None)
def test_it_agrees_with_dateutil(rule: Rule, after: datetime, zone: ZoneInfo) -> None:
    assert next_occurrence(rule, after=after, zone=zone) == _by_dateutil(rule, after, zone)


@given(rule=rules, after=instants, zone=zones)
@settings(max_examples=50, deadline=None)
def test_a_year_has_twelve(rule: Rule, after: datetime, zone: ZoneInfo) -> None:
    fires = [next_occurrence(rule, after=after, zone=zone)]
    for _ in range(12):
        fires.append(next_occurrence(rule, after=fires[-1], zone=zone))
    months = [fire.astimezone(zone).strftime("%m") for fire in fires]
    assert len(set(months[:12])) == 12 or rule.at >= time(
        23
    )  # a gap may push the last hour into the next month
    assert sorted(fires) == fires


@pytest.mark.parametrize("rule", [{"day": 0}, {"day": 32}, {"day": 1, "weekdays": frozenset()}])
def test_a_rule_that_could_never_fire_is_refused(rule: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Rule(at=time(9), **rule)  # type: ignore[arg-type]


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        next_occurrence(Rule(1, time(9)), after=datetime(2026, 1, 1), zone=SHANGHAI)  # noqa: DTZ001


def test_a_profile_gives_the_rules() -> None:
    call = load("CN").reminders.call
    assert rule_of(call, boards=False) == Rule(day=call.day, at=call.hour)
    assert rule_of(call, boards=True) == Rule(day=call.day, at=call.hour, weekdays=FRIDAY_TO_SUNDAY)


def test_a_month_is_the_month_of_the_place() -> None:
    new_year = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    assert month_of(new_year, SHANGHAI) == "2027-01"
    assert month_of(new_year, CHISINAU) == "2026-12"


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        ((2026, 11, 23, 21, 59), (2026, 11, 23, 21, 59)),
        ((2026, 11, 23, 22, 0), (2026, 11, 24, 7, 0)),
        ((2026, 11, 24, 0, 30), (2026, 11, 24, 7, 0)),
        ((2026, 11, 24, 7, 0), (2026, 11, 24, 7, 0)),
    ],
)
def test_the_night_is_quiet(at: tuple[int, ...], sent: tuple[int, ...]) -> None:
    found = after_quiet_hours(local(SHANGHAI, *at), zone=SHANGHAI, quiet=NIGHT)
    assert found == local(SHANGHAI, *sent)
    assert found.tzinfo is UTC


def test_a_rest_after_lunch_can_be_quiet_too() -> None:
    lunch = (time(12), time(14))
    noon, morning = local(SHANGHAI, 2026, 11, 23, 12), local(SHANGHAI, 2026, 11, 23, 9)
    assert after_quiet_hours(noon, zone=SHANGHAI, quiet=lunch) == local(SHANGHAI, 2026, 11, 23, 14)
    assert after_quiet_hours(morning, zone=SHANGHAI, quiet=lunch) == morning
    assert after_quiet_hours(noon, zone=SHANGHAI, quiet=(time(12), time(12))) == noon


def test_quiet_hours_end_once_when_the_hour_repeats() -> None:
    quiet = (time(22), time(3, 30))
    second = local(CHISINAU, 2026, 10, 25, 3, 10, fold=1)
    assert second > local(CHISINAU, 2026, 10, 25, 3, 30)
    assert after_quiet_hours(second, zone=CHISINAU, quiet=quiet) == local(
        CHISINAU, 2026, 10, 25, 3, 30, fold=1
    )


@given(instant=instants, zone=zones, quiet=st.tuples(minutes, minutes))
@settings(max_examples=200, deadline=None)
def test_what_leaves_quiet_hours_is_awake_and_no_sooner(
    instant: datetime, zone: ZoneInfo, quiet: tuple[time, time]
) -> None:
    sent = after_quiet_hours(instant, zone=zone, quiet=quiet)
    assert instant <= sent <= instant + timedelta(hours=25)
    assert after_quiet_hours(sent, zone=zone, quiet=quiet) == sent


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
