"""When each claimed plan comes next, and in which month it fires. Pure."""

from dataclasses import dataclass
from datetime import datetime, time
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import structlog

from models.codes import PlanKind
from services.errors import CareError
from services.profile import Profile
from services.reminders.kinds import Monthly, Rule, parse
from services.reminders.suiting import Ground, next_due
from services.reminders.types import DuePlan, Fire
from services.reminders.wallclock import find_zone, month_of
from services.reminders.windows import Daily, Hours, Near, Reach, hours_of

log = structlog.get_logger()

SILENCE = Monthly(1, time(8))  # the month is over: was anything heard?


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
    while (
        following is not None and following <= now
    ):  # the bot was off for months: they merge into the latest
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
    if following is None or month_of(following, find_zone(plan.school_zone)) > month:
        following = promised
    return Verdict(plan.plan_id, following)


def rule_of(plan: DuePlan, profile: Profile) -> Rule:
    """The rule of a plan: its own, or the profile's usual one when it has none that can be read."""
    if plan.rule is not None:
        try:
            return parse(plan.rule)
        except CareError as error:
            log.warning("reminders.rule_unreadable", plan_id=plan.plan_id, code=error.code)
    if plan.kind is PlanKind.SILENCE:
        return SILENCE
    usual = profile.reminders.letter if plan.kind is PlanKind.LETTER else profile.reminders.call
    return Monthly(usual.day)


def ground_of(plan: DuePlan, profile: Profile) -> Ground:
    """A call is timed where the parent is, in their evening; everything else where the school is."""
    if plan.kind is PlanKind.SILENCE:
        return Ground(time(8), find_zone(plan.school_zone))
    quiet = (profile.quiet_hours.start, profile.quiet_hours.end)
    if plan.kind is PlanKind.LETTER:
        return _of_letter(profile.reminders.letter.hour, plan.school_zone, quiet)
    days = profile.reminders.call.boarders if plan.boards else None
    evening = plan.evening or f"{profile.reminders.call.hour:%H:%M}"
    return _of_call(evening, plan.shift, plan.person_zone, plan.school_zone, quiet, days)


@cache
def _of_letter(at: time, school_zone: str, quiet: Hours) -> Ground:
    zone = find_zone(school_zone)
    return Ground(at, zone, (Daily(*quiet, zone),))


@lru_cache(maxsize=4096)
def _of_call(
    evening: str,
    shift: str | None,
    person_zone: str | None,
    school_zone: str,
    quiet: Hours,
    days: frozenset[int] | None,
) -> Ground:
    home: ZoneInfo = find_zone(school_zone)
    zone = find_zone(person_zone, school_zone)
    at_work = hours_of(shift)
    return Ground(
        at=time.fromisoformat(evening),
        zone=zone,
        closed=(Daily(*quiet, zone), *((Daily(*at_work, zone),) if at_work else ())),
        near=Near((Reach(days, time.min, time.max),), home) if days else None,
        night=Daily(*quiet, home) if zone != home else None,
    )


# Children of one place are mostly due at the same instants: a batch asks this again and again.
_next = lru_cache(maxsize=16_384)(next_due)
