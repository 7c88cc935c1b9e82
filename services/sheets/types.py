"""A school's own sheet on its way into the classes: its cells, what they say, what would change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from models.codes import Away, Care, Kin
from models.sheet_codes import SheetField


class Trouble(StrEnum):
    """Why a file can't be read."""

    ENCRYPTED = "encrypted"  # behind a password
    OLD = "old"  # of before 2007
    MACROS = "macros"
    BOMB = "bomb"  # unpacks to more than anybody has written
    BROKEN = "broken"
    HEAVY = "heavy"  # more memory or time than a sheet takes
    EMPTY = "empty"
    BIG = "big"


@dataclass(frozen=True)
class Unreadable:
    trouble: Trouble


@dataclass(frozen=True)
class Grid:
    """One sheet: rows of cells as text, empty ones at the end of a row left out."""

    name: str
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    has_more: bool = False  # than was read


@dataclass(frozen=True)
class Workbook:
    """The visible sheets, and the names of the hidden ones, which nobody reads."""

    sheets: tuple[Grid, ...]
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """What people write in sheets, in every language we speak, in the form that `columns.plain` gives it."""

    headings: Mapping[str, SheetField]
    cares: Mapping[str, Care]
    aways: Mapping[str, Away]
    yes: frozenset[str]
    no: frozenset[str]
    girl: frozenset[str]
    boy: frozenset[str]
    numerals: Mapping[str, str]  # the signs for 1 to 9, and the words around them in a class's name


@dataclass(frozen=True)
class Columns:
    """Which column says what; `unknown` are headings that nobody has explained, by their place."""

    header: int  # the last row of the headings, from 0
    fields: Mapping[SheetField, int]
    unknown: tuple[tuple[int, str], ...]
    missing: tuple[SheetField, ...]  # without which no child can be entered


@dataclass(frozen=True)
class Problem:
    """Something about a row. A `note` stops nothing; `params` are numbers and days."""

    code: str
    of: SheetField
    is_note: bool = False
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Phone:
    """A number as +8613…, of one of the child's people; kept in the plan until there is a place for it."""

    kin: Kin
    number: str = field(repr=False)


@dataclass(frozen=True)
class Entry:
    """What a row says of a child. None: it doesn't say, and what is known stays."""

    name: str
    born_on: date
    class_id: int
    care: Care | None
    away: Away | None
    boards: bool | None = None
    village_id: int | None = None
    phones: tuple[Phone, ...] = ()


@dataclass(frozen=True)
class Line:
    """A row of the sheet, counted from 0, with what is wrong in it; `entry` None: it can't be entered."""

    row: int
    entry: Entry | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Known:
    """A child who is at the school, as it is written down now."""

    child_id: int
    name: str
    born_on: date
    class_id: int
    care: Care
    away: Away
    boards: bool
    village_id: int | None


@dataclass(frozen=True)
class Change:
    """A known child of whom the sheet says something else; `fields` names what, as the table does."""

    known: Known
    entry: Entry
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What an import would do. `wrong` rows stay out, `lines` are all of them for the annotated copy."""

    new: tuple[Entry, ...]
    changed: tuple[Change, ...]
    unchanged: int
    wrong: tuple[Line, ...]
    noted: tuple[Line, ...]
    absent: int  # at the school, and not in the sheet: nothing happens to them


@dataclass(frozen=True)
class Scope:
    """Where somebody may bring children in: their classes by id and name, all of one school."""

    unit_id: int
    unit_name: str
    school_id: int
    timezone: str
    classes: Mapping[int, str]
    person_id: int | None  # in whose name; None: the operator


@dataclass(frozen=True)
class Preview:
    """What an import would do, for its card and its annotated copy."""

    import_id: int
    scope: Scope
    grid: Grid
    columns: Columns
    plan: Plan
    left_out: tuple[str, ...]  # names of sheets that weren't read


@dataclass(frozen=True)
class AskUnit:
    """Several places are possible: which?"""

    import_id: int
    units: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class AskColumn:
    """Which of the headings says this?"""

    import_id: int
    of: SheetField
    choices: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class NoColumn:
    """No heading is left that could say this."""

    of: SheetField


@dataclass(frozen=True)
class Done:
    """An import that stands; it can be undone until `until`, and `is_undone` once it was."""

    import_id: int
    unit_name: str
    new: int
    changed: int
    until: datetime
    is_undone: bool = False
    kept: int = 0  # children whom somebody has changed since: they stay as they are


@dataclass(frozen=True)
class Over:
    """It was put away, or too long ago: the sheet has to be sent again."""
