"""What may be decided without looking anything up."""

import re
import secrets
from datetime import UTC, datetime, timedelta

import pytest

from handlers.keys import day_words
from models.case_codes import CaseFact, Involved
from models.codes import Role
from services.alerts import moments, rules
from services.errors import CareError
from services.profile import Profile

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)  # half past two in the afternoon in Shanghai
JUST_PAST_MIDNIGHT = datetime(2026, 11, 22, 16, 10, tzinfo=UTC)
ADMINISTRATOR, DEPUTY, COUNTY = Role.ADMINISTRATOR, Role.SAFEGUARDING, Role.COUNTY_OFFICER
WHOLE = [ADMINISTRATOR, DEPUTY, COUNTY]


def test_a_number_is_read_out_without_doubt() -> None:
    letters = iter("K7QF")
    assert rules.draw_number(2026, lambda _: next(letters)) == "2026-K7QF"
    drawn = {rules.draw_number(2026, secrets.choice) for _ in range(200)}
    assert len(drawn) > 190
    assert all(re.fullmatch(rf"2026-[{rules.ALPHABET}]{{4}}", number) for number in drawn)
    assert not set("0O1IL2Z5S8BUV") & set(rules.ALPHABET)


@pytest.mark.parametrize(
    ("situation", "involved", "excludes", "roles"),
    [
        ("R4", Involved.FAMILY, {"household"}, WHOLE),
        ("R4", Involved.PUPIL, {"household"}, WHOLE),
        ("R4", Involved.OTHER, {"household"}, WHOLE),
        ("R4", Involved.SCHOOL, {"household", "school_staff"}, [COUNTY]),
        ("R4", Involved.UNCLEAR, {"household", "school_staff"}, [COUNTY]),
        ("X1", Involved.FAMILY, {"household"}, WHOLE),
        ("R4", None, {"household"}, WHOLE),
        ("X1", None, {"household", "school_staff"}, [COUNTY]),
        ("a situation the profile has dropped", None, {"household", "school_staff"}, [COUNTY]),
    ],
)
def test_who_is_left_out_and_where_the_ladder_begins(
    profile: Profile, situation: str, involved: Involved | None, excludes: set[str], roles: list[Role]
) -> None:
    course = rules.plot_course(profile, situation=situation, involved=involved)
    assert course.excludes == excludes
    assert [rules.role_at(course.ladder, level) for level in range(len(course.ladder))] == roles


def test_a_ladder_is_climbed_without_the_profile(profile: Profile) -> None:
    ladder = rules.snapshot(profile, "R4", ADMINISTRATOR)
    assert [rules.is_last(ladder, level) for level in (0, 1, 2)] == [False, False, True]
    assert rules.wait(ladder, 0) == timedelta(minutes=profile.ladder.steps[0].wait_minutes)
    minutes = [rules.repeat(ladder, times=n) / timedelta(minutes=1) for n in (-1, 0, 1, 2, 3, 99)]
    assert minutes == [5, 5, 10, 20, 30, 30]


def test_a_level_that_a_shortened_ladder_has_no_more_is_nobodys(profile: Profile) -> None:
    outside = rules.snapshot(profile, "R4", COUNTY)
    assert [rules.find_role(outside, level) for level in (None, 0, 1, 2)] == [None, COUNTY, None, None]


def test_who_may_know_grows_with_the_level_and_with_consent(profile: Profile) -> None:
    ladder = rules.snapshot(profile, "R4", ADMINISTRATOR)
    assert rules.reached_roles(ladder, 0, head_told=False) == {ADMINISTRATOR}
    assert rules.reached_roles(ladder, 1, head_told=False) == {ADMINISTRATOR, DEPUTY}
    outside = rules.snapshot(profile, "R4", COUNTY)
    assert rules.reached_roles(outside, 0, head_told=False) == {COUNTY}
    assert rules.reached_roles(outside, 0, head_told=True) == {COUNTY, ADMINISTRATOR}


@pytest.mark.parametrize(
    ("facts", "unreached"),
    [
        ([], False),
        ([CaseFact.RAISED, CaseFact.SENT], False),
        ([CaseFact.UNREACHED, CaseFact.SENT, CaseFact.OPENED], False),
        ([CaseFact.SENT, CaseFact.UNREACHED, CaseFact.POLICE_CALLED], True),
        ([CaseFact.UNREACHED, CaseFact.CLIMBED], False),
    ],
)
def test_the_newest_step_says_whether_anybody_was_reached(facts: list[CaseFact], unreached: bool) -> None:
    assert rules.is_unreached(facts) is unreached


@pytest.mark.parametrize(
    "text", ["14:05", " 14：05 ", "１４:０５", "1405", "14.05", "14点05分", "14 : 05", "14h05"]
)
def test_a_time_is_read_however_it_is_typed(text: str) -> None:
    assert moments.typed_time(text, now=NOW, timezone="Asia/Shanghai") == datetime(
        2026, 11, 23, 6, 5, tzinfo=UTC
    )


@pytest.mark.parametrize("text", ["", "两点半", "25:00", "14:60", "14:5", "下午14:05", "-1:00", "14:05:00"])
def test_what_is_no_time_is_said(text: str) -> None:
    with pytest.raises(CareError, match=r"alerts\.time_unreadable"):
        moments.typed_time(text, now=NOW, timezone="Asia/Shanghai")


def test_the_minute_that_runs_is_past_and_the_next_is_not() -> None:
    assert moments.typed_time("14:30", now=NOW, timezone="Asia/Shanghai") == NOW
    with pytest.raises(CareError, match=r"alerts\.time_future"):
        moments.typed_time("14:31", now=NOW, timezone="Asia/Shanghai")


def test_just_past_midnight_the_evening_was_yesterday() -> None:
    typed = moments.typed_time("23:55", now=JUST_PAST_MIDNIGHT, timezone="Asia/Shanghai")
    assert typed == JUST_PAST_MIDNIGHT - timedelta(minutes=15)
    assert moments.typed_time("6:05", now=NOW, timezone="Europe/London") == NOW - timedelta(minutes=25)


def test_nothing_has_happened_yet_in_the_future() -> None:
    moments.ensure_past(NOW, now=NOW)
    with pytest.raises(CareError, match=r"alerts\.time_future"):
        moments.ensure_past(NOW + timedelta(seconds=1), now=NOW)


def test_what_cannot_have_happened_is_refused_to_the_second() -> None:
    with pytest.raises(CareError, match=r"^alerts\.time_future$"):
        moments.ensure_past(NOW + timedelta(microseconds=1), now=NOW)


def test_a_typed_minute_begins_at_its_first_second() -> None:
    now = NOW + timedelta(seconds=31, microseconds=7)
    typed = moments.typed_time("14:05", now=now, timezone="Asia/Shanghai")
    assert typed == NOW - timedelta(minutes=25)
    assert typed.tzinfo is UTC


def test_yesterday_is_meant_where_it_is_nearer_than_what_is_still_to_come() -> None:
    morning = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # eight o'clock
    typed = moments.typed_time("21:30", now=morning, timezone="Asia/Shanghai")
    assert typed == morning - timedelta(hours=10, minutes=30)
    assert typed.tzinfo is UTC
    assert moments.typed_time("20:00", now=morning, timezone="Asia/Shanghai") == morning - timedelta(hours=12)
    with pytest.raises(CareError, match=r"^alerts\.time_future$"):
        moments.typed_time("19:59", now=morning, timezone="Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("昨天 21:30", 22), ("昨晚21点30分", 22), ("yesterday 21:30", 22), ("前天 21:30", 21),
        ("11-20 21:30", 20), ("11月20日21:30", 20), ("１１月２０日 ２１：３０", 20), ("2026-11-20 21:30", 20),
        ("2026年11月20日 2130", 20), ("11/20 21:30", 20),
    ],
)  # fmt: skip
def test_a_day_may_stand_before_the_time(text: str, day: int) -> None:
    typed = moments.typed_time(text, now=NOW, timezone="Asia/Shanghai", days=day_words())
    assert typed == datetime(2026, 11, day, 13, 30, tzinfo=UTC)


def test_a_day_without_a_year_is_the_last_one_of_its_date() -> None:
    january = datetime(2027, 1, 3, 4, tzinfo=UTC)
    typed = moments.typed_time("12-30 09:00", now=january, timezone="Asia/Shanghai")
    assert typed == datetime(2026, 12, 30, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("今天 23:00", "time_future"), ("2026-12-24 09:00", "time_future"), ("2-30 09:00", "time_unreadable"),
        ("2024-01-01 09:00", "time_unreadable"), ("昨天", "time_unreadable"),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_is_said(text: str, error: str) -> None:
    with pytest.raises(CareError, match=rf"^alerts\.{error}$"):
        moments.typed_time(text, now=NOW, timezone="Asia/Shanghai", days=day_words())


def test_a_minute_later_a_tap_is_another_one() -> None:
    told = [(CaseFact.CHILD_SAFE, NOW)]
    seen = [
        moments.is_same_tap(told, CaseFact.CHILD_SAFE, now=NOW + timedelta(seconds=late)) for late in (59, 60)
    ]
    assert seen == [True, False]
    assert not moments.is_same_tap(told, CaseFact.STILL_ON_IT, now=NOW)


LADDER: rules.Ladder = [
    {"role": "administrator", "wait_minutes": wait, "review_hours": 7, "ask_minutes": 11, "lapse_minutes": 29}
    for wait in (5, 45, 6)
]


def test_how_long_a_taken_case_may_be_silent_stands_in_its_ladder() -> None:
    assert rules.ask_after(LADDER, {CaseFact.TAKEN}) == timedelta(minutes=11)
    assert rules.ask_after(LADDER, {CaseFact.TAKEN, CaseFact.CHILD_SAFE}) == timedelta(hours=7)
    assert rules.lapse_after(LADDER) == timedelta(minutes=18)


def test_a_ladder_of_an_earlier_version_has_the_usual_pauses() -> None:
    earlier: list[rules.Ladder] = [[], [{"role": "administrator", "wait_minutes": 5}]]
    for old in earlier:
        assert rules.ask_after(old, set()) == timedelta(minutes=20)
        assert rules.ask_after(old, {CaseFact.POLICE_CALLED}) == timedelta(hours=24)
        assert rules.lapse_after(old) == timedelta(minutes=10)


def test_an_untaken_case_rests_longest_at_the_last_level() -> None:
    waits = [rules.longest_wait(LADDER, level) / timedelta(minutes=1) for level in (0, 1, 2)]
    assert waits == [5, 45, 30]
    assert rules.longest_wait(LADDER[:2], 1) == timedelta(minutes=45)
