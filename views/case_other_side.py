"""The parents of another pupil: which child it is, who would hear of it, and what they read."""

from collections.abc import Callable
from typing import Any

from aiogram.filters.callback_data import CallbackData

from services.alerts.answering import OtherSideCall
from services.alerts.other_side import OtherParent, OtherSide
from services.notifications.facts import Facts
from views.card import Button, Card, Style, rows_of
from views.lists import paged
from views.presses import Id, OpenRoad, Page
from views.reader import Reader


class NameOther(CallbackData, prefix="rdos"):
    """A class, a child of it, and, `sure`: who would hear of it was read, and is told with this press."""

    case_id: Id
    class_id: Id = 0
    child_id: Id = 0
    sure: bool = False
    page: Page = 0


def other_side_row(case_id: int, reader: Reader) -> tuple[Button, ...]:
    return (
        Button(reader.plain("casework.other_side"), NameOther(case_id=case_id).pack(), style=Style.PRIMARY),
    )


def other_side_card(found: OtherSide, press: NameOther, reader: Reader) -> Card:
    back = (Button(reader.plain("casework.back"), OpenRoad(case_id=found.case_id).pack()),)
    text, rows = _face(found, press, reader)
    return Card(text, (*rows, back), protected=True)


def _face(found: OtherSide, press: NameOther, reader: Reader) -> tuple[str, tuple[tuple[Button, ...], ...]]:
    if found.waits:
        return reader.t("casework.other_waits", number=found.number), ()
    if found.child is not None:
        return _offer(found, press, reader)
    if press.class_id:
        buttons = [
            Button(one.name, NameOther(case_id=found.case_id, child_id=one.child_id).pack())
            for one in found.children
        ]
        rows = paged(
            buttons, page=press.page, width=1,
            press=lambda n: press.model_copy(update={"page": n}).pack(),
        )  # fmt: skip
        return reader.t("casework.other_which", number=found.number), rows
    classes = [
        Button(one.class_name, NameOther(case_id=found.case_id, class_id=one.class_id).pack())
        for one in found.classes
    ]
    return reader.t("casework.other_class", number=found.number), rows_of(classes, 3)


def _offer(found: OtherSide, press: NameOther, reader: Reader) -> tuple[str, tuple[tuple[Button, ...], ...]]:
    """Who hears it, word for word what they read, and who must be rung instead."""
    child = found.child
    if child is None:
        raise ValueError("no child was named")
    key = "other_offer" if found.waiting else "other_nobody"
    lines = [
        reader.t(f"casework.{key}", name=child.name, class_name=child.unit.class_name),
        *(_line(one, reader) for one in found.parents),
    ]
    if not found.waiting:
        return "\n".join(lines), ()
    lines += ["", reader.t("casework.other_reads"), _words(child.name, child.unit.school_name, None, reader)]
    yes = press.model_copy(update={"sure": True}).pack()
    return "\n".join(lines), ((Button(reader.plain("casework.other_sure"), yes, style=Style.PRIMARY),),)


def _line(one: OtherParent, reader: Reader) -> str:
    key = "told" if one.was_told else "hears" if one.has_phone else "ring"
    return reader.t(f"casework.other_{key}", name=one.name)


def _words(name: str, school: str, ring: str | None, reader: Reader) -> str:
    return reader.t("home.other_side", name=name, school=school, ring=ring or reader.plain("home.the_school"))


def other_side_call(facts: OtherSideCall, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    return Card(_words(facts.child_name, facts.school_name, facts.ring, reader), protected=True)


FACES: dict[type[Facts], Callable[[Any, Reader, bool], Card]] = {OtherSideCall: other_side_call}
