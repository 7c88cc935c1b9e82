"""What a day is at a school. Pure.

the shortest span that holds the day ─▶ between two known terms ─▶ the state's calendar ─▶ weekday or weekend

A day after the last term that somebody has entered is judged as if no term were known: nothing may stop
because a list was not kept.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from models.codes import SpanKind
from services.errors import CareError
from services.people.rules import narrow

SATURDAY = 5
LONGEST = 300  # days: no term and no holiday of a school is longer
FURTHEST = 730  # days ahead of today
_DATE = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")


class Day(StrEnum):
    LESSONS = "lessons"
    MADE_UP = "made_up"  # a weekend day with the lessons of another day
    FREE = "free"  # an ordinary weekend
    HOLIDAY = "holiday"


State = Callable[[date], Day | None]


def no_state(_day: date) -> None:
    """A country whose calendar nobody has looked up."""


@dataclass(frozen=True)
class Span:
    """Days of a school's year, first and last included."""

    kind: SpanKind
    from_on: date
    to_on: date
    span_id: int = 0

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days + 1

    def holds(self, day: date) -> bool:
        return self.from_on <= day <= self.to_on


@dataclass(frozen=True, eq=False)
class Calendar:
    """A school's days; `services.calendar.service` gives out one object for the same contents."""

    spans: tuple[Span, ...] = ()
    state: State = no_state

    def kind_of(self, day: date) -> Day:
        entered = [one for one in self.spans if one.kind is not SpanKind.TERM and one.holds(day)]
        if entered:
            shortest = min(entered, key=lambda one: (one.days, -one.span_id))
            return Day.HOLIDAY if shortest.kind is SpanKind.HOLIDAY else _lessons(day)
        if self._is_between_terms(day):
            return Day.HOLIDAY
        return self.state(day) or (Day.FREE if day.weekday() >= SATURDAY else Day.LESSONS)

    def has_lessons(self, day: date) -> bool:
        return self.kind_of(day) in (Day.LESSONS, Day.MADE_UP)

    def has_none(self, day: date) -> bool:
        return not self.has_lessons(day)

    def is_holiday(self, day: date) -> bool:
        return self.kind_of(day) is Day.HOLIDAY

    def is_made_up(self, day: date) -> bool:
        return self.kind_of(day) is Day.MADE_UP

    def _is_between_terms(self, day: date) -> bool:
        terms = sorted((one.from_on, one.to_on) for one in self.spans if one.kind is SpanKind.TERM)
        return any(before[1] < day < after[0] for before, after in pairwise(terms))


NOTHING_ENTERED = Calendar()


def read_span(kind: SpanKind, text: str, *, today: date, known: Sequence[Span]) -> Span:
    """Read “2027-02-22 至 2027-07-09”, or a single day, as people type it.

    Raises CareError calendar.unclear, backwards, long, over, far, overlap or not_weekend.
    """
    days = [_day(*found) for found in _DATE.findall(narrow(text))]
    if len(days) not in (1, 2):
        raise CareError("calendar.unclear")
    span = Span(kind, days[0], days[-1])
    if span.to_on < span.from_on:
        raise CareError("calendar.backwards")
    if span.to_on < today:
        raise CareError("calendar.over")
    if (span.from_on - today).days > FURTHEST:
        raise CareError("calendar.far")
    _ensure_fits(span, known)
    return span


def _ensure_fits(span: Span, known: Sequence[Span]) -> None:
    if span.days > LONGEST:
        raise CareError("calendar.long", most=LONGEST)
    for one in known:
        if one.kind is span.kind and one.from_on <= span.to_on and span.from_on <= one.to_on:
            raise CareError("calendar.overlap", first=one.from_on.isoformat(), last=one.to_on.isoformat())
    if span.kind is SpanKind.SCHOOL_DAY and (span.days > 1 or span.from_on.weekday() < SATURDAY):
        raise CareError("calendar.not_weekend")


def _day(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise CareError("calendar.unclear") from None


def _lessons(day: date) -> Day:
    return Day.MADE_UP if day.weekday() >= SATURDAY else Day.LESSONS
