"""What a claimed plan becomes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from models.codes import PlanKind
from services.profile import Profile
from services.reminders.firing import sleeps
from services.reminders.planning import judge
from services.reminders.types import DuePlan

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
CALL = DuePlan(
    plan_id=1, kind=PlanKind.CALL, revision=1, due_at=datetime(2026, 11, 8, 11, 30, tzinfo=UTC), child_id=1,
    relation_id=1, rule=None, promised_at=None, due_on=None, boards=False, reach=None,
    registered_at=NOW, class_id=1, school_id=2, school_zone="Asia/Shanghai",
    person_id=5, person_zone="Asia/Shanghai", evening="19:30", shift=None,
    is_live=True,
)  # fmt: skip
LETTER = replace(CALL, kind=PlanKind.LETTER, relation_id=None, person_id=None, person_zone=None, evening=None)
SILENCE = replace(LETTER, kind=PlanKind.SILENCE)


@pytest.mark.parametrize(
    ("plan", "next_due_at"),
    [
        (CALL, "2026-12-08T11:30+00:00"),
        (replace(CALL, evening="21:30"), "2026-12-08T13:30+00:00"),
        (replace(CALL, person_id=None, person_zone=None, evening=None), "2026-12-08T11:30+00:00"),
        (replace(CALL, person_zone="Asia/Tashkent"), "2026-12-08T12:30+00:00"),
        (replace(CALL, boards=True), "2026-12-11T11:30+00:00"),  # the Friday after the eighth
        (LETTER, "2026-12-18T08:30+00:00"),
        (replace(LETTER, boards=True), "2026-12-18T08:30+00:00"),
        (SILENCE, "2026-12-01T00:00+00:00"),
    ],
)
def test_revision_0_is_laid_out_and_fires_nothing(plan: DuePlan, next_due_at: str, profile: Profile) -> None:
    verdict = judge(replace(plan, revision=0, due_at=NOW), now=NOW, profile=profile)
    assert verdict.fire is None
    assert verdict.next_due_at == datetime.fromisoformat(next_due_at)


def test_a_due_plan_fires_for_its_month(profile: Profile) -> None:
    verdict = judge(CALL, now=CALL.due_at, profile=profile)
    assert verdict.fire
    assert (verdict.fire.due_at, verdict.fire.month) == (CALL.due_at, "2026-11")
    assert verdict.next_due_at == datetime(2026, 12, 8, 11, 30, tzinfo=UTC)


def test_the_month_is_the_schools(profile: Profile) -> None:
    due = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)  # half past midnight of 1 December in Shanghai
    verdict = judge(replace(CALL, due_at=due), now=due, profile=profile)
    assert verdict.fire
    assert verdict.fire.month == "2026-12"


def test_months_of_silence_of_the_bot_merge_into_the_latest(profile: Profile) -> None:
    verdict = judge(replace(CALL, due_at=datetime(2026, 8, 8, 11, 30, tzinfo=UTC)), now=NOW, profile=profile)
    assert verdict.fire
    assert (verdict.fire.due_at, verdict.fire.month) == (CALL.due_at, "2026-11")
    assert verdict.next_due_at == datetime(2026, 12, 8, 11, 30, tzinfo=UTC)


def test_a_plan_that_concerns_nobody_rests(profile: Profile) -> None:
    verdict = judge(replace(CALL, is_live=False), now=NOW, profile=profile)
    assert (verdict.next_due_at, verdict.fire) == (None, None)


def test_whether_the_child_sleeps(profile: Profile) -> None:
    quiet = (profile.quiet_hours.start, profile.quiet_hours.end)
    assert sleeps(datetime(2026, 11, 8, 14, 30, tzinfo=UTC), "Asia/Shanghai", quiet)
    assert not sleeps(datetime(2026, 11, 8, 11, 30, tzinfo=UTC), "Asia/Shanghai", quiet)
    assert not sleeps(datetime(2026, 11, 7, 23, 0, tzinfo=UTC), "Asia/Shanghai", quiet)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("promised", "now", "fires", "next_due_at"),
    [
        ("2026-12-08T11:30", "2026-12-08T11:30:10", True, "2027-01-08T10:00"),  # due while it was changed
        ("2026-12-08T11:30", "2026-12-08T11:00", False, "2026-12-08T11:30"),  # its new hour is over today
        ("2026-12-08T11:30", "2026-12-08T09:00", False, "2026-12-08T10:00"),  # its new hour comes today
        ("2026-12-08T11:30", "2026-11-20T09:00", False, "2026-12-08T10:00"),
    ],
)
def test_no_month_is_lost_when_an_hour_is_changed(
    profile: Profile, promised: str, now: str, fires: bool, next_due_at: str
) -> None:
    """From half past seven to six."""
    plan = replace(CALL, revision=-3, due_at=utc(now), promised_at=utc(promised), evening="18:00")
    verdict = judge(plan, now=utc(now), profile=profile)
    assert (verdict.fire is not None, verdict.next_due_at) == (fires, utc(next_due_at))


def test_a_rule_of_its_own_and_a_shift(profile: Profile) -> None:
    last_friday = replace(CALL, rule={"v": 1, "kind": "nth", "nth": -1, "weekday": 4}, shift="18:00-23:00")
    verdict = judge(last_friday, now=NOW, profile=profile)
    assert verdict.next_due_at == utc("2026-11-27T23:00")  # Saturday at seven: after the shift and the night


def test_a_rule_nobody_can_read_gives_way_to_the_usual_one(profile: Profile) -> None:
    broken = replace(CALL, rule={"v": 9})
    found = [judge(plan, now=NOW, profile=profile).next_due_at for plan in (broken, CALL)]
    assert found[0] == found[1]
