"""A sheet on its way in: what it would change, what isn't clear, what became of it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from locales import translate
from models.sheet_codes import SheetField
from services.sheets.types import (
    AskColumn,
    AskUnit,
    Change,
    Done,
    Line,
    NoColumn,
    Preview,
    Problem,
    Unreadable,
)
from views.card import Button, Card, Style
from views.lists import paged
from views.presses import Id, Page
from views.reader import Reader

NAMED, TOLD = 6, 4  # children, and rows with something wrong, that a card names; the rest is counted
Place = Annotated[int, Field(ge=0, le=100)]


class SheetInto(CallbackData, prefix="shinto"):
    import_id: Id
    unit_id: Id


class SheetPage(CallbackData, prefix="shpage"):
    """Turns the list of headings."""

    import_id: Id
    page: Page


class SheetSays(CallbackData, prefix="shcol"):
    import_id: Id
    of: SheetField
    place: Place


class SheetApply(CallbackData, prefix="shyes"):
    import_id: Id


class SheetDrop(CallbackData, prefix="shno"):
    import_id: Id


class SheetUndo(CallbackData, prefix="shback"):
    import_id: Id


def reading_card(reader: Reader) -> Card:
    """Becomes whatever the sheet says: it may name children then, and so it stays here from the start."""
    return Card(reader.t("sheets.reading"), protected=True)


def unreadable_card(found: Unreadable, reader: Reader) -> Card:
    return Card(reader.t(f"sheets.trouble_{found.trouble.value}"))


def lost_card(reader: Reader) -> Card:
    return Card(reader.t("sheets.lost"))


def no_copy_card(reader: Reader) -> Card:
    return Card(reader.t("sheets.no_copy"))


def over_card(reader: Reader) -> Card:
    return Card(reader.t("sheets.over"))


def dropped_card(reader: Reader) -> Card:
    return Card(reader.t("sheets.dropped"))


def ask_unit_card(found: AskUnit, reader: Reader) -> Card:
    buttons = [
        (Button(name, SheetInto(import_id=found.import_id, unit_id=unit_id).pack()),)
        for unit_id, name in found.units
    ]
    return Card(reader.t("sheets.ask_unit"), (*buttons, (_drop(found.import_id, reader),)), protected=True)


def ask_column_card(found: AskColumn, page: int, reader: Reader) -> Card:
    buttons = [
        Button(heading, SheetSays(import_id=found.import_id, of=found.of, place=place).pack())
        for place, heading in found.choices
    ]

    def turn(to: int) -> str:
        return SheetPage(import_id=found.import_id, page=to).pack()

    rows = (*paged(buttons, page=page, press=turn), (_drop(found.import_id, reader, "sheets.none_of_them"),))
    return Card(reader.t("sheets.ask_column", what=_field(found.of, reader)), rows, protected=True)


def no_column_card(found: NoColumn, reader: Reader) -> Card:
    return Card(reader.t("sheets.no_column", what=_field(found.of, reader)))


def preview_card(seen: Preview, reader: Reader) -> Card:
    plan = seen.plan
    lines = [
        reader.t("sheets.title", unit=seen.scope.unit_name),
        "",
        *_counted("sheets.new", [one.name for one in plan.new], reader),
        *_counted("sheets.changed", [_changed(one, reader) for one in plan.changed], reader),
        *([reader.count("sheets.unchanged", plan.unchanged)] if plan.unchanged else []),
        *([reader.count("sheets.absent", plan.absent)] if plan.absent else []),
        *_wrong(seen, reader),
        *([reader.count("sheets.noted", len(plan.noted))] if plan.noted else []),
        *_unread(seen, reader),
        reader.t("sheets.only_checked"),
    ]
    if plan.new or plan.changed:
        apply = Button(
            reader.plain("sheets.apply"), SheetApply(import_id=seen.import_id).pack(), style=Style.SUCCESS
        )
        rows: tuple[tuple[Button, ...], ...] = ((apply,), (_drop(seen.import_id, reader),))
    else:
        lines.append(reader.t("sheets.nothing"))
        rows = ()
    return Card("\n".join(lines), rows, protected=True)


def done_card(done: Done, reader: Reader) -> Card:
    if done.is_undone:
        kept = [reader.count("sheets.kept", done.kept)] if done.kept else []
        return Card("\n".join([reader.t("sheets.undone"), *kept]))
    undo = Button(reader.plain("sheets.undo"), SheetUndo(import_id=done.import_id).pack())
    text = [
        reader.t("sheets.done", unit=done.unit_name),
        *([reader.count("sheets.done_new", done.new)] if done.new else []),
        *([reader.count("sheets.done_changed", done.changed)] if done.changed else []),
        reader.t("sheets.until", when=reader.moment(done.until)),
    ]
    return Card("\n".join(text), ((undo,),))


def why(problem: Problem, locale: str) -> str:
    """A problem as one sentence without HTML, for a card, a cell or a terminal."""
    params = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in problem.params.items()
    }
    return translate(locale, f"sheets.why_{problem.code}", **params)


def _counted(key: str, names: Sequence[str], reader: Reader) -> list[str]:
    if not names:
        return []
    some = reader.plain("joining.list_sign").join(names[:NAMED])
    more = reader.plain("sheets.and_more") if len(names) > NAMED else ""
    return [reader.count(key, len(names), names=some + more)]


def _changed(change: Change, reader: Reader) -> str:
    fields = reader.plain("joining.list_sign").join(
        reader.plain(f"sheets.changes_{name}") for name in change.fields
    )
    return reader.plain("sheets.changed_one", name=change.known.name, fields=fields)


def _wrong(seen: Preview, reader: Reader) -> list[str]:
    wrong = seen.plan.wrong
    if not wrong:
        return []
    return [reader.count("sheets.wrong", len(wrong)), *(_told(one, reader) for one in wrong[:TOLD])]


def _told(line: Line, reader: Reader) -> str:
    problem = next(one for one in line.problems if not one.is_note)
    return reader.t("sheets.row", row=line.row + 1, why=why(problem, reader.locale))


def _unread(seen: Preview, reader: Reader) -> list[str]:
    sign = reader.plain("joining.list_sign")
    lines = []
    if seen.columns.unknown:
        headings = [heading for _, heading in seen.columns.unknown]
        lines += _counted("sheets.unread_columns", headings, reader)
    if seen.left_out:
        lines.append(reader.t("sheets.unread_sheets", names=sign.join(seen.left_out[:NAMED])))
    if seen.grid.has_more:
        lines.append(reader.t("sheets.too_long", rows=len(seen.grid.rows)))
    return lines


def _field(of: SheetField, reader: Reader) -> str:
    return reader.plain(f"sheets.what_{of.value}")


def _drop(import_id: int, reader: Reader, key: str = "sheets.drop") -> Button:
    return Button(reader.plain(key), SheetDrop(import_id=import_id).pack())
