"""A sheet given back with what is wrong in it: red cells, a remark on each, a column with the reasons.

Every cell is text: what began with “=” in somebody's sheet is no formula in ours.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from models.sheet_codes import SheetField
from services.sheets.types import Preview, Problem

RED, YELLOW = "#FFC7CE", "#FFEB9C"
TEXTS_ONLY = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTH, WIDE = 14, 48  # characters

Say = Callable[[Problem], str]


def annotate(seen: Preview, *, heading: str, title: str, say: Say) -> bytes:
    """Return an .xlsx of the whole sheet; `heading` stands over the reasons, `say` words one."""
    kept = BytesIO()
    book = Workbook(kept, TEXTS_ONLY)
    sheet = book.add_worksheet(title)
    text = book.add_format({"num_format": "@"})
    marks = {False: _mark(book, RED), True: _mark(book, YELLOW)}
    problems = {line.row: line.problems for line in (*seen.plan.wrong, *seen.plan.noted)}
    reasons = max((len(row) for row in seen.grid.rows), default=0)
    sheet.set_column(0, max(reasons - 1, 0), WIDTH)
    sheet.set_column(reasons, reasons, WIDE)
    for place, row in enumerate(seen.grid.rows):
        for column, cell in enumerate(row):
            sheet.write_string(place, column, cell, text)
        if place in problems:
            _explain(sheet, place, row, problems[place], seen.columns.fields, marks, say)
            sheet.write_string(place, reasons, "; ".join(map(say, problems[place])), text)
    sheet.write_string(seen.columns.header, reasons, heading, text)
    sheet.freeze_panes(seen.columns.header + 1, 0)
    book.close()
    return kept.getvalue()


def _explain(
    sheet: Worksheet,
    place: int,
    row: tuple[str, ...],
    problems: tuple[Problem, ...],
    fields: Mapping[SheetField, int],
    marks: Mapping[bool, Format],
    say: Say,
) -> None:
    """Mark the cell that each problem is about; where there is no such column, the row's first one."""
    by_cell: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_cell[fields.get(problem.of, 0)].append(problem)
    for column, found in by_cell.items():
        cell = row[column] if column < len(row) else ""
        sheet.write_string(place, column, cell, marks[all(one.is_note for one in found)])
        sheet.write_comment(place, column, "\n".join(map(say, found)))


def _mark(book: Workbook, colour: str) -> Format:
    return book.add_format({"num_format": "@", "bg_color": colour})
