"""Whose turn it is at an instant, and when it is nobody's: midnight, summer time, leaves, deputies."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.codes import Half
from services.duty.rules import (
    Gap,
    Leave,
    Roster,
    Turn,
    Why,
    begins_at,
    list_gaps,
    part,
    read_leave,
    turn_at,
    turns_from,
)
from services.errors import CareError

ZONES = (
    "Asia/Shanghai", "Europe/Chisinau", "Asia/Bishkek", "America/New_York", "Australia/Lord_Howe",
    "Asia/Kathmandu", "UTC",
)  # fmt: skip
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 23)
TODAY = date(2026, 11, 27)
A_DAY = timedelta(days=1)

zones = st.sampled_from(ZONES).map(ZoneInfo)
instants = st.integers(0, 3 * 365 * 86_400).map(
    lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=n)
)
days = st.dates(MONDAY - 3 * A_DAY, MONDAY + 20 * A_DAY)
turns = st.builds(Turn, days, st.sampled_from(Half))
people = st.integers(1, 6)
leaves = st.builds(
    lambda person, first, length, deputy: Leave(person, first, first + length * A_DAY, deputy),
    people, days, st.integers(0, 9), st.none() | people,
)  # fmt: skip
rosters = st.builds(
    Roster,
    week=st.dictionaries(st.tuples(st.integers(0, 6), st.sampled_from(Half)), people),
    changes=st.dictionaries(turns, people, max_size=4),
    leaves=st.lists(leaves, max_size=5),
)


@given(now=instants, zone=zones)
def test_every_instant_lies_in_one_turn(now: datetime, zone: ZoneInfo) -> None:
    turn = turn_at(now, zone)
    assert begins_at(turn, zone) <= now < begins_at(turn.next, zone)


@given(day=st.dates(date(2026, 1, 1), date(2028, 12, 31)), zone=zones)
def test_turns_follow_without_a_hole_also_when_clocks_change(day: date, zone: ZoneInfo) -> None:
    begin = begins_at(Turn(day, Half.DAY), zone)
    for turn in turns_from(Turn(day, Half.DAY), days=3):
        assert begins_at(turn, zone) == begin
        assert turn_at(begin, zone) == turn
        begin = begins_at(turn.next, zone)
        assert turn_at(begin - timedelta(seconds=1), zone) == turn


@pytest.mark.parametrize(
    ("local", "turn"),
    [
        ("2026-11-23T06:59", Turn(MONDAY - A_DAY, Half.NIGHT)),
        ("2026-11-23T07:00", Turn(MONDAY, Half.DAY)),
        ("2026-11-23T18:59", Turn(MONDAY, Half.DAY)),
        ("2026-11-23T19:00", Turn(MONDAY, Half.NIGHT)),
        ("2026-11-23T23:59", Turn(MONDAY, Half.NIGHT)),
        ("2026-11-24T00:00", Turn(MONDAY, Half.NIGHT)),
    ],
)
def test_the_night_belongs_to_the_day_on_which_it_begins(local: str, turn: Turn) -> None:
    assert turn_at(datetime.fromisoformat(local).replace(tzinfo=SHANGHAI), SHANGHAI) == turn


@given(roster=rosters, turn=turns)
def test_nobody_on_duty_is_away(roster: Roster, turn: Turn) -> None:
    person_id = roster.on_duty(turn)
    assert person_id is None or not roster.is_away(person_id, turn.day)


@given(roster=rosters, turn=turns)
def test_only_who_is_away_is_stood_in_for(roster: Roster, turn: Turn) -> None:
    planned = roster.planned(turn)
    if planned is not None and not roster.is_away(planned, turn.day):
        assert roster.on_duty(turn) == planned


@given(roster=rosters, first=turns, able=st.frozensets(people))
def test_a_turn_is_a_gap_or_somebody_is_there_who_can_be_told(
    roster: Roster, first: Turn, able: frozenset[int]
) -> None:
    gaps = {gap.turn for gap in list_gaps(roster, first=first, able=able)}
    asked = list(turns_from(first, days=14))
    assert gaps <= set(asked)
    assert len(asked) == (28 if first.half is Half.DAY else 27)
    for turn in asked:
        assert (turn in gaps) is (roster.on_duty(turn) not in able)


@given(told=st.lists(people, unique=True), on_duty=st.none() | people, away=st.frozensets(people))
def test_a_roster_loses_and_adds_nobody(
    told: Sequence[int], on_duty: int | None, away: frozenset[int]
) -> None:
    first, others = part(told, on_duty=on_duty, away=away)
    assert sorted(first + others) == sorted(told)
    assert bool(first) is bool(told)
    assert first == [on_duty] or on_duty not in told
    if on_duty not in told and not set(told) <= away:
        assert set(first) == set(told) - away


def test_a_deputy_stands_in_and_has_none_of_their_own() -> None:
    turn = Turn(MONDAY, Half.NIGHT)
    week = {(0, Half.NIGHT): 1}
    away = Leave(1, MONDAY, MONDAY, deputy_id=2)
    assert Roster(week, {}, [away]).on_duty(turn) == 2
    assert Roster(week, {}, [away, Leave(2, MONDAY, MONDAY, deputy_id=3)]).on_duty(turn) is None
    assert Roster(week, {}, [away, Leave(1, MONDAY, MONDAY, deputy_id=3)]).on_duty(turn) == 3  # told later
    assert Roster(week, {turn: 4}, [away]).on_duty(turn) == 4


def test_each_gap_says_why() -> None:
    roster = Roster({(0, Half.DAY): 1, (0, Half.NIGHT): 2}, {}, [Leave(1, MONDAY, MONDAY)])
    first = Turn(MONDAY, Half.DAY)
    gaps = list_gaps(roster, first=first, able={1}, days=2)
    tuesday = MONDAY + A_DAY
    assert gaps == (
        Gap(first, Why.AWAY), Gap(Turn(MONDAY, Half.NIGHT), Why.GONE),
        Gap(Turn(tuesday, Half.DAY), Why.EMPTY), Gap(Turn(tuesday, Half.NIGHT), Why.EMPTY),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("12月1日到12月5日", "2026-12-01", "2026-12-05"),
        ("12.1-12.5", "2026-12-01", "2026-12-05"),
        ("12-1 12-5", "2026-12-01", "2026-12-05"),
        ("12/1", "2026-12-01", "2026-12-01"),
        ("2026-12-30 至 2027-01-03", "2026-12-30", "2027-01-03"),
        ("１２月３０日 — １月３日", "2026-12-30", "2027-01-03"),
        ("11.20-11.30", "2026-11-20", "2026-11-30"),  # it has begun
    ],
)
def test_a_leave_is_read_as_people_type_it(text: str, first: str, last: str) -> None:
    assert read_leave(text, today=TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unclear"), ("下周", "unclear"), ("12.1 12.2 12.3", "unclear"), ("2.30", "unclear"),
        ("13.1", "unclear"), ("12.5-12.1", "backwards"), ("11.20-11.26", "over"), ("11.26", "over"),
        ("2026-12-01 2027-06-30", "long"), ("2031-01-01", "long"),
    ],
)  # fmt: skip
def test_a_leave_that_cannot_be_is_one_sentence(text: str, code: str) -> None:
    with pytest.raises(CareError) as refused:
        read_leave(text, today=TODAY)
    assert refused.value.code == f"roster.leave_{code}"
