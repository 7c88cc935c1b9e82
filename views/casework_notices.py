"""What a case's road says unasked: a number and what is owed, neither the child nor what happened."""

from collections.abc import Callable
from typing import Any

from services.casework.notices import CaseClockRings, CaseClosingAsked, CaseWeek
from services.notifications.facts import Facts
from views.card import Button, Card
from views.cases import list_card
from views.presses import OpenCase, OpenRoad
from views.reader import Reader


def clock_card(facts: CaseClockRings, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    """A reporter opens the own screen, where the call stands first."""
    whose = "early" if facts.is_early else "mine" if facts.to_reporter else "ring"
    text = reader.t(
        f"casework.{whose}_{facts.kind.value}", number=facts.number, at=reader.moment(facts.since)
    )  # fmt: skip
    press = OpenCase if facts.to_reporter else OpenRoad
    return Card(
        text, ((Button(reader.plain("cases.open"), press(case_id=facts.case_id).pack()),),), protected=True
    )


def closing_card(facts: CaseClosingAsked, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    key = "casework.closing_refused" if facts.outcome is None else "casework.closing_asked"
    opening = Button(reader.plain("cases.open"), OpenRoad(case_id=facts.case_id).pack())
    return Card(reader.t(key, number=facts.number), ((opening,),), protected=True)


def week_card(facts: CaseWeek, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    return list_card(list(facts.cases), reader)


FACES: dict[type[Facts], Callable[[Any, Reader, bool], Card]] = {
    CaseClockRings: clock_card,
    CaseClosingAsked: closing_card,
    CaseWeek: week_card,
}
