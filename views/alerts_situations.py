"""What was seen, or is suspected: every situation of the place on one card, so that each is one tap."""

from collections.abc import Sequence
from datetime import date

from services.access.types import ChildRef, SchoolRef
from services.profile import Profile, Situation
from views.advice import OTHER_AGE, UNCHECKED, situation_label
from views.alerts import AlertClass, AlertSituation, stop_row
from views.alerts_numbers import call_line
from views.alerts_unnamed import AlertUnnamedAs
from views.card import Button, Card, rows_of
from views.reader import Reader


def situations_card(child: ChildRef, profile: Profile, reader: Reader, *, on: date) -> Card:
    """All of them, whatever the child's age on that day: what was seen counts more than a birthday."""

    def press(code: str) -> str:
        return AlertSituation(child_id=child.child_id, code=code).pack()

    buttons = [Button(_label(one, child, on, reader), press(one.code)) for one in profile.situations]
    again = Button(reader.plain("alerts.change_child"), AlertClass(class_id=child.unit.class_id).pack())
    asked = reader.t("alerts.which_situation", name=child.name, class_name=child.unit.class_name)
    other_age = not all(one.fits(child.born_on, on) for one in profile.situations)
    rows = (*rows_of(buttons, 1), (again,))
    return _situations(asked, rows, profile, reader, other_age=other_age)


def unnamed_card(school: SchoolRef, profile: Profile, reader: Reader) -> Card:
    """The same situations; nothing is known of the child's age."""

    def press(code: str) -> str:
        return AlertUnnamedAs(school_id=school.school_id, code=code).pack()

    buttons = [Button(situation_label(one, reader), press(one.code)) for one in profile.situations]
    asked = reader.t("alerts.which_situation_unnamed")
    return _situations(asked, rows_of(buttons, 1), profile, reader, other_age=False)


def _situations(
    asked: str,
    rows: tuple[tuple[Button, ...], ...],
    profile: Profile,
    reader: Reader,
    *,
    other_age: bool,
) -> Card:
    """The numbers to call stand above the choice; what the marks beside it mean, below."""
    calling_now = call_line(profile, reader, medical_first=True)
    text = "\n".join([asked, "", calling_now, *_marks(profile.situations, reader, other_age=other_age)])
    return Card(text, (*rows, stop_row(reader)), protected=True)


def _label(situation: Situation, child: ChildRef, on: date, reader: Reader) -> str:
    label = situation_label(situation, reader)
    return label if situation.fits(child.born_on, on) else f"{label} {OTHER_AGE}"


def _marks(shown: Sequence[Situation], reader: Reader, *, other_age: bool) -> list[str]:
    """What the marks beside the buttons mean, where there are any."""
    lines = []
    if not all(one.verified for one in shown):
        lines.append(reader.t("cases.unchecked", mark=UNCHECKED))
    if other_age:
        lines.append(reader.t("alerts.other_age", mark=OTHER_AGE))
    return ["", *lines] if lines else []
