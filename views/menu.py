"""The way home: what each reader finds below the input."""

from aiogram.filters.callback_data import CallbackData

from models.codes import Role
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
    rows: list[tuple[str, ...]] = []
    if actor.has(Role.TEACHER, Role.ADMINISTRATOR):
        rows.append(("children", "checkin"))
    elif actor.has(Role.SAFEGUARDING):
        rows.append(("children",))
    if actor.has(Role.TEACHER, Role.ADMINISTRATOR, Role.SAFEGUARDING):
        rows.append(("report",))
    if actor.is_family:
        rows.append(("own_children",))
    if actor.has(Role.ADMINISTRATOR):
        rows.append(("tasks", "school", "settings"))
    elif actor.is_staff:
        rows.append(("tasks", "settings"))
    elif actor.is_family:
        rows.append(("settings",))
    return rows


def _reader_kind(actor: Actor) -> str:
    if actor.is_staff:
        return "staff"
    return "family" if actor.is_family else "guest"
