"""A school's terms, holidays and made-up lessons, for its administrators."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from aiogram.filters.callback_data import CallbackData

from models.codes import SpanKind
from services.calendar.rules import Span
from services.calendar.types import CalendarView
from views.card import Button, Card, rows_of
from views.presses import Id
from views.reader import Reader
from views.school import OpenCalendar, OpenSchool
from views.weekdays import weekday

A_DAY = timedelta(days=1)
MOST_RUNS = 8  # of days of the state's calendar are shown


class AskSpan(CallbackData, prefix="calask"):
    school_id: Id
    kind: SpanKind


class AskDrop(CallbackData, prefix="calgo"):
    """Which one is wrong?"""

    school_id: Id


class DropSpan(CallbackData, prefix="caldrop"):
    school_id: Id
    span_id: Id


def calendar_card(view: CalendarView, reader: Reader) -> Card:
    lines = [reader.t("calendar.title", school=view.school_name)]
    lines += [reader.t("calendar.line", text=span_words(one, reader)) for one in view.spans]
    if view.ends_on is None:
        lines.append(reader.t("calendar.no_terms"))
    lines += ["", *_state_lines(view, reader)]
    buttons = [
        Button(
            reader.plain(f"calendar.add_{kind.value}"), AskSpan(school_id=view.school_id, kind=kind).pack()
        )
        for kind in SpanKind
    ]
    if view.spans:
        buttons.append(Button(reader.plain("calendar.drop"), AskDrop(school_id=view.school_id).pack()))
    home = Button(reader.plain("calendar.home"), OpenSchool(school_id=view.school_id).pack())
    return Card("\n".join(lines), (*rows_of(buttons, 2), (home,)))


def ask_span_card(view: CalendarView, kind: SpanKind, reader: Reader) -> Card:
    return Card(reader.t(f"calendar.ask_{kind.value}"), (_home(view, reader),))


def drop_card(view: CalendarView, reader: Reader) -> Card:
    buttons = [
        Button(span_words(one, reader), DropSpan(school_id=view.school_id, span_id=one.span_id).pack())
        for one in view.spans
    ]
    return Card(reader.t("calendar.ask_drop"), (*rows_of(buttons, 1), _home(view, reader)))


def span_words(span: Span, reader: Reader) -> str:
    """“Holiday: 2027-01-23 – 2027-02-21”."""
    kind = reader.plain(f"calendar.kind_{span.kind.value}")
    if span.days == 1:
        return reader.plain("calendar.one_day", kind=kind, day=span.from_on.isoformat())
    return reader.plain(
        "calendar.days", kind=kind, first=span.from_on.isoformat(), last=span.to_on.isoformat()
    )


def _state_lines(view: CalendarView, reader: Reader) -> Iterator[str]:
    """The next days of the state's calendar; one that isn't announced yet is named."""
    free = [day for day, is_made_up in view.state_days if not is_made_up]
    made_up = [day for day, is_made_up in view.state_days if is_made_up]
    if free:
        yield reader.t("calendar.state_free", days=_listed(free, reader))
    if made_up:
        yield reader.t("calendar.state_made_up", days=_listed(made_up, reader))
    if view.unknown_year is not None:
        yield reader.t("calendar.unknown_year", year=view.unknown_year)


def _listed(days: Sequence[date], reader: Reader) -> str:
    """Days in a row as one: “5–10 Feb”."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == A_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return reader.plain("rhythm.comma").join(_run(one, reader) for one in runs[:MOST_RUNS])


def _run(days: Sequence[date], reader: Reader) -> str:
    if len(days) > 1:
        return reader.plain("calendar.range", first=reader.day(days[0]), last=reader.day(days[-1]))
    return reader.plain("calendar.day", day=reader.day(days[0]), weekday=weekday(days[0].weekday(), reader))


def _home(view: CalendarView, reader: Reader) -> tuple[Button, ...]:
    return (Button(reader.plain("calendar.home"), OpenCalendar(school_id=view.school_id).pack()),)
