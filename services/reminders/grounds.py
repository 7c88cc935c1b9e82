"""By which rule a plan repeats, and what its moments depend on. Pure."""

from datetime import time
from functools import lru_cache
from zoneinfo import ZoneInfo

import structlog

from models.codes import PlanKind
from services.calendar.rules import Calendar
from services.errors import CareError
from services.profile import Profile
from services.reminders.kinds import Monthly, Rule, parse
from services.reminders.suiting import Ground
from services.reminders.types import DuePlan
from services.reminders.windows import Daily, Hours, Near, Reach, hours_of, never, parse_reach
from services.wallclock import find_zone

log = structlog.get_logger()

EVERY_DAY = frozenset(range(7))
SILENCE = Monthly(1, time(8))  # the month is over: was anything heard?


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
        return _of_letter(profile.reminders.letter.hour, plan.school_zone, quiet, plan.calendar)
    evening = plan.evening or f"{profile.reminders.call.hour:%H:%M}"
    windows = reach_of(plan) or _of_boarders(plan, profile)
    return _of_call(
        evening, plan.shift, plan.person_zone, plan.school_zone, quiet, windows, plan.boards, plan.calendar
    )


def reach_of(plan: DuePlan) -> tuple[Reach, ...] | None:
    """The child's own windows; None without any, or with some that can't be read."""
    if plan.reach is None:
        return None
    try:
        return parse_reach(plan.reach)
    except CareError as error:
        log.warning("reminders.reach_unreadable", child_id=plan.child_id, code=error.code)
        return None


def _of_boarders(plan: DuePlan, profile: Profile) -> tuple[Reach, ...] | None:
    days = profile.reminders.call.boarders if plan.boards else None
    return (Reach(days, time.min, time.max),) if days else None


@lru_cache(maxsize=1024)
def _of_letter(at: time, school_zone: str, quiet: Hours, calendar: Calendar) -> Ground:
    """The teacher helps where the child is: on a day with lessons, or not at all that month."""
    zone = find_zone(school_zone)
    lessons = Near((Reach(EVERY_DAY, time.min, time.max),), zone, is_shut=calendar.has_none)
    return Ground(at, zone, (Daily(*quiet, zone),), lessons, is_strict=True)


@lru_cache(maxsize=4096)
def _of_call(
    evening: str,
    shift: str | None,
    person_zone: str | None,
    school_zone: str,
    quiet: Hours,
    windows: tuple[Reach, ...] | None,
    boards: bool,  # noqa: FBT001 - a key of the cache
    calendar: Calendar,
) -> Ground:
    home: ZoneInfo = find_zone(school_zone)
    zone = find_zone(person_zone, school_zone)
    at_work = hours_of(shift)
    is_shut = calendar.is_made_up if boards else never
    return Ground(
        at=time.fromisoformat(evening),
        zone=zone,
        closed=(Daily(*quiet, zone), *((Daily(*at_work, zone),) if at_work else ())),
        near=Near(windows, home, calendar.is_holiday, is_shut) if windows else None,
        night=Daily(*quiet, home) if zone != home else None,
    )
