"""The days of each kind of rule: known cases, then twenty years against dateutil in three zones."""

import warnings
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.errors import CareError
from services.reminders.kinds import Monthly, Nth, Offset, Rule, Weekly
from services.reminders.occurrences import dates_from, ensure_future, next_occurrence
from tests.reminders.clocks import CHISINAU, SHANGHAI, days, hours, instants, local, zones

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from dateutil.rrule import MONTHLY, WEEKLY, YEARLY, rrule
    from dateutil.rrule import weekday as weekday_of

nths = st.sampled_from([1, 2, 3, 4, -1])
weekdays = st.integers(0, 6)
monthly = st.builds(Monthly, st.integers(1, 31), hours)
weekly = st.builds(Weekly, st.integers(1, 8), weekdays, days, hours)
nth = st.builds(Nth, nths, weekdays, hours)
yearly = st.builds(Offset, days, st.integers(-366, 366), st.just(True), hours)
endless = st.one_of(monthly, weekly, nth, yearly)


@pytest.mark.parametrize(
    ("day", "after", "due"),
    [
        (8, (2026, 11, 1), (2026, 11, 8, 19, 30)),
        (8, (2026, 11, 8, 19, 29), (2026, 11, 8, 19, 30)),
        (8, (2026, 11, 8, 19, 30), (2026, 12, 8, 19, 30)),  # strictly after
        (8, (2026, 12, 9), (2027, 1, 8, 19, 30)),  # over the year
        (31, (2026, 2, 1), (2026, 2, 28, 19, 30)),  # no 31st
        (31, (2028, 2, 1), (2028, 2, 29, 19, 30)),  # a leap year
        (31, (2026, 2, 28, 19, 30), (2026, 3, 31, 19, 30)),  # and the 31st comes back
    ],
)
def test_a_day_of_the_month(day: int, after: tuple[int, ...], due: tuple[int, ...]) -> None:
    found = next_occurrence(Monthly(day, time(19, 30)), after=local(SHANGHAI, *after), zone=SHANGHAI)
    assert found == local(SHANGHAI, *due)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        (Weekly(2, 4, date(2026, 11, 23)), ["2026-11-27", "2026-12-11", "2026-12-25"]),  # from a Monday on
        (Nth(-1, 4), ["2026-11-27", "2026-12-25", "2027-01-29"]),
        (Nth(1, 0), ["2026-12-07", "2027-01-04", "2027-02-01"]),
        (Offset(date(2018, 12, 1), -7, yearly=True), ["2026-11-24", "2027-11-24", "2028-11-24"]),
        (Offset(date(2016, 2, 29), 0, yearly=True), ["2027-02-28", "2028-02-29", "2029-02-28"]),
        (Offset(date(2016, 3, 1), -1, yearly=True), ["2027-02-28", "2028-02-29", "2029-02-28"]),
        (Offset(date(2026, 12, 30), 5), ["2027-01-04"]),
    ],
)
def test_the_first_days(rule: Rule, first: list[str]) -> None:
    assert [str(day) for day in islice(dates_from(rule, date(2026, 11, 23)), 3)] == first


def test_spring_moves_a_skipped_hour_forward_and_fires_once() -> None:
    rule = Monthly(29, time(3, 30))  # Chisinau's clocks jump from 3:00 to 4:00 on 29 March 2026
    first = next_occurrence(rule, after=local(CHISINAU, 2026, 3, 1), zone=CHISINAU)
    assert first == local(CHISINAU, 2026, 3, 29, 4, 30)
    assert next_occurrence(rule, after=first, zone=CHISINAU) == local(CHISINAU, 2026, 4, 29, 3, 30)


def test_autumn_counts_a_repeated_hour_the_first_time_only() -> None:
    rule = Monthly(25, time(3, 30))  # 3:00 to 3:59 comes twice on 25 October 2026
    first = next_occurrence(rule, after=local(CHISINAU, 2026, 10, 1), zone=CHISINAU)
    assert first == local(CHISINAU, 2026, 10, 25, 3, 30, fold=0)
    assert first < local(CHISINAU, 2026, 10, 25, 3, 30, fold=1)
    assert next_occurrence(rule, after=first, zone=CHISINAU) == local(CHISINAU, 2026, 11, 25, 3, 30)


def _years_by_dateutil(base: date, at: time) -> list[datetime]:
    """The day in each year; 29 February is the 28th between leap years."""
    first, last = datetime.combine(base, at), datetime(2065, 1, 1)  # noqa: DTZ001
    month = range(1, base.day + 1)
    return list(rrule(YEARLY, dtstart=first, until=last, bymonth=base.month, bymonthday=month, bysetpos=-1))


def _by_dateutil(rule: Rule, after: datetime, zone: ZoneInfo) -> datetime:
    """Everything of some years around `after`, in wall-clock time; the zone is put on last."""
    at = rule.at or time(0)
    start = datetime.combine(after.astimezone(zone).date() - timedelta(days=800), at)
    until = start + timedelta(days=2000)
    match rule:
        case Monthly():
            month = range(1, rule.day + 1)
            walls = list(
                rrule(MONTHLY, dtstart=start.replace(day=1), until=until, bymonthday=month, bysetpos=-1)
            )
        case Nth():
            on = weekday_of(rule.weekday)(rule.nth)
            walls = list(rrule(MONTHLY, dtstart=start.replace(day=1), until=until, byweekday=on))
        case Weekly():
            anchor = datetime.combine(rule.anchor, at)
            first = rrule(WEEKLY, dtstart=anchor, byweekday=rule.weekday, count=1)[0]
            walls = list(rrule(WEEKLY, dtstart=first, interval=rule.every, until=max(until, first)))
        case Offset():
            walls = [day + timedelta(days=rule.days) for day in _years_by_dateutil(rule.base, at)]
    moments = (wall.replace(tzinfo=zone, fold=0).astimezone(UTC) for wall in walls)
    return min(moment for moment in moments if moment > after)


@given(rule=endless, after=instants, zone=zones)
@settings(max_examples=300, deadline=None)
def test_it_agrees_with_dateutil(rule: Rule, after: datetime, zone: ZoneInfo) -> None:
    assert next_occurrence(rule, after=after, zone=zone) == _by_dateutil(rule, after, zone)


@given(rule=endless, after=instants, zone=zones)
@settings(max_examples=100, deadline=None)
def test_each_one_comes_once_and_in_order(rule: Rule, after: datetime, zone: ZoneInfo) -> None:
    fires = [after]
    for _ in range(5):
        due = next_occurrence(rule, after=fires[-1], zone=zone)
        assert due is not None
        assert due > fires[-1]
        fires.append(due)
    named = [
        day for day, _ in zip(dates_from(rule, fires[1].astimezone(zone).date()), range(3), strict=False)
    ]
    assert named == sorted(set(named))


@given(day=days, day_of=days, shift=st.integers(-366, 366))
def test_what_comes_once_comes_once(day: date, day_of: date, shift: int) -> None:
    wanted = day_of + timedelta(days=shift)
    assert list(dates_from(Offset(day_of, shift), day)) == ([wanted] if wanted >= day else [])


def test_a_rule_that_never_comes_again_is_refused() -> None:
    with pytest.raises(CareError) as caught:
        ensure_future(Offset(date(2026, 11, 1), 5), today=date(2026, 11, 7))
    assert caught.value.code == "rhythm.past"
    ensure_future(Offset(date(2026, 11, 1), 6), today=date(2026, 11, 7))
    ensure_future(Monthly(31), today=date(2026, 11, 7))


def test_an_hour_and_a_zone_are_needed() -> None:
    with pytest.raises(ValueError, match="zone"):
        next_occurrence(Monthly(1, time(9)), after=datetime(2026, 1, 1), zone=SHANGHAI)  # noqa: DTZ001
    with pytest.raises(ValueError, match="hour"):
        next_occurrence(Monthly(1), after=local(SHANGHAI, 2026, 1, 1), zone=SHANGHAI)
