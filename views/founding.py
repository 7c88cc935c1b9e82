"""Cards for the first administrator, who names the school."""

from services.joining.founding import Founded
from services.people.actor import Actor
from views.card import Card
from views.menu import said_with_menu
from views.reader import Reader


def school_name_card(reader: Reader) -> Card:
    return Card(reader.t("joining.ask_school"))


def class_names_card(school_name: str, reader: Reader) -> Card:
    return Card(reader.t("joining.ask_classes", school=school_name))


def founded_card(founded: Founded, actor: Actor, reader: Reader) -> Card:
    classes = reader.plain("joining.list_sign").join(founded.class_names)
    text = reader.t("joining.founded_school", school=founded.school_name, classes=classes)
    # A school that is founded by itself stands below no county yet.
    return said_with_menu(f"{text}\n{reader.t('school.no_officer')}", actor, reader)
