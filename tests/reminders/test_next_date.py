"""A plan that was moved before the child's night still moves on, month by month."""

from dataclasses import replace
from datetime import UTC, datetime

from models.codes import PlanKind
from services.profile import Profile
from services.reminders.planning import next_date
from services.reminders.types import DuePlan

PLAN = DuePlan(
    plan_id=1, kind=PlanKind.CALL, revision=1, due_at=datetime(2026, 11, 8, 12, 30, tzinfo=UTC), child_id=1,
    relation_id=1, rule=None, promised_at=None, due_on=None, boards=False, reach=None,
    registered_at=datetime(2026, 9, 1, tzinfo=UTC), class_id=1, school_id=1,
    school_zone="Asia/Shanghai", person_id=1, person_zone="Asia/Tashkent", evening="19:30", shift=None,
    is_live=True,
)  # fmt: skip


def moment(after: datetime, profile: Profile) -> datetime | None:
    found = next_date(PLAN, after=after, profile=profile)
    return None if found is None else found.at


def test_each_month_once(profile: Profile) -> None:
    at, dates = PLAN.due_at, []
    for _ in range(4):
        found = next_date(PLAN, after=at, profile=profile)
        assert found is not None
        at = found.at
        dates.append(f"{at:%Y-%m-%dT%H:%M}")
    assert dates == ["2026-12-08T12:30", "2027-01-08T12:30", "2027-02-08T12:30", "2027-03-08T12:30"]


def test_from_just_before_and_just_after(profile: Profile) -> None:
    before = datetime(2026, 12, 8, 12, 29, tzinfo=UTC)
    assert moment(before, profile) == datetime(2026, 12, 8, 12, 30, tzinfo=UTC)
    after = datetime(2026, 12, 8, 12, 31, tzinfo=UTC)  # between the moved and the usual hour
    assert moment(after, profile) == datetime(2027, 1, 8, 12, 30, tzinfo=UTC)


def test_at_home_nothing_is_moved(profile: Profile) -> None:
    near = replace(PLAN, person_zone="Asia/Shanghai")
    found = next_date(near, after=PLAN.due_at, profile=profile)
    assert found is not None
    assert found.at == datetime(2026, 12, 8, 11, 30, tzinfo=UTC)
