"""When each claimed plan comes next, and in which month it fires. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from services.profile import Profile
from services.reminders.grounds import ground_of, rule_of
from services.reminders.suiting import Ground, next_due
from services.reminders.types import DuePlan, Fire
from services.wallclock import find_zone, month_of


@dataclass(frozen=True)
class Verdict:
    """What a claimed plan becomes: its next date (None: at rest), and what it fires now, if anything."""

    plan_id: int
    next_due_at: datetime | None
    fire: Fire | None = None


def judge(plan: DuePlan, *, now: datetime, profile: Profile) -> Verdict:
    """Lay a plan out; fire any other once, however late, and find its next date."""
    if not plan.is_live:
        return Verdict(plan.plan_id, None)
    if plan.revision <= 0:
        return _lay_out(plan, now=now, profile=profile)
    due, following = plan.due_at, next_date(plan, after=plan.due_at, profile=profile)
    while following is not None and following <= now:  # the bot was off for months: they merge into one
        due, following = following, next_date(plan, after=following, profile=profile)
    month = month_of(due, find_zone(plan.school_zone))
    return Verdict(plan.plan_id, following, Fire(plan, due, month))


def next_date(plan: DuePlan, *, after: datetime, profile: Profile) -> datetime | None:
    """The plan's next date; a call from far away comes before the child's night, not in it."""
    return _next(rule_of(plan, profile), ground_of(plan, profile), after=after)


def _lay_out(plan: DuePlan, *, now: datetime, profile: Profile) -> Verdict:
    """Find the first date. What was promised for this month is kept, whatever has moved the next one."""
    following, promised = next_date(plan, after=now, profile=profile), plan.promised_at
    if promised is None:
        return Verdict(plan.plan_id, following)
    month = month_of(promised, find_zone(plan.school_zone))
    if promised <= now:
        return Verdict(plan.plan_id, following, Fire(plan, promised, month))
    if _is_later_month(following, month, plan) and _is_kept(promised, ground_of(plan, profile)):
        following = promised
    return Verdict(plan.plan_id, following)


def _is_later_month(following: datetime | None, month: str, plan: DuePlan) -> bool:
    return following is None or month_of(following, find_zone(plan.school_zone)) > month


def _is_kept(promised: datetime, ground: Ground) -> bool:
    """A promise gives way only to a holiday that has come over it."""
    return not ground.is_strict or ground.suits(promised)


def dates_until(plan: DuePlan, *, now: datetime, until: datetime, profile: Profile) -> Iterator[datetime]:
    """Yield the plan's dates before `until`, in order; also before the planner has laid it out."""
    is_laid_out = plan.revision > 0
    due = plan.due_at if is_laid_out else judge(plan, now=now, profile=profile).next_due_at
    while due is not None and due < until:
        yield due
        due = next_date(plan, after=due, profile=profile)


# Children of one place are mostly due at the same instants: a batch asks this again and again.
_next = lru_cache(maxsize=16_384)(next_due)
