"""Dates as people type them. Pure."""

import re
from datetime import date

from services.people.rules import narrow

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


def read_day(text: str) -> date | None:
    """Return the day a person typed: 2018-5-21, 2018年5月21日, 20180521, full-width digits, 21 May 2018."""
    text = narrow(text).strip().lower()
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
