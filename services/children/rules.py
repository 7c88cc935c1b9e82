"""What may be typed about a child, and what follows from who cares and who is away. Pure."""

import re
from datetime import date
from types import MappingProxyType

from models.codes import Away, Care, Kin
from services.errors import CareError
from services.people.rules import narrow

YOUNGEST, OLDEST = 2, 20  # years; a nursery class to the end of a vocational school
CARER_AT_HOME = frozenset({Care.GRANDPARENTS, Care.KIN, Care.SIBLING, Care.SCHOOL, Care.FOSTER})

AWAY_KIN = MappingProxyType(
    {
        Away.BOTH: frozenset({Kin.MOTHER, Kin.FATHER}),
        Away.MOTHER: frozenset({Kin.MOTHER}),
        Away.FATHER: frozenset({Kin.FATHER}),
        Away.NEITHER: frozenset[Kin](),
    }
)

_YEAR_FIRST = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*|(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{4})")
_IN_WORDS = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[a-z]{3,9})\.?,?\s+(?P<year>\d{4})"
    r"|(?P<month2>[a-z]{3,9})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{4})"
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def parse_birth_date(text: str, *, today: date) -> date:
    """Return the day a person typed: 2018-5-21, 2018年5月21日, 20180521, full-width digits, 21 May 2018.

    Raises CareError children.date_unclear, children.born_tomorrow or children.age_odd.
    """
    born_on = _read_day(narrow(text).strip().lower())
    if born_on is None:
        raise CareError("children.date_unclear")
    ensure_age(born_on, today=today)
    return born_on


def ensure_age(born_on: date, *, today: date) -> None:
    """Raise CareError unless somebody born on that day can be at school."""
    if born_on > today:
        raise CareError("children.born_tomorrow")
    if not YOUNGEST <= age_on(born_on, today) <= OLDEST:
        raise CareError("children.age_odd", youngest=YOUNGEST, oldest=OLDEST)


def age_on(born_on: date, today: date) -> int:
    """Return the age in full years; a child of 29 February is a year older from 1 March."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def ensure_fits(care: Care, away: Away) -> None:
    """Raise CareError when one parent is said to care at home while both are said to be away."""
    if care is Care.SINGLE_PARENT and away is Away.BOTH:
        raise CareError("children.care_and_away")


def _read_day(text: str) -> date | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(*(part for part in found.groups() if part is not None))
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = found.groups()
        return _without_doubt(first, second, year)
    if found := _IN_WORDS.fullmatch(text):
        parts = found.groupdict()
        name = parts["month"] or parts["month2"]
        month = next((n for n, one in enumerate(_MONTHS, 1) if one.startswith(name)), 0)
        return _day(parts["year"] or parts["year2"], month, parts["day"] or parts["day2"])
    return None


def _without_doubt(first: str, second: str, year: str) -> date | None:
    """Day first in one country, month first in another: only a number over 12 settles which."""
    if int(first) > 12 or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if int(second) > 12 else None


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
