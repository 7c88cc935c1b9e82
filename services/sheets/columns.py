"""Which column of a sheet says what: by its heading, in one row or in two. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from models.sheet_codes import SheetField
from services.sheets.types import Columns, Grid, Workbook

LOOKED_AT = 30  # rows from the top: titles, the school's name, the date, then the headings
FEWEST = 2  # headings that are known, or it is no row of headings
LONGEST = 60  # characters of a heading that is remembered

AWAYS = frozenset({SheetField.AWAY, SheetField.FATHER_AWAY, SheetField.MOTHER_AWAY})
BIRTHS = frozenset({SheetField.BORN, SheetField.PAPERS})

_HINT = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SIGNS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """A heading or an answer without what doesn't matter: width, case, spaces, signs, hints in brackets."""
    narrow = unicodedata.normalize("NFKC", text).casefold()
    return (_SIGNS.sub("", _HINT.sub("", narrow)) or _SIGNS.sub("", narrow) or narrow.strip())[:LONGEST]


def choose(book: Workbook, headings: Mapping[str, SheetField]) -> tuple[Grid, tuple[str, ...]]:
    """Return the sheet whose headings are best known, and the names of those that are left out."""
    best = max(book.sheets, key=lambda one: (len(_best(one, headings)[1]), bool(one.rows)))
    others = tuple(one.name for one in book.sheets if one is not best and one.rows)
    return best, (*others, *book.hidden)


def read_columns(grid: Grid, headings: Mapping[str, SheetField], *, needs_class: bool) -> Columns:
    """Find the row of headings and what each column says; of two that say the same the first one counts.

    `headings`: by their plain form.
    """
    header, named = _best(grid, headings)
    fields: dict[SheetField, int] = {}
    for place, of in sorted(named.items()):
        fields.setdefault(of, place)
    unknown = tuple((place, text) for place, text in _texts(grid, header) if place not in named)
    fields.pop(SheetField.PASSED_OVER, None)
    return Columns(header, fields, unknown, _missing(fields, needs_class=needs_class))


def _best(grid: Grid, headings: Mapping[str, SheetField]) -> tuple[int, dict[int, SheetField]]:
    """The last row of the headings, and the columns that are known by them; a single row wins a draw."""
    best: tuple[int, dict[int, SheetField]] = (_first_wide(grid), {})
    for row, named in _candidates(grid, headings):
        if len(set(named.values())) > max(len(set(best[1].values())), FEWEST - 1):
            best = row, named
    return best


def _candidates(
    grid: Grid, headings: Mapping[str, SheetField]
) -> Iterator[tuple[int, dict[int, SheetField]]]:
    for row, cells in enumerate(grid.rows[:LOOKED_AT]):
        yield row, _known([(cell,) for cell in cells], headings)
    for row, (above, below) in enumerate(zip(grid.rows[:LOOKED_AT], grid.rows[1:], strict=False)):
        yield row + 1, _known(_joined(above, below), headings)


def _joined(above: Sequence[str], below: Sequence[str]) -> list[tuple[str, ...]]:
    """What a column of a head in two rows may be called: “father” over “phone” is his phone."""
    names: list[tuple[str, ...]] = []
    group = ""
    for place in range(max(len(above), len(below))):
        upper = above[place] if place < len(above) else ""
        lower = below[place] if place < len(below) else ""
        group = upper or group
        names.append((group + lower, lower) if lower else (upper,))
    return names


def _known(names: Sequence[tuple[str, ...]], headings: Mapping[str, SheetField]) -> dict[int, SheetField]:
    found = {}
    for place, tried in enumerate(names):
        of = next((headings[plain(one)] for one in tried if plain(one) in headings), None)
        if of is not None:
            found[place] = of
    return found


def _first_wide(grid: Grid) -> int:
    """Where no heading is known: the first row with more than a title in it."""
    wide = (row for row, cells in enumerate(grid.rows[:LOOKED_AT]) if sum(map(bool, cells)) >= FEWEST)
    return next(wide, 0)


def _texts(grid: Grid, header: int) -> list[tuple[int, str]]:
    cells = grid.rows[header] if header < len(grid.rows) else ()
    return [(place, cell[:LONGEST]) for place, cell in enumerate(cells) if cell]


def _missing(fields: Mapping[SheetField, int], *, needs_class: bool) -> tuple[SheetField, ...]:
    missing = [] if SheetField.NAME in fields else [SheetField.NAME]
    if not BIRTHS & fields.keys():
        missing.append(SheetField.BORN)
    if needs_class and SheetField.CLASS not in fields:
        missing.append(SheetField.CLASS)
    if not AWAYS & fields.keys():
        missing.append(SheetField.AWAY)
    return tuple(missing)
