"""The way home: what each reader finds below the input."""

from aiogram.filters.callback_data import CallbackData

from models.codes import OF_A_CLASS, Role
from services.people.actor import Actor
from views.card import Button, Card, Style
from views.reader import Reader


class OpenMenu(CallbackData, prefix="menu"):
    """Leads home from a card that can't carry the keyboard itself."""


def menu_button(reader: Reader) -> Button:
    return Button(reader.plain("menu.open"), OpenMenu().pack(), style=Style.PRIMARY)


def menu_card(actor: Actor, reader: Reader) -> Card:
    return said_with_menu(reader.t(f"menu.{_reader_kind(actor)}"), actor, reader)


def said_with_menu(text: str, actor: Actor, reader: Reader) -> Card:
    """A sentence that puts the reader's keyboard back."""
    return Card(text, keys=menu_keys(actor, reader))


def menu_keys(actor: Actor, reader: Reader) -> tuple[tuple[str, ...], ...]:
    """The keyboard by role; a guest has none."""
    return tuple(tuple(reader.plain(f"menu.{name}") for name in row) for row in _rows(actor))


def _rows(actor: Actor) -> list[tuple[str, ...]]:
    return [row for row in (_first_row(actor), *_middle_rows(actor), _last_row(actor)) if row]


def _first_row(actor: Actor) -> tuple[str, ...]:
    if actor.has(Role.ADMINISTRATOR, *OF_A_CLASS):
        return ("children", "checkin")
    return ("children",) if actor.has(Role.SAFEGUARDING, Role.VILLAGE_DIRECTOR) else ()


def _middle_rows(actor: Actor) -> list[tuple[str, ...]]:
    """The red key of the school, a family's own children, the county's cases and schools."""
    keys = (
        ("report", actor.is_staff),
        ("own_children", actor.is_family),
        ("cases", actor.has(Role.COUNTY_OFFICER)),
        ("county", actor.has(Role.COUNTY_OFFICER)),
    )
    return [(key,) for key, shown in keys if shown]


def _last_row(actor: Actor) -> tuple[str, ...]:
    if actor.has(Role.ADMINISTRATOR):
        return ("tasks", "school", "settings")
    if actor.is_staff:
        return ("tasks", "settings")
    return ("settings",) if actor.is_family else ()


def _reader_kind(actor: Actor) -> str:
    if actor.is_staff:
        return "staff"
    return "family" if actor.is_family else "guest"
