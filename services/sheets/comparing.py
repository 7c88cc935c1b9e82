"""What a sheet would change: the same sheet a second time changes nothing. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from models.codes import Away, Care
from models.sheet_codes import SheetField
from services.children.rules import ensure_fits
from services.errors import CareError
from services.sheets.types import Change, Entry, Known, Line, Plan, Problem

KEPT = ("class_id", "care", "away", "boards", "village_id")


def compare(lines: Sequence[Line], known: Iterable[Known], *, own_classes: frozenset[int]) -> Plan:
    """Lay the sheet over the school. `own_classes`: in which the importer may change anything."""
    here = list(known)
    by_child = {(one.name, one.born_on): one for one in here}
    namesakes = {(one.name, one.class_id): one.born_on for one in here}
    pairs = [(line, _find(by_child, line.entry)) for line in lines]
    judged = [(_judged(line, found, namesakes, own_classes), found) for line, found in pairs]
    sound = [(line.entry, found) for line, found in judged if line.entry is not None]
    changes = [Change(found, entry, _differing(found, entry)) for entry, found in sound if found is not None]
    met = {found.child_id for _, found in pairs if found is not None}
    return Plan(
        new=tuple(entry for entry, found in sound if found is None),
        changed=tuple(one for one in changes if one.fields),
        unchanged=sum(not one.fields for one in changes),
        wrong=tuple(line for line, _ in judged if line.entry is None),
        noted=tuple(line for line, _ in judged if line.entry is not None and line.problems),
        absent=sum(one.class_id in own_classes and one.child_id not in met for one in here),
    )


def _find(by_child: Mapping[tuple[str, date], Known], entry: Entry | None) -> Known | None:
    return by_child.get((entry.name, entry.born_on)) if entry else None


def _judged(
    line: Line,
    found: Known | None,
    namesakes: Mapping[tuple[str, int], date],
    own_classes: frozenset[int],
) -> Line:
    """A row that reads well may still not fit what is known."""
    if line.entry is None:
        return line
    if found is not None:
        return _judged_known(line, line.entry, found, own_classes)
    return _judged_new(line, line.entry, namesakes)


def _judged_new(line: Line, entry: Entry, namesakes: Mapping[tuple[str, int], date]) -> Line:
    if entry.away is None:
        return _wrong(line, "away_missing", SheetField.AWAY)
    if entry.care is None and entry.away is Away.BOTH:
        return _wrong(line, "care_missing", SheetField.CARE)
    other = namesakes.get((entry.name, entry.class_id))
    if other is not None:
        return _wrong(line, "known_otherwise", SheetField.BORN, day=other)
    # Of a child whom nobody has told us about: whichever parent is at home.
    return replace(line, entry=replace(entry, care=entry.care or Care.SINGLE_PARENT))


def _judged_known(line: Line, entry: Entry, found: Known, own_classes: frozenset[int]) -> Line:
    if found.class_id not in own_classes:
        return _wrong(line, "in_another_class", SheetField.CLASS)
    try:
        ensure_fits(entry.care or found.care, entry.away or found.away)
    except CareError:
        return _wrong(line, "care_and_away", SheetField.CARE)
    return line


def _wrong(line: Line, code: str, of: SheetField, **params: date) -> Line:
    return replace(line, entry=None, problems=(*line.problems, Problem(code, of, params=params)))


def _differing(known: Known, entry: Entry) -> tuple[str, ...]:
    """What the sheet says otherwise; what it doesn't say stays."""
    said = {name: getattr(entry, name) for name in KEPT}
    return tuple(name for name, value in said.items() if value is not None and value != getattr(known, name))
