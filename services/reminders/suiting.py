"""From the day a rule names to a moment that suits: an hour when its reader is free and the child near. Pure.

    the day at its hour ─▶ later that day ─▶ the days after, within its period ─▶ the days before
                                                                 ─▶ when its reader is free, child near or not

A period is the month of the day, for every n weeks the time until the next. No date is lost: one that nothing
suits comes when its reader is free, unless the ground is strict (a letter, in a month without lessons).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from services.reminders.kinds import Rule, Weekly
from services.reminders.occurrences import SKIPPED, dates_from
from services.reminders.rules import while_awake
from services.reminders.windows import Daily, Near, earliest, free_from
from services.wallclock import DAY, MIDNIGHT, instant_of, local, month_ends

MOST_DAYS = 31  # how far every n weeks may be put off


@dataclass(frozen=True)
class Ground:
    """What the moments of a rule depend on. `at` is the hour of a rule without one, on the clocks of `zone`.

    `night` is the child's, for somebody far away: it is met by coming before it.
    """

    at: time
    zone: ZoneInfo
    closed: tuple[Daily, ...] = ()
    near: Near | None = None
    night: Daily | None = None
    is_strict: bool = False

    @property
    def every_closed(self) -> tuple[Daily, ...]:
        return self.closed if self.night is None else (*self.closed, self.night)

    def suits(self, instant: datetime) -> bool:
        if any(window.holds(instant) for window in self.every_closed):
            return False
        return self.near is None or self.near.after(instant, until=instant + DAY) == instant


@dataclass(frozen=True)
class Moment:
    """When a reminder comes, and the day of its rule that it stands for."""

    at: datetime
    day: date


def next_moment(rule: Rule, ground: Ground, *, after: datetime, since: date | None = None) -> Moment | None:
    """Return the first moment strictly after `after`, of a day from `since` on; None when there is none."""
    return next((one for one in moments_around(rule, ground, after, since) if one.at > after), None)


def moments_around(
    rule: Rule, ground: Ground, instant: datetime, since: date | None = None
) -> Iterator[Moment]:
    """Yield the moments of `rule` in order, from before the period that `instant` is in."""
    today = local(instant, ground.zone).date() - SKIPPED
    first = today - 7 * rule.every * DAY if isinstance(rule, Weekly) else month_ends(today)[0]
    suited = ((day, _suit(day, rule, ground)) for day in dates_from(rule, max(first, since or first)))
    return (Moment(at, day) for day, at in suited if at is not None)


def _suit(day: date, rule: Rule, ground: Ground) -> datetime | None:
    at = rule.at or ground.at
    for one in _days_around(day, rule):
        found = _on(one, at, ground, from_start=one != day)
        if found is not None:
            return found
    return None if ground.is_strict else free_from(instant_of(day, at, ground.zone), closed=ground.closed)


def _days_around(day: date, rule: Rule) -> Iterator[date]:
    if isinstance(rule, Weekly):
        first, last = day, day + (min(7 * rule.every, MOST_DAYS) - 1) * DAY
    else:
        first, last = month_ends(day)
    yield from (day + n * DAY for n in range((last - day).days + 1))
    yield from (day - n * DAY for n in range(1, (day - first).days + 1))


def _on(day: date, at: time, ground: Ground, *, from_start: bool) -> datetime | None:
    """The hour itself if it suits, or else another of that day: a later one, before that an earlier one."""
    usual = instant_of(day, at, ground.zone)
    met = usual if ground.night is None else while_awake(usual, night=ground.night)
    if ground.suits(met):
        return met
    until = instant_of(day + DAY, MIDNIGHT, ground.zone)
    starts = [usual, instant_of(day, MIDNIGHT, ground.zone)] if from_start else [usual]
    tried = (earliest(start, closed=ground.every_closed, near=ground.near, until=until) for start in starts)
    return next((found for found in tried if found is not None), None)
