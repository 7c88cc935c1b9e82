"""What may be decided without looking anything up."""

import re
import secrets
from datetime import UTC, datetime, timedelta

import pytest

from models.case_codes import CaseFact, Involved
from models.codes import Role
from services.alerts import rules
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
    ladder = rules.snapshot(profile, ADMINISTRATOR)
    assert [rules.is_last(ladder, level) for level in (0, 1, 2)] == [False, False, True]
    assert rules.wait(ladder, 0) == timedelta(minutes=profile.ladder.steps[0].wait_minutes)
    minutes = [rules.repeat(ladder, times=n) / timedelta(minutes=1) for n in (-1, 0, 1, 2, 3, 99)]
    assert minutes == [5, 5, 10, 20, 30, 30]


def test_who_may_know_grows_with_the_level_and_with_consent(profile: Profile) -> None:
    ladder = rules.snapshot(profile, ADMINISTRATOR)
    assert rules.reached_roles(ladder, 0, head_told=False) == {ADMINISTRATOR}
    assert rules.reached_roles(ladder, 1, head_told=False) == {ADMINISTRATOR, DEPUTY}
    outside = rules.snapshot(profile, COUNTY)
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
    assert rules.typed_time(text, now=NOW, timezone="Asia/Shanghai") == datetime(
        2026, 11, 23, 6, 5, tzinfo=UTC
    )


@pytest.mark.parametrize("text", ["", "两点半", "25:00", "14:60", "14:5", "下午14:05", "-1:00", "14:05:00"])
def test_what_is_no_time_is_said(text: str) -> None:
    with pytest.raises(CareError, match=r"alerts\.time_unreadable"):
        rules.typed_time(text, now=NOW, timezone="Asia/Shanghai")


def test_the_minute_that_runs_is_past_and_the_next_is_not() -> None:
    assert rules.typed_time("14:30", now=NOW, timezone="Asia/Shanghai") == NOW
    with pytest.raises(CareError, match=r"alerts\.time_future"):
        rules.typed_time("14:31", now=NOW, timezone="Asia/Shanghai")


def test_just_past_midnight_the_evening_was_yesterday() -> None:
    typed = rules.typed_time("23:55", now=JUST_PAST_MIDNIGHT, timezone="Asia/Shanghai")
    assert typed == JUST_PAST_MIDNIGHT - timedelta(minutes=15)
    assert rules.typed_time("6:05", now=NOW, timezone="Europe/London") == NOW - timedelta(minutes=25)


def test_nothing_has_happened_yet_in_the_future() -> None:
    rules.ensure_past(NOW, now=NOW)
    with pytest.raises(CareError, match=r"alerts\.time_future"):
        rules.ensure_past(NOW + timedelta(seconds=1), now=NOW)
