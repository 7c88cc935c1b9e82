"""When each claimed plan comes next, and in which month it fires. Pure."""

from dataclasses import dataclass
from datetime import datetime, time
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from models.codes import PlanKind
from services.profile import Profile
from services.reminders.rules import Rule, month_of, next_occurrence, rule_of, while_awake
from services.reminders.types import DuePlan, Fire

SILENCE = Rule(day=1, at=time(8))  # the month is over: was anything heard?


@dataclass(frozen=True)
class Verdict:
    """What a claimed plan becomes: its next date (None: at rest), and what it fires now, if anything."""

    plan_id: int
    next_due_at: datetime | None
    fire: Fire | None = None


def judge(plan: DuePlan, *, now: datetime, profile: Profile) -> Verdict:
    """Lay a plan of revision 0 out; fire any other once, however late, and find its next date."""
    if not plan.is_live:
        return Verdict(plan.plan_id, None)
    if plan.revision == 0:
        return Verdict(plan.plan_id, next_date(plan, after=now, profile=profile))
    due, following = plan.due_at, next_date(plan, after=plan.due_at, profile=profile)
    while following <= now:  # the bot was off for months: they merge into the latest
        due, following = following, next_date(plan, after=following, profile=profile)
    month = month_of(due, ZoneInfo(plan.school_zone))
    return Verdict(plan.plan_id, following, Fire(plan, due, month))


def next_date(plan: DuePlan, *, after: datetime, profile: Profile) -> datetime:
    """The plan's next date; a call from far away comes before the child's night, not in it."""
    rule, zone = rule_for(plan, profile), zone_for(plan)
    date = _next(rule, after=after, zone=zone)
    if plan.kind is not PlanKind.CALL or plan.person_zone in (None, plan.school_zone):
        return date
    quiet = (profile.quiet_hours.start, profile.quiet_hours.end)
    child_zone = ZoneInfo(plan.school_zone)
    awake = while_awake(date, zone=child_zone, quiet=quiet)
    if awake > after:
        return awake
    return while_awake(_next(rule, after=date, zone=zone), zone=child_zone, quiet=quiet)


def rule_for(plan: DuePlan, profile: Profile) -> Rule:
    """The rule of a plan: a call comes in the evening of whoever is to call."""
    if plan.kind is PlanKind.SILENCE:
        return SILENCE
    if plan.kind is PlanKind.LETTER:
        return rule_of(profile.reminders.letter, boards=False)
    usual = profile.reminders.call
    at = time.fromisoformat(plan.evening) if plan.evening else usual.hour
    return _call(usual.day, at, usual.boarders if plan.boards else None)


def zone_for(plan: DuePlan) -> ZoneInfo:
    """A call is timed where the parent is, everything else where the school is."""
    is_call = plan.kind is PlanKind.CALL
    return ZoneInfo((plan.person_zone if is_call else None) or plan.school_zone)


def months_before(month: str, n: int) -> list[str]:
    """Return the `n` months before `month` (2026-11), the newest last."""
    last = int(month[:4]) * 12 + int(month[5:]) - 1
    return [f"{one // 12:04}-{one % 12 + 1:02}" for one in range(last - n, last)]


@cache
def _call(day: int, at: time, weekdays: frozenset[int] | None) -> Rule:
    return Rule(day=day, at=at, weekdays=weekdays)


@lru_cache(maxsize=4096)
def _next(rule: Rule, *, after: datetime, zone: ZoneInfo) -> datetime:
    # Children of one place are mostly due at the same instants: a batch asks this again and again.
    return next_occurrence(rule, after=after, zone=zone)
