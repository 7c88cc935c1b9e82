"""What a card is about, by the ids that its buttons carry: the way back that it keeps once it is blanked."""

import re
from functools import cache
from typing import Any

from aiogram.filters.callback_data import CallbackData

from models.codes import PlanKind
from services.fading.types import Subject
from views.card import Card

NAMES = ("case_id", "child_id", "kind", "month")
NAMED = frozenset(NAMES)
HEAD = re.compile(r"\w+\W")  # of what a button carries: its kind, and what parts the rest


def subject_of(card: Card) -> Subject | None:
    """The one case, or else the one child, of a card that names somebody; None: it names nobody."""
    if not card.protected:
        return None
    return _one([button.press for row in card.rows for button in row if button.press])


def subject_of_press(press: str | None) -> Subject:
    """What a button was about."""
    return _one([press] if press else [])


def _one(presses: list[str]) -> Subject:
    unpacked = [one for one in map(_unpack, presses) if one is not None]
    case_id, child_id, reminds, month = (
        _only({getattr(one, name, None) for one in unpacked}) for name in NAMES
    )
    if case_id is not None:
        return Subject(case_id=case_id)
    if child_id is None or month is None or not isinstance(reminds, PlanKind):
        return Subject(child_id=child_id)
    return Subject(None, child_id, reminds, month)


def _only(found: set[Any]) -> Any:
    """The one value that any of the buttons carries; None: there is none, or they differ."""
    known = found - {None}
    return known.pop() if len(known) == 1 else None


def _unpack(press: str) -> CallbackData | None:
    """Any button of ours that says what it is about; None for others, and for one that is of another time."""
    head = HEAD.match(press)
    kind = _kinds(len(CallbackData.__subclasses__())).get(head[0]) if head else None
    if kind is None:
        return None
    try:
        return kind.unpack(press)
    except (TypeError, ValueError):
        return None


@cache
def _kinds(_how_many: int) -> dict[str, type[CallbackData]]:
    """Every kind of button that is about something, by how it begins; made anew when there are more."""
    return {
        kind.__prefix__ + kind.__separator__: kind
        for kind in CallbackData.__subclasses__()
        if NAMED & kind.model_fields.keys()
    }
