"""What the commands answer, and the one sentence for everything that nobody expected."""

from aiogram.filters.callback_data import CallbackData

from locales import LOCALES, translate
from models.codes import OF_A_SCHOOL, Role
from services.lesson.rules import LEARNERS
from services.people.actor import Actor
from views.card import Button, Card
from views.home import begin_button
from views.hotlines import hotlines_button
from views.lesson import open_button
from views.menu import menu_button, said_with_menu
from views.reader import Reader

COMMANDS = ("start", "help", "language", "privacy", "cancel")


class ChooseLanguage(CallbackData, prefix="lang"):
    locale: str


def help_card(actor: Actor, reader: Reader, *, asked: int = 0) -> Card:
    """What each may do here; every family finds the quiet way to report. `asked` is the reader's message."""
    if actor.is_staff:
        return _staff_help(actor, reader)
    if not actor.is_family:
        return said_with_menu(reader.t("start.help_guest"), actor, reader)
    rows = ((begin_button(reader, asked=asked),), (hotlines_button(reader),), (menu_button(reader),))
    return Card(reader.t("start.help_family"), rows)


def _staff_help(actor: Actor, reader: Reader) -> Card:
    """Whoever may have to report finds the five questions here."""
    text = reader.t(f"start.help_{_staff_kind(actor)}")
    if actor.has(*LEARNERS):
        return Card(text, ((open_button(reader),), (hotlines_button(reader),), (menu_button(reader),)))
    return Card(text, ((hotlines_button(reader),), (menu_button(reader),)))


def _staff_kind(actor: Actor) -> str:
    if actor.has(*OF_A_SCHOOL):
        return "staff"
    return "officer" if actor.has(Role.COUNTY_OFFICER) else "field"


def language_card(reader: Reader) -> Card:
    """Each language offers itself in its own words."""
    buttons = tuple(
        Button(translate(one, "base.language"), ChooseLanguage(locale=one).pack()) for one in LOCALES
    )
    return Card(reader.t("start.ask_language"), rows=(buttons,))


def language_chosen_card(actor: Actor, reader: Reader) -> Card:
    return said_with_menu(reader.t("start.language_chosen"), actor, reader)


def cancelled_card(actor: Actor, reader: Reader, *, was_busy: bool) -> Card:
    key = "start.cancelled" if was_busy else "start.nothing_to_cancel"
    return said_with_menu(reader.t(key), actor, reader)


def group_card(reader: Reader) -> Card:
    return Card(reader.t("start.group"))


def hint_card(actor: Actor, reader: Reader) -> Card:
    """For what we don't understand: one short hint and the way home."""
    kind = "known" if actor.is_staff or actor.is_family else "guest"
    return said_with_menu(reader.t(f"start.hint_{kind}"), actor, reader)


def expected_words_card(reader: Reader) -> Card:
    """In the middle of a flow, something else than words came."""
    return Card(reader.t("start.expected_words"))


def too_big_card(actor: Actor, reader: Reader) -> Card:
    return said_with_menu(reader.t("start.too_big"), actor, reader)


def edited_card(reader: Reader) -> Card:
    return Card(reader.t("start.edited"))


def old_button_card(actor: Actor, reader: Reader) -> Card:
    return said_with_menu(reader.t("start.old_button"), actor, reader)


def command_words(locale: str, actor: Actor | None = None) -> list[tuple[str, str]]:
    """The commands with their descriptions; who answers for cases has one more."""
    names = [*COMMANDS]
    if actor and actor.has(Role.ADMINISTRATOR, Role.SAFEGUARDING, Role.COUNTY_OFFICER):
        names.insert(1, "cases")
    return [(name, translate(locale, f"start.command_{name}")) for name in names]


def description(locale: str) -> str:
    return translate(locale, "start.description")


def short_description(locale: str) -> str:
    return translate(locale, "start.short_description")
