"""What the road of a case keeps behind a press, so that its card shows what comes next."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from services.casework.types import Road
from views.card import Button
from views.case_amending import amend_rows
from views.case_papers import paper_rows
from views.case_words import ReadFile, WriteWords
from views.presses import Id
from views.reader import Reader


class Behind(StrEnum):
    """What of a road stands on a card of its own."""

    WAITING = "waiting"  # receipts and answers that haven't come
    FILE = "file"
    MORE = "more"


class OpenBehind(CallbackData, prefix="rdmo"):
    case_id: Id
    what: Behind


def behind(what: Behind, road: Road, reader: Reader, *, n: int | None = None) -> Button:
    press = OpenBehind(case_id=road.standing.case_id, what=what).pack()
    key = f"casework.open_{what.value}"
    return Button(reader.plain(key) if n is None else reader.count(key, n), press)


def file_rows(road: Road, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """The words, the papers, and what was noted by mistake."""
    case_id = road.standing.case_id
    reading = Button(reader.count("casework.read", road.words), ReadFile(case_id=case_id).pack())
    write = Button(reader.plain("casework.write"), WriteWords(case_id=case_id).pack())
    return (
        *([(write,)] if road.is_mine else []),
        *([(reading,)] if road.words else []),
        *paper_rows(road, reader),
        *(amend_rows(road, reader) if road.is_mine else ()),
    )
