"""When a place does what: hours in quotes, weekdays by name, and what happens at them."""

import re
from datetime import time
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PositiveInt

from services.profile.choices import Fixed

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _quoted(value: Any) -> Any:
    # YAML reads an unquoted 19:30 as the number 1170, which would pass for nineteen minutes past midnight.
    if not isinstance(value, str) or not re.fullmatch(r"[0-2][0-9]:[0-5][0-9]", value):
        raise ValueError('must be a time in quotes, such as "19:30"')
    return value


def _weekday_numbers(value: Any) -> Any:
    if not isinstance(value, list) or not value or any(day not in WEEKDAYS for day in value):
        raise ValueError(f"must name days out of {', '.join(WEEKDAYS)}")
    return frozenset(WEEKDAYS.index(day) for day in value)


def _weekday_number(value: Any) -> Any:
    if value not in WEEKDAYS:
        raise ValueError(f"must be one of {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(value)


LocalTime = Annotated[time, BeforeValidator(_quoted)]
Weekday = Annotated[int, BeforeValidator(_weekday_number)]
Weekdays = Annotated[frozenset[int], BeforeValidator(_weekday_numbers)]


class DutyCheck(Fixed):
    """When everybody on duty is asked each week whether they can be reached, and how long they have."""

    weekday: Weekday
    hour: LocalTime
    patience_hours: Annotated[int, Field(ge=1, le=72)]


class MonthlyReminder(Fixed):
    """A reminder a month, at `hour` of its reader's own zone.

    `boarders`: the weekdays (0 is Monday) on which a child who boards can be reached.
    """

    kind: Literal["monthly"]
    day: Annotated[int, Field(ge=1, le=28)]
    hour: LocalTime
    boarders: Weekdays | None = None


class Reminders(Fixed):
    """The two reminders of a month; either of them done is enough for both."""

    call: MonthlyReminder
    letter: MonthlyReminder


class InvitationHours(Fixed):
    """How long an invitation can be opened."""

    staff: PositiveInt
    family: PositiveInt


class QuietHours(Fixed):
    """When only an alert may ring; the window may pass midnight."""

    start: LocalTime
    end: LocalTime
