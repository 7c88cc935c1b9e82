"""Rows read against a small school, without a database."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from models.codes import Away, Care
from services.profile import load
from services.sheets.columns import plain, read_columns
from services.sheets.reading import Ground, read_lines
from services.sheets.types import Grid, Known, Line
from services.sheets.values import class_key
from tests.sheets.books import HEAD
from views.sheet_words import words_of

PROFILE = load("CN")
WORDS = words_of(PROFILE)
TODAY = date(2026, 11, 23)
THIRD, SEVENTH = 3, 4
VILLAGE = 9


def grid(*rows: Sequence[Any]) -> Grid:
    return Grid("名单", tuple(tuple(str(cell) for cell in row) for row in rows))


def ground(**changes: Any) -> Ground:
    usual: dict[str, Any] = {
        "today": TODAY,
        "words": WORDS,
        "classes": {class_key(name, WORDS.numerals): n for name, n in (("三(1)", THIRD), ("七(1)", SEVENTH))},
        "villages": {plain("石门村"): VILLAGE},
        "only_class": None,
        "cares": frozenset(one.code for one in PROFILE.care_types),
        "region": "CN",
    }
    return Ground(**(usual | changes))


def read(*rows: Sequence[Any], head: Sequence[str] = HEAD, **changes: Any) -> tuple[Line, ...]:
    sheet = grid(head, *rows)
    against = ground(**changes)
    columns = read_columns(sheet, WORDS.headings, needs_class=against.only_class is None)
    return read_lines(sheet, columns, against)


def codes(line: Line) -> list[str]:
    return [one.code for one in line.problems]


def known(name: str = "田小满", born_on: date = date(2018, 5, 21), **changes: Any) -> Known:
    usual: dict[str, Any] = {
        "child_id": 1, "class_id": THIRD, "care": Care.GRANDPARENTS, "away": Away.BOTH, "boards": False,
        "village_id": None,
    }  # fmt: skip
    return Known(name=name, born_on=born_on, **(usual | changes))
