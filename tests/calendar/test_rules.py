"""What a day is at a school, and what people may type about it."""

from datetime import date

import pytest

from models.codes import SpanKind
from services.calendar.rules import Calendar, Day, Span, read_span
from services.calendar.service import calendar_of
from services.calendar.state import knows_made_up_days, state_of
from services.errors import CareError

TODAY = date(2026, 11, 23)
AUTUMN = Span(SpanKind.TERM, date(2026, 9, 1), date(2027, 1, 22), 1)
SPRING = Span(SpanKind.TERM, date(2027, 2, 22), date(2027, 7, 9), 2)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-10-01", Day.HOLIDAY),  # National Day
        ("2026-10-07", Day.HOLIDAY),  # a day off, made up on the tenth
        ("2026-10-10", Day.MADE_UP),  # a Saturday
        ("2026-10-17", Day.FREE),
        ("2026-11-23", Day.LESSONS),
    ],
)
def test_the_state_speaks_where_nobody_else_does(day: str, kind: Day) -> None:
    assert calendar_of("CN", ()).kind_of(date.fromisoformat(day)) is kind


def test_between_two_terms_is_holiday_and_after_the_last_nothing_is_known() -> None:
    calendar = Calendar((AUTUMN, SPRING))
    assert calendar.kind_of(date(2027, 1, 22)) is Day.LESSONS
    assert calendar.kind_of(date(2027, 1, 25)) is Day.HOLIDAY
    assert calendar.kind_of(date(2027, 2, 22)) is Day.LESSONS
    assert calendar.kind_of(date(2027, 7, 12)) is Day.LESSONS  # nobody has entered the next term yet


def test_the_shortest_span_decides() -> None:
    summer = Span(SpanKind.HOLIDAY, date(2027, 7, 10), date(2027, 8, 31), 3)
    week = Span(SpanKind.HOLIDAY, date(2026, 10, 1), date(2026, 10, 11), 4)
    made_up = Span(SpanKind.SCHOOL_DAY, date(2026, 10, 11), date(2026, 10, 11), 5)
    calendar = Calendar((summer, week, made_up), state_of("CN"))
    assert calendar.kind_of(date(2026, 10, 10)) is Day.HOLIDAY
    assert calendar.kind_of(date(2026, 10, 11)) is Day.MADE_UP
    assert calendar.has_none(date(2027, 8, 2))
    assert not calendar.is_holiday(date(2026, 10, 17))


def test_the_same_contents_are_the_same_calendar() -> None:
    again = Span(SpanKind.TERM, date(2026, 9, 1), date(2027, 1, 22), 1)
    assert calendar_of("CN", (AUTUMN,)) is calendar_of("CN", (again,))
    assert calendar_of("CN", (AUTUMN,)) is not calendar_of("CN", ())


def test_make_up_days_of_a_year_that_is_not_announced_are_said_to_be_unknown() -> None:
    assert knows_made_up_days("CN", 2026)
    assert not knows_made_up_days("CN", 2035)
    assert knows_made_up_days("MD", 2035)  # it has none
    assert knows_made_up_days(None, 2035)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2027-2-22 至 2027-7-9", "2027-02-22", "2027-07-09"),
        ("2027年2月22日到2027年7月9日", "2027-02-22", "2027-07-09"),
        ("２０２７．２．２２—２０２７．７．９", "2027-02-22", "2027-07-09"),
        ("2027/2/22 - 2027/7/9", "2027-02-22", "2027-07-09"),
        ("2027-04-05", "2027-04-05", "2027-04-05"),
    ],
)
def test_days_are_read_as_people_type_them(typed: str, first: str, last: str) -> None:
    span = read_span(SpanKind.HOLIDAY, typed, today=TODAY, known=[AUTUMN])
    assert (f"{span.from_on}", f"{span.to_on}") == (first, last)


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        (SpanKind.TERM, "next week", "unclear"),
        (SpanKind.TERM, "2027-2-30", "unclear"),
        (SpanKind.TERM, "2027-2-1 2027-3-1 2027-4-1", "unclear"),
        (SpanKind.TERM, "2027-7-9 至 2027-2-22", "backwards"),
        (SpanKind.HOLIDAY, "2026-11-22", "over"),
        (SpanKind.TERM, "2027-2-22 至 2028-7-9", "long"),
        (SpanKind.TERM, "2037-2-22 至 2037-7-9", "far"),
        (SpanKind.TERM, "2027-1-22 至 2027-2-9", "overlap"),
        (SpanKind.SCHOOL_DAY, "2027-4-12", "not_weekend"),
        (SpanKind.SCHOOL_DAY, "2027-4-10 至 2027-4-11", "not_weekend"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(kind: SpanKind, typed: str, code: str) -> None:
    with pytest.raises(CareError) as caught:
        read_span(kind, typed, today=TODAY, known=[AUTUMN])
    assert caught.value.code == f"calendar.{code}"
