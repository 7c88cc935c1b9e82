"""A country's public holidays and the weekend days on which it makes up for them: the package `holidays`."""

from datetime import date
from functools import cache

import holidays

from services.calendar.rules import Day, State, no_state


@cache
def state_of(country: str | None) -> State:
    """Return what the country says of a day; the first call takes most of a second."""
    if country is None:
        return no_state
    table = holidays.country_holidays(country)

    def look_up(day: date) -> Day | None:
        if day in table:  # this also fills in the year of the day
            return Day.HOLIDAY
        return Day.MADE_UP if day in table.weekend_workdays else None

    return look_up


@cache
def knows_made_up_days(country: str | None, year: int) -> bool:
    """Whether the make-up days of a year are announced, in a country that has any."""
    if country is None:
        return True
    known = holidays.country_holidays(country, years=[year, year - 1, year - 2]).weekend_workdays
    has_any = any(day.year < year for day in known)
    return not has_any or any(day.year == year for day in known)
