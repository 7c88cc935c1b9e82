"""From the day a rule names to a moment that suits everybody; and never lost."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reminders.kinds import Monthly, Nth, Rule, Weekly
from services.reminders.occurrences import next_occurrence
from services.reminders.rules import while_awake
from services.reminders.suiting import Ground, next_moment
from services.reminders.windows import Daily, Near, Reach, free_from
from tests.reminders.clocks import SHANGHAI, TASHKENT, days, hours, instants, local, utc, zones

EVENING = time(19, 30)
NIGHT = Daily(time(22), time(7), SHANGHAI)
FREE_DAYS = Near((Reach(frozenset({4, 5, 6}), time.min, time.max),), SHANGHAI)
WEDNESDAY = Near((Reach(frozenset({2}), time(17), time(19)),), SHANGHAI)


def next_due(rule: Rule, ground: Ground, *, after: datetime) -> datetime | None:
    found = next_moment(rule, ground, after=after)
    return None if found is None else found.at


@pytest.mark.parametrize(
    ("day", "month", "due"),
    [
        (8, 11, 8),  # a Sunday already
        (9, 11, 13),  # Monday waits for Friday
        (30, 11, 29),  # no weekend left in November: its last Sunday
        (31, 2, 28),  # clamped to a Saturday
    ],
)
def test_a_boarder_is_asked_on_its_free_days(day: int, month: int, due: int) -> None:
    ground = Ground(EVENING, SHANGHAI, (NIGHT,), FREE_DAYS)
    found = next_due(Monthly(day), ground, after=local(SHANGHAI, 2026, month, 1))
    assert found == local(SHANGHAI, 2026, month, due, 19, 30)


def test_the_school_phone_on_wednesdays() -> None:
    ground = Ground(EVENING, SHANGHAI, (NIGHT,), WEDNESDAY)
    found = next_due(Monthly(9), ground, after=local(SHANGHAI, 2026, 11, 1))
    assert found == local(SHANGHAI, 2026, 11, 11, 17)  # half past seven is too late for it
    far = Ground(EVENING, TASHKENT, (Daily(time(22), time(7), TASHKENT),), WEDNESDAY, night=NIGHT)
    assert next_due(Monthly(9), far, after=local(SHANGHAI, 2026, 11, 1)) == found


@pytest.mark.parametrize(
    ("shift", "due"),
    [
        (("18:00", "06:00"), (2026, 12, 9, 7)),  # at work that evening: the morning after, out of the night
        (("19:00", "21:00"), (2026, 12, 8, 21)),
        (("08:00", "17:00"), (2026, 12, 8, 19, 30)),
    ],
)
def test_who_works_shifts_is_asked_between_them(shift: tuple[str, str], due: tuple[int, ...]) -> None:
    start, end = map(time.fromisoformat, shift)
    closed = (NIGHT, Daily(start, end, SHANGHAI))
    found = next_due(Monthly(8), Ground(EVENING, SHANGHAI, closed), after=utc("2026-12-01T00:00"))
    assert found == local(SHANGHAI, *due)


def test_a_shift_on_the_last_evening_of_a_month_stays_in_the_month() -> None:
    closed = (NIGHT, Daily(time(18), time(6), SHANGHAI))
    found = next_due(Monthly(31), Ground(EVENING, SHANGHAI, closed), after=utc("2026-12-01T00:00"))
    assert found == local(SHANGHAI, 2026, 12, 30, 7)


def test_what_nothing_suits_comes_all_the_same() -> None:
    closed = (NIGHT, Daily(time(7), time(22), SHANGHAI))
    for rule in (Monthly(8), Weekly(1, 1, date(2026, 12, 8))):
        found = next_due(rule, Ground(EVENING, SHANGHAI, closed), after=utc("2026-12-01T00:00"))
        assert found == local(SHANGHAI, 2026, 12, 8, 19, 30)


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
    assert while_awake(utc(asked), night=NIGHT) == utc(moved)


rules = st.one_of(
    st.builds(Monthly, st.integers(1, 31)),
    st.builds(Nth, st.sampled_from([1, 2, 3, 4, -1]), st.integers(0, 6)),
    st.builds(Weekly, st.integers(1, 4), st.integers(0, 6), days),
)
reaches = st.builds(
    lambda which, edges: Reach(which, min(edges), max(edges)),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.tuples(hours, hours).filter(lambda edges: edges[0] != edges[1]),
)


@given(rule=rules, at=hours, after=instants, zone=zones, shift=st.tuples(hours, hours), reach=reaches)
@settings(max_examples=150, deadline=None)
def test_every_period_has_its_moment(
    rule: Rule, at: time, after: datetime, zone: ZoneInfo, shift: tuple[time, time], reach: Reach
) -> None:
    """In order, never lost, and unsuitable only where the rule itself says so."""
    closed = (Daily(time(22), time(7), zone), Daily(*shift, zone))
    night = None if zone is SHANGHAI else NIGHT
    ground = Ground(at, zone, closed, Near((reach,), SHANGHAI), night)
    begins = datetime.combine(rule.anchor, time.max, zone) if isinstance(rule, Weekly) else after
    dues = [max(after, begins)]
    for _ in range(4):
        due = next_due(rule, ground, after=dues[-1])
        assert due is not None
        assert due > dues[-1]
        assert due - dues[-1] <= timedelta(days=64)
        plain = next_occurrence(rule, after=due - timedelta(hours=49), zone=zone, usual=at)
        assert plain is not None
        assert ground.suits(due) or due == free_from(plain, closed=closed)
        dues.append(due)
