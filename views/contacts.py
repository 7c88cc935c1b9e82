"""Buttons and answers about a month's call or letter; those who press may press them in any order."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from models.codes import Outcome, PlanKind
from services.access.rules import Action
from services.children.types import ChildFile
from services.contacts.types import Excused, Month, Told
from services.profile import Profile
from services.reminders.types import Postponed
from views.card import Button, Card, Style, rows_of
from views.presses import Id
from views.reader import Reader

MonthCode = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]


class Tell(CallbackData, prefix="told"):
    child_id: Id
    month: MonthCode
    outcome: Outcome


class AskLater(CallbackData, prefix="when"):
    kind: PlanKind
    child_id: Id
    month: MonthCode


class Postpone(CallbackData, prefix="later"):
    kind: PlanKind
    child_id: Id
    month: MonthCode
    choice: str


class AskWhy(CallbackData, prefix="why"):
    kind: PlanKind
    child_id: Id
    month: MonthCode


class Excuse(CallbackData, prefix="cant"):
    kind: PlanKind
    child_id: Id
    month: MonthCode
    reason: str


def tell_buttons(file: ChildFile, month: Month, reader: Reader) -> list[Button]:
    """What the reader of a child's card may tell of this month, while nothing is known of it."""
    if month.outcome is not None:
        return []
    child_id = file.child.child_id
    called = "contacts.family_called" if file.is_staff else "contacts.called_today"
    buttons = []
    if Action.TELL_CONTACT in file.may:
        buttons.append(tell_button(child_id, month.month, Outcome.CALLED, reader.plain(called)))
    if Action.TELL_LETTER in file.may:
        label = reader.plain("contacts.letter_sent")
        buttons.append(tell_button(child_id, month.month, Outcome.LETTER, label))
    return buttons


def tell_button(child_id: int, month: str, outcome: Outcome, label: str) -> Button:
    press = Tell(child_id=child_id, month=month, outcome=outcome).pack()
    return Button(label, press, style=Style.SUCCESS)


def reminder_rows(
    kind: PlanKind, child_id: int, month: str, reader: Reader
) -> tuple[tuple[Button, ...], ...]:
    """Done, later or can't: the buttons of a reminder."""
    later = AskLater(kind=kind, child_id=child_id, month=month).pack()
    why = AskWhy(kind=kind, child_id=child_id, month=month).pack()
    others = (
        Button(reader.plain("contacts.later"), later),
        Button(reader.plain("contacts.cannot"), why),
    )
    return (*done_rows(kind, child_id, month, reader), others)


def ask_later_card(press: AskLater, profile: Profile, reader: Reader) -> Card:
    buttons = [
        Button(
            f"{one.pictogram} {one.words[reader.locale]}",
            Postpone(kind=press.kind, child_id=press.child_id, month=press.month, choice=one.code).pack(),
        )
        for one in profile.later
    ]
    done = done_rows(press.kind, press.child_id, press.month, reader)
    return Card(reader.t("contacts.ask_later"), (*rows_of(buttons, 1), *done))


def ask_why_card(press: AskWhy, profile: Profile, reader: Reader) -> Card:
    buttons = [
        Button(
            f"{one.pictogram} {one.words[reader.locale]}",
            Excuse(kind=press.kind, child_id=press.child_id, month=press.month, reason=one.code).pack(),
        )
        for one in profile.cant
    ]
    done = done_rows(press.kind, press.child_id, press.month, reader)
    return Card(reader.t("contacts.ask_why"), (*rows_of(buttons, 1), *done))


def told_card(told: Told, reader: Reader) -> Card:
    """Thanks, or that it is known already; a month that is over is named."""
    if not told.is_new:
        text = reader.t("contacts.known", name=told.child_name, month=reader.month(told.month))
        if told.staff_name is not None:
            text += reader.t("contacts.known_by", name=told.staff_name)
        return Card(text, protected=True)
    key = "contacts.noted_called" if told.outcome is Outcome.CALLED else "contacts.noted_letter"
    text = reader.t(key, name=told.child_name)
    if told.is_late:
        text += reader.t("contacts.noted_late", month=reader.month(told.month))
    return Card(text, protected=True)


def postponed_card(postponed: Postponed, press: Postpone, reader: Reader) -> Card:
    at = reader.moment(postponed.at)
    text = reader.t("contacts.postponed", name=postponed.child_name, at=at)
    return Card(text, done_rows(press.kind, press.child_id, press.month, reader), protected=True)


def excused_card(excused: Excused, press: Excuse, reader: Reader) -> Card:
    """Understood, and the way back, should it work out after all."""
    text = reader.t("contacts.excused", name=excused.child_name)
    return Card(text, done_rows(press.kind, press.child_id, press.month, reader), protected=True)


def done_rows(kind: PlanKind, child_id: int, month: str, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    if kind is PlanKind.CALL:
        called = reader.plain("contacts.called")
        return ((tell_button(child_id, month, Outcome.CALLED, called),),)
    sent, called = reader.plain("contacts.letter_sent"), reader.plain("contacts.family_called")
    return (
        (
            tell_button(child_id, month, Outcome.LETTER, sent),
            tell_button(child_id, month, Outcome.CALLED, called),
        ),
    )
