"""What each row says of a child, and what is wrong with it; a bad row stops no good one. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from models.codes import Away, Care, Kin
from models.sheet_codes import SheetField
from services.children.rules import ensure_age, ensure_fits
from services.errors import CareError
from services.people.rules import clean_name
from services.profile import age_on
from services.sheets.columns import plain
from services.sheets.papers import Papers, read_papers
from services.sheets.types import Columns, Entry, Grid, Line, Phone, Problem, Words
from services.sheets.values import class_key, read_date, read_phones, read_yes

OLDEST_CARER = 110  # years

PHONES = (
    (SheetField.FATHER_PHONE, Kin.FATHER), (SheetField.MOTHER_PHONE, Kin.MOTHER),
    (SheetField.CARER_PHONE, Kin.CARER),
)  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """What rows are read against. Classes and villages by their key; `only_class`: where all of them go."""

    today: date
    words: Words
    classes: Mapping[str, int]
    villages: Mapping[str, int]
    only_class: int | None
    cares: frozenset[Care]  # that the place knows
    region: str  # of phone numbers without a country, as CN


@dataclass
class _Row:
    """One row while it is read."""

    cells: Mapping[SheetField, str]
    ground: Ground
    problems: list[Problem] = field(default_factory=list)

    def __getitem__(self, of: SheetField) -> str:
        return self.cells.get(of, "")

    def wrong(self, code: str, of: SheetField, **params: object) -> None:
        self.problems.append(Problem(code, of, params=params))

    def note(self, code: str, of: SheetField, **params: object) -> None:
        self.problems.append(Problem(code, of, is_note=True, params=params))

    @property
    def is_sound(self) -> bool:
        return all(one.is_note for one in self.problems)


def read_lines(grid: Grid, columns: Columns, ground: Ground) -> tuple[Line, ...]:
    """Read every row below the headings; empty ones, and headings that a sheet repeats, are passed over."""
    lines = []
    seen: dict[tuple[str, date], int] = {}
    headings = _cells(grid.rows[columns.header], columns) if grid.rows else {}
    for place, cells in _below(grid, columns):
        if not any(cells.values()) or cells == headings:
            continue
        line = _line(place, _Row(cells, ground))
        if line.entry is not None:
            line = _unless_twice(line, line.entry, seen)
        lines.append(line)
    return tuple(lines)


def _below(grid: Grid, columns: Columns) -> Iterator[tuple[int, dict[SheetField, str]]]:
    for place, row in enumerate(grid.rows[columns.header + 1 :], columns.header + 1):
        yield place, _cells(row, columns)


def _cells(row: tuple[str, ...], columns: Columns) -> dict[SheetField, str]:
    return {of: row[place] if place < len(row) else "" for of, place in columns.fields.items()}


def _unless_twice(line: Line, entry: Entry, seen: dict[tuple[str, date], int]) -> Line:
    first = seen.setdefault((entry.name, entry.born_on), line.row)
    if first == line.row:
        return line
    twice = Problem("twice", SheetField.NAME, params={"row": first + 1})
    return Line(line.row, None, (*line.problems, twice))


def _line(place: int, row: _Row) -> Line:
    name, born_on = _name(row), _born_on(row)
    class_id, village_id = _class(row), _village(row)
    away = _away(row)
    care = _care(row, away)
    boards = _yes(row, SheetField.BOARDS)
    phones = tuple(one for of, kin in PHONES for one in _phones(row, of, kin))
    if born_on is not None:
        _check_carer(row, born_on)
    entry = None
    if name is not None and born_on is not None and class_id is not None and row.is_sound:
        entry = Entry(name, born_on, class_id, care, away, boards, village_id, phones)
    return Line(place, entry, tuple(row.problems))


def _name(row: _Row) -> str | None:
    if not row[SheetField.NAME]:
        row.wrong("name_missing", SheetField.NAME)
        return None
    try:
        return clean_name(row[SheetField.NAME])
    except CareError:
        row.wrong("name_odd", SheetField.NAME)
        return None


def _born_on(row: _Row) -> date | None:
    """By its own column, or by the number of the papers; where there are both they must agree."""
    papers = _papers(row, SheetField.PAPERS)
    written = row[SheetField.BORN]
    born_on = read_date(written) if written else (papers.born_on if papers else None)
    if born_on is None:
        if written or not row[SheetField.PAPERS]:
            row.wrong("born_unclear" if written else "born_missing", SheetField.BORN)
        return None
    if papers is not None:
        _compare(row, papers, born_on)
    try:
        ensure_age(born_on, today=row.ground.today)
    except CareError as error:
        row.wrong("born_tomorrow" if error.code == "children.born_tomorrow" else "born_odd", SheetField.BORN)
    return born_on


def _papers(row: _Row, of: SheetField) -> Papers | None:
    if not row[of]:
        return None
    found = read_papers(row[of])
    if isinstance(found, Papers):
        return found
    row.wrong(found, of)
    return None


def _compare(row: _Row, papers: Papers, born_on: date) -> None:
    if papers.born_on != born_on:
        row.wrong("papers_and_born", SheetField.BORN)
    said, words = plain(row[SheetField.SEX]), row.ground.words
    if (said in words.girl and not papers.is_girl) or (said in words.boy and papers.is_girl):
        row.wrong("papers_and_sex", SheetField.SEX)


def _class(row: _Row) -> int | None:
    ground, said = row.ground, f"{row[SheetField.GRADE]} {row[SheetField.CLASS]}".strip()
    if not row[SheetField.CLASS]:
        if ground.only_class is None:
            row.wrong("class_missing", SheetField.CLASS)
        return ground.only_class
    numerals = ground.words.numerals
    found = ground.classes.get(class_key(said, numerals)) or ground.classes.get(
        class_key(row[SheetField.CLASS], numerals)
    )
    if found is None:
        row.wrong("class_unknown", SheetField.CLASS)
    return found


def _village(row: _Row) -> int | None:
    said = row[SheetField.VILLAGE]
    found = row.ground.villages.get(plain(said)) if said else None
    if said and found is None:
        row.note("village_unknown", SheetField.VILLAGE)
    return found


def _away(row: _Row) -> Away | None:
    if said := plain(row[SheetField.AWAY]):
        found = row.ground.words.aways.get(said)
        if found is None:
            row.wrong("away_unclear", SheetField.AWAY)
        return found
    father, mother = _yes(row, SheetField.FATHER_AWAY), _yes(row, SheetField.MOTHER_AWAY)
    if father is None and mother is None:
        return None
    pair = {(True, True): Away.BOTH, (True, False): Away.FATHER, (False, True): Away.MOTHER}
    return pair.get((bool(father), bool(mother)), Away.NEITHER)


def _care(row: _Row, away: Away | None) -> Care | None:
    said = plain(row[SheetField.CARE])
    found = row.ground.words.cares.get(said) if said else None
    if said and found is None:
        row.wrong("care_unclear", SheetField.CARE)
    elif found is not None and found not in row.ground.cares:
        row.wrong("care_elsewhere", SheetField.CARE)
    elif found is not None and away is not None:
        try:
            ensure_fits(found, away)
        except CareError:
            row.wrong("care_and_away", SheetField.CARE)
    return found


def _yes(row: _Row, of: SheetField) -> bool | None:
    if not row[of]:
        return None
    found = read_yes(row[of], row.ground.words)
    if found is None:
        row.wrong("yes_or_no", of)
    return found


def _phones(row: _Row, of: SheetField, kin: Kin) -> list[Phone]:
    if not row[of]:
        return []
    found = read_phones(row[of], row.ground.region)
    if found is None:
        row.note("phone_odd", of)
    return [Phone(kin, number) for number in found or ()]


def _check_carer(row: _Row, born_on: date) -> None:
    """Whoever looks after a child wasn't born after it."""
    papers = _papers(row, SheetField.CARER_PAPERS)
    written = row[SheetField.CARER_BORN]
    carer = read_date(written) if written else (papers.born_on if papers else None)
    if carer is None:
        if written:
            row.wrong("born_unclear", SheetField.CARER_BORN)
    elif carer >= born_on:
        row.wrong("carer_younger", SheetField.CARER_BORN if written else SheetField.CARER_PAPERS)
    elif age_on(carer, row.ground.today) > OLDEST_CARER:
        row.wrong("carer_odd", SheetField.CARER_BORN if written else SheetField.CARER_PAPERS)
