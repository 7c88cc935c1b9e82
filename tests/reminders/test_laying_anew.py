"""A plan laid out anew, as often as anybody likes: no day of its rule is said twice, and none is lost."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.codes import PlanKind, SpanKind
from services import profile as profiles
from services.calendar.rules import Calendar, Span
from services.profile import Profile
from services.reminders.kinds import Monthly, Rule, Weekly, dump
from services.reminders.occurrences import dates_from
from services.reminders.planning import judge
from services.reminders.types import DuePlan
from tests.reminders.test_planning import CALL, LETTER, utc

DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
CN = profiles.load("CN")


@dataclass
class Row:
    """A plan as its row changes; `said` holds each day that was fired."""

    plan: DuePlan
    said: list[date]

    def lay(self, now: datetime, **changes: Any) -> None:
        """What `models.care.laid_out_anew` writes."""
        stood = self.plan.promised_at or (self.plan.due_at if self.plan.revision > 0 else None)
        self.plan = replace(
            self.plan, revision=-abs(self.plan.revision), promised_at=stood, due_at=now, **changes,
        )  # fmt: skip

    def tick(self, now: datetime) -> None:
        """What the planner does with a plan that is due."""
        if self.plan.due_at > now:
            return
        verdict = judge(self.plan, now=now, profile=CN)
        if verdict.fire is not None:
            self.said.append(verdict.fire.day)
        far = datetime(9999, 1, 1, tzinfo=UTC)
        at, day = (verdict.moment.at, verdict.moment.day) if verdict.moment else (far, None)
        revision = abs(self.plan.revision) or 1
        self.plan = replace(self.plan, revision=revision, promised_at=None, due_at=at, due_on=day)


def laid_out(plan: DuePlan, now: datetime) -> Row:
    row = Row(replace(plan, revision=0, due_at=now, promised_at=None, due_on=None), [])
    row.tick(now)
    return row


def test_a_later_hour_on_the_evening_it_was_said_says_it_no_second_time() -> None:
    row = laid_out(CALL, utc("2026-12-01T00:00"))
    row.tick(utc("2026-12-08T11:30"))
    row.lay(utc("2026-12-08T11:31"), evening="21:30")
    row.tick(utc("2026-12-08T11:32"))
    assert row.plan.due_at == utc("2027-01-08T13:30")
    assert row.said == [date(2026, 12, 8)]


def test_a_holiday_entered_the_day_after_says_it_no_second_time() -> None:
    row = laid_out(LETTER, utc("2026-12-01T00:00"))
    row.tick(utc("2026-12-18T08:30"))
    holiday = Span(SpanKind.HOLIDAY, date(2026, 12, 18), date(2026, 12, 18))
    row.lay(utc("2026-12-19T02:00"), calendar=Calendar((holiday,)))
    row.tick(utc("2026-12-19T02:01"))
    assert row.plan.due_at == utc("2027-01-18T08:30")


def test_a_holiday_that_is_taken_back_brings_the_day_back() -> None:
    holiday = Span(SpanKind.HOLIDAY, date(2026, 12, 18), date(2026, 12, 20))
    row = laid_out(replace(LETTER, calendar=Calendar((holiday,))), utc("2026-12-01T00:00"))
    assert row.plan.due_at == utc("2026-12-21T08:30")
    row.lay(utc("2026-12-20T02:00"), calendar=Calendar())
    row.tick(utc("2026-12-20T02:01"))
    assert row.plan.due_at == utc("2026-12-21T08:30")  # the eighteenth is over: as it was promised


def test_an_hour_that_is_over_leaves_todays_promise_of_a_weekly_rule() -> None:
    weekly = replace(CALL, rule=dump(Weekly(2, 4, date(2026, 12, 4))))
    row = laid_out(weekly, utc("2026-12-01T00:00"))
    row.lay(utc("2026-12-04T11:00"), evening="18:30")
    row.tick(utc("2026-12-04T11:01"))
    assert row.plan.due_at == utc("2026-12-04T11:30")


def test_what_was_missed_for_months_merges_though_somebody_changed_something_first() -> None:
    row = laid_out(CALL, utc("2026-08-01T00:00"))
    row.lay(utc("2026-11-23T02:00"), evening="20:30")
    row.tick(utc("2026-11-23T02:01"))
    assert row.said == [date(2026, 11, 8)]
    assert row.plan.due_at == utc("2026-12-08T12:30")


EVENINGS = ["07:30", "12:30", "18:30", "19:30", "21:30"]
SHIFTS = [None, "08:00-20:00", "20:00-08:00", "18:00-22:00"]
ZONES = ["Asia/Shanghai", "Asia/Tashkent", "Europe/Chisinau"]
CHANGES = st.one_of(
    st.sampled_from(EVENINGS).map(lambda at: {"evening": at}),
    st.sampled_from(SHIFTS).map(lambda hours: {"shift": hours}),
    st.sampled_from(ZONES).map(lambda zone: {"person_zone": zone}),
    st.booleans().map(lambda boards: {"boards": boards}),
)
WEEKLY = st.builds(Weekly, st.integers(1, 3), st.integers(0, 6), st.just(date(2026, 1, 5)))
RULES: st.SearchStrategy[Rule] = st.one_of(st.integers(1, 31).map(Monthly), WEEKLY)


@given(
    rule=RULES,
    changes=st.lists(st.tuples(st.integers(0, 150 * 24 * 60), CHANGES), max_size=25),
    tick=st.integers(1, 180),
)
@settings(max_examples=120)
def test_whatever_is_changed_and_whenever_each_day_is_said_once(
    rule: Rule, changes: list[tuple[int, dict[str, Any]]], tick: int
) -> None:
    began = utc("2026-06-01T00:00")
    row = laid_out(replace(CALL, rule=dump(rule)), began)
    first = row.plan.due_on
    assert first is not None
    moments = sorted({*range(0, 150 * 24 * 60, tick), *(minute for minute, _ in changes)})
    planned = dict(changes)
    for minute in moments:
        now = began + timedelta(minutes=minute)
        if minute in planned:
            row.lay(now, **planned[minute])
        if not minute % tick:
            row.tick(now)
    assert row.said == sorted(set(row.said))
    wanted = dates_from(rule, first)
    assert row.said == [next(wanted) for _ in row.said]


@pytest.mark.parametrize("kind", [PlanKind.CALL, PlanKind.LETTER])
def test_a_first_date_is_never_in_the_past(profile: Profile, kind: PlanKind) -> None:
    plan = CALL if kind is PlanKind.CALL else LETTER
    for hour in range(0, 24 * 40, 7):
        now = utc("2026-11-01T00:00") + hour * AN_HOUR
        row = laid_out(plan, now)
        assert row.said == []
        assert row.plan.due_at > now
