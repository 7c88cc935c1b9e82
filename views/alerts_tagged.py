"""The red button of what was noted: is it this child, and is it this? One tap, and another way beside it."""

from datetime import date

from aiogram.filters.callback_data import CallbackData

from services.access.types import ChildRef
from services.profile import Profile
from views.advice import situation_label
from views.alerts import AlertSituation, AlertSituations, confirm_card
from views.alerts_numbers import call_line
from views.alerts_situations import situations_card
from views.card import Button, Card, Style
from views.presses import Id
from views.reader import Reader


class AlertTagged(CallbackData, prefix="altg"):
    """This is the child: ask whether this is the situation."""

    child_id: Id
    code: str


def tagged_confirm_card(child: ChildRef, code: str, reader: Reader) -> Card:
    return confirm_card(child, reader, leads_to=AlertTagged(child_id=child.child_id, code=code).pack())


def tagged_card(child: ChildRef, code: str, profile: Profile, reader: Reader, *, on: date) -> Card:
    """The situation of the tag, stored by one tap; one that the profile no longer has is chosen from all."""
    found = next((one for one in profile.situations if one.code == code), None)
    if found is None:
        return situations_card(child, profile, reader, on=on)
    yes = Button(
        situation_label(found, reader),
        AlertSituation(child_id=child.child_id, code=code).pack(),
        style=Style.DANGER,
    )
    other = Button(reader.plain("alerts.other_situation"), AlertSituations(child_id=child.child_id).pack())
    lines = (
        reader.t("alerts.which_situation", name=child.name, class_name=child.unit.class_name),
        "",
        call_line(profile, reader, medical_first=True),
        f"· {found.meaning[reader.locale]}",
    )
    return Card("\n".join(lines), ((yes,), (other,)), protected=True)
