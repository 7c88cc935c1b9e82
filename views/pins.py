"""Asking for a PIN: one's own, set here, and nobody else's business."""

from aiogram.filters.callback_data import CallbackData

from services.pins.rules import IDLE, Fault
from services.pins.types import Closed, Why, WrongPin
from views.card import Card
from views.reader import Reader

MINUTES = int(IDLE.total_seconds()) // 60


class ChoosePin(CallbackData, prefix="pin"):
    """Set a PIN or change it, from the settings."""


def closed_card(closed: Closed, reader: Reader) -> Card:
    """What to do first; the sentence says whose the PIN is, because we ask for no other."""
    if closed.why is Why.LOCKED:
        return locked_card(reader)
    return new_card(reader) if closed.why is Why.NOT_SET else ask_card(reader)


def ask_card(reader: Reader) -> Card:
    return Card(f"{reader.t('pins.ask')}\n{reader.t('pins.yours')}")


def old_card(reader: Reader) -> Card:
    return Card(f"{reader.t('pins.ask_old')}\n{reader.t('pins.yours')}")


def new_card(reader: Reader) -> Card:
    return Card("\n".join([reader.t("pins.why"), reader.t("pins.ask_new"), reader.t("pins.yours")]))


def changing_card(reader: Reader) -> Card:
    return Card(reader.t("pins.ask_new"))


def again_card(reader: Reader) -> Card:
    return Card(reader.t("pins.ask_again"))


def unequal_card(reader: Reader) -> Card:
    return Card(reader.t("pins.unequal"))


def fault_card(fault: Fault, reader: Reader) -> Card:
    return Card(reader.t(f"pins.fault_{fault}"))


def wrong_card(tried: WrongPin, reader: Reader) -> Card:
    return Card(f"{reader.count('pins.wrong', tried.tries_left)}\n{reader.t('pins.forgotten')}")


def locked_card(reader: Reader) -> Card:
    return Card(f"{reader.t('pins.locked')}\n{reader.t('pins.help_goes_on')}")


def set_card(reader: Reader) -> Card:
    return Card(reader.t("pins.set", minutes=MINUTES))


def no_more_card(reader: Reader) -> Card:
    """The question is older than the PIN."""
    return Card(reader.t("pins.no_more"))
