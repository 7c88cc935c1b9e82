"""Words of danger from somebody on the staff: the red button right below them, and the way into the file."""

from aiogram.filters.callback_data import CallbackData

from services.access.types import ChildRef
from services.profile import Profile
from views.alerts_numbers import call_line
from views.card import Button, Card, Style
from views.case_words import own_rows
from views.presses import Id, RaiseFor
from views.reader import Reader

SHOWN = 60  # characters, enough to know one's own words again


class AlertBegin(CallbackData, prefix="albg"):
    """The red key of the menu, on a card."""


class KeepSaid(CallbackData, prefix="alkp"):
    case_id: Id


def heard_card(child: ChildRef | None, profile: Profile, reader: Reader) -> Card:
    """`child`: the one of the reader's own class whose name stands in the words."""
    begin = Button(reader.plain("menu.report"), AlertBegin().pack(), style=Style.DANGER)
    rows: tuple[tuple[Button, ...], ...] = ((begin,),)
    if child is not None:
        label = reader.plain("alerts.report_named", name=child.name)
        rows = ((Button(label, RaiseFor(child_id=child.child_id).pack(), style=Style.DANGER),), (begin,))
    calling = call_line(profile, reader, medical_first=True)
    return Card("\n".join((reader.t("alerts.heard"), calling)), rows, protected=True)


def ask_keep_card(case_id: int, said: str, reader: Reader) -> Card:
    words = said if len(said) <= SHOWN else f"{said[:SHOWN]}…"
    keep = Button(reader.plain("alerts.keep_said"), KeepSaid(case_id=case_id).pack())
    return Card(reader.t("alerts.ask_keep", words=words), ((keep,),), protected=True)


def gone_card(case_id: int, reader: Reader) -> Card:
    """Something else was begun in between: the words stand in the chat, and can be typed into the file."""
    return Card(reader.t("alerts.said_gone"), own_rows(case_id, reader))
