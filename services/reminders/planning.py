"""When each claimed plan comes next, and in which month it fires. Pure.

fired           the next day of its rule
laid out anew   the day it stood for, at its new moment; at the old one where the new is over already
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from services.profile import Profile
from services.reminders.grounds import ground_of, rule_of
from services.reminders.suiting import Moment, next_moment
from services.reminders.types import DuePlan, Fire
from services.wallclock import DAY, find_zone, local, month_of

LONGEST_MOVE = timedelta(days=62)  # how far apart two moments of one day can lie, and more


@dataclass(frozen=True)
class Verdict:
    """What a claimed plan becomes: its next moment (None: at rest), and what it fires now, if anything."""

    plan_id: int
    moment: Moment | None
    fire: Fire | None = None

    @property
    def next_due_at(self) -> datetime | None:
        return self.moment.at if self.moment else None


def judge(plan: DuePlan, *, now: datetime, profile: Profile) -> Verdict:
    """Fire a plan once, however late, and find its next date; lay another out."""
    if not plan.is_live:
        return Verdict(plan.plan_id, None)
    if plan.revision <= 0:
        return _lay_out(plan, now=now, profile=profile)
    return _fire(plan, Moment(plan.due_at, _day_of(plan, plan.due_at, profile)), now=now, profile=profile)


def next_date(
    plan: DuePlan, *, after: datetime, profile: Profile, since: date | None = None
) -> Moment | None:
    """The plan's next moment; a call from far away comes before the child's night, not in it."""
    return _next(rule_of(plan, profile), ground_of(plan, profile), after=after, since=since)


def dates_until(plan: DuePlan, *, now: datetime, until: datetime, profile: Profile) -> Iterator[datetime]:
    """Yield the plan's dates before `until`, in order; also before the planner has laid it out."""
    if plan.revision > 0:
        moment: Moment | None = Moment(plan.due_at, _day_of(plan, plan.due_at, profile))
    else:
        moment = judge(plan, now=now, profile=profile).moment
    while moment is not None and moment.at < until:
        yield moment.at
        moment = _following(plan, moment, profile)


def _lay_out(plan: DuePlan, *, now: datetime, profile: Profile) -> Verdict:
    """Nothing was promised: the first date. Else the promised day, never lost and never said twice."""
    promised = plan.promised_at
    if promised is None:
        return Verdict(plan.plan_id, next_date(plan, after=now, profile=profile))
    day = _day_of(plan, promised, profile)
    moved = next_date(plan, after=min(promised, now) - LONGEST_MOVE, profile=profile, since=day)
    if moved is not None and moved.day == day and moved.at <= now:
        moved = Moment(promised, day)  # its new hour is over already
    if moved is None or moved.at > now:
        return Verdict(plan.plan_id, moved)
    return _fire(plan, moved, now=now, profile=profile)


def _fire(plan: DuePlan, due: Moment, *, now: datetime, profile: Profile) -> Verdict:
    following = _following(plan, due, profile)
    while following is not None and following.at <= now:  # the bot was off for months: they merge into one
        due, following = following, _following(plan, following, profile)
    month = month_of(due.at, find_zone(plan.school_zone))
    return Verdict(plan.plan_id, following, Fire(plan, due.at, month, due.day))


def _following(plan: DuePlan, moment: Moment, profile: Profile) -> Moment | None:
    return next_date(plan, after=moment.at, profile=profile, since=moment.day + DAY)


def _day_of(plan: DuePlan, at: datetime, profile: Profile) -> date:
    """The day of the rule; a plan from before that was kept stands for the day on which it comes."""
    return plan.due_on or local(at, ground_of(plan, profile).zone).date()


# Children of one place are mostly due at the same instants: a batch asks this again and again.
_next = lru_cache(maxsize=16_384)(next_moment)
