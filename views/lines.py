"""The numbers of a school's own place, which its administrators enter."""

from aiogram.filters.callback_data import CallbackData

from services.joining.lines import Line, Lines
from services.profile import Profile
from views.alerts_numbers import area_code_of
from views.card import Button, Card
from views.presses import Id, OpenLines
from views.reader import Reader
from views.school import OpenSchool


class AskLine(CallbackData, prefix="askline"):
    """The number is typed. `clear`: it is taken out instead."""

    school_id: Id
    line: Line
    clear: bool = False


def lines_card(lines: Lines, profile: Profile, reader: Reader) -> Card:
    asked = [one for one in Line if one is not Line.AREA_CODE or profile.area_codes is not None]
    text = [reader.t("lines.title"), *(_line(lines, one, profile, reader) for one in asked)]
    rows = [_ask(lines.school_id, one, reader) for one in asked]
    back = Button(reader.plain("school.back"), OpenSchool(school_id=lines.school_id).pack())
    return Card("\n".join(text), (*rows, (back,)))


def ask_line_card(lines: Lines, line: Line, reader: Reader) -> Card:
    school_id = lines.school_id
    rows = []
    if getattr(lines.numbers, line.value) is not None:
        clear = AskLine(school_id=school_id, line=line, clear=True).pack()
        rows.append((Button(reader.plain("lines.clear"), clear),))
    rows.append((Button(reader.plain("school.back"), OpenLines(school_id=school_id).pack()),))
    return Card(reader.t(f"lines.ask_{line.value}"), tuple(rows))


def _line(lines: Lines, line: Line, profile: Profile, reader: Reader) -> str:
    number = getattr(lines.numbers, line.value)
    if number is not None:
        return reader.t(f"lines.{line.value}", number=number)
    default = area_code_of(lines.numbers, profile) if line is Line.AREA_CODE else None
    if default is not None:
        return reader.t("lines.area_code_default", number=default)
    return reader.t(f"lines.no_{line.value}")


def _ask(school_id: int, line: Line, reader: Reader) -> tuple[Button, ...]:
    return (
        Button(reader.plain(f"lines.enter_{line.value}"), AskLine(school_id=school_id, line=line).pack()),
    )
