"""What a card shows of a school's calendar."""

from dataclasses import dataclass
from datetime import date

from services.calendar.rules import Span


@dataclass(frozen=True)
class CalendarView:
    """What is entered, what the state says of the next months, and whether the list ends soon.

    `state_days` are weekdays without lessons and weekend days with some, with True for the latter.
    `unknown_year`: its make-up days are not announced yet. `ends_on`: the end of the last term entered.
    """

    school_id: int
    school_name: str
    spans: tuple[Span, ...]
    state_days: tuple[tuple[date, bool], ...]
    unknown_year: int | None
    ends_on: date | None
