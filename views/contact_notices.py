"""The faces of what this subject says unasked."""

from collections.abc import Callable
from typing import Any

from models.codes import Outcome, PlanKind
from services.contacts.notices import (
    CallReminder,
    ContactTold,
    HomeUnreached,
    LetterReminder,
    SilentMonths,
)
from services.notifications.facts import Facts
from services.wallclock import find_zone
from views.card import Button, Card
from views.contacts import reminder_rows
from views.presses import OpenChild
from views.reader import Reader
from views.tasks import done_button

EVENING_HOUR = 17


def call_reminder_card(facts: CallReminder, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    """To a parent: a few words are enough; when it is night at home, not now."""
    hour = facts.at.astimezone(find_zone(reader.timezone)).hour
    name, time = facts.child_name, reader.time(facts.at)
    if facts.helps:
        text = reader.t("contacts.call_help", name=name)
    elif facts.child_sleeps:
        text = reader.t("contacts.call_when_awake", name=name)
    elif hour >= EVENING_HOUR:
        text = reader.t("contacts.call_tonight", name=name, time=time)
    else:
        text = reader.t("contacts.call_today", name=name)
    return Card(text, reminder_rows(PlanKind.CALL, facts.child_id, facts.month, reader), protected=True)


def letter_reminder_card(facts: LetterReminder, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    text = reader.t("contacts.letter_reminder", name=facts.child_name)
    return Card(text, reminder_rows(PlanKind.LETTER, facts.child_id, facts.month, reader), protected=True)


def contact_told_card(facts: ContactTold, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    """To a class teacher: who told what of which month."""
    params = {"teller": facts.teller, "name": facts.child_name, "month": reader.month(facts.month)}
    keys = {
        Outcome.CALLED: "contacts.told_called",
        Outcome.LETTER: "contacts.told_letter",
        Outcome.CANNOT: "contacts.told_cannot",
    }
    text = reader.t(keys[facts.outcome], **params)
    return Card(text, ((_open(facts.child_id, facts.child_name),),), protected=True)


def silent_months_card(facts: SilentMonths, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    text = reader.t("contacts.silent_months", name=facts.child_name)
    done = done_button(facts.task_id, reader.plain("contacts.task_done"))
    return Card(text, ((_open(facts.child_id, facts.child_name), done),), protected=True)


def home_unreached_card(facts: HomeUnreached, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    text = reader.t("contacts.home_unreached", name=facts.child_name)
    done = done_button(facts.task_id, reader.plain("contacts.task_done"))
    return Card(text, ((_open(facts.child_id, facts.child_name), done),), protected=True)


def _open(child_id: int, name: str) -> Button:
    return Button(name, OpenChild(child_id=child_id).pack())


FACES: dict[type[Facts], Callable[[Any, Reader, bool], Card]] = {
    CallReminder: call_reminder_card,
    LetterReminder: letter_reminder_card,
    ContactTold: contact_told_card,
    SilentMonths: silent_months_card,
    HomeUnreached: home_unreached_card,
}
