"""Cards on which a child leaves the school: why, once more, done, and back again."""

from aiogram.filters.callback_data import CallbackData

from models.codes import Leaving
from services.access.rules import Action
from services.access.types import ChildRef
from services.children.leaving import Left
from services.children.types import ChildFile
from views.card import Button, Card, Style, rows_of
from views.presses import Id, OpenChild
from views.reader import Reader


class AskLeaving(CallbackData, prefix="gone"):
    child_id: Id


class ChooseLeaving(CallbackData, prefix="gonewhy"):
    """`sure`: asked once more, and answered yes."""

    child_id: Id
    why: Leaving
    sure: bool = False


class PutBack(CallbackData, prefix="goneno"):
    child_id: Id


def leaving_buttons(file: ChildFile, reader: Reader) -> tuple[Button, ...]:
    if Action.LET_GO not in file.may:
        return ()
    return (Button(reader.plain("leaving.open"), AskLeaving(child_id=file.child.child_id).pack()),)


def why_card(child: ChildRef, reader: Reader) -> Card:
    buttons = [
        Button(reader.plain(f"leaving.{why}"), ChooseLeaving(child_id=child.child_id, why=why).pack())
        for why in Leaving
    ]
    text = reader.t("leaving.ask", name=child.name)
    return Card(text, (*rows_of(buttons, 1), (_stays(child, reader),)), protected=True)


def sure_card(child: ChildRef, why: Leaving, reader: Reader) -> Card:
    """Asked once more, with the child's name and class, and what stops."""
    key = "leaving.sure_died" if why is Leaving.DIED else "leaving.sure"
    text = reader.t(key, name=child.name, klass=child.unit.class_name, why=reader.plain(f"leaving.{why}"))
    press = ChooseLeaving(child_id=child.child_id, why=why, sure=True).pack()
    yes = Button(reader.plain("leaving.yes"), press, style=Style.DANGER)
    return Card(text, ((yes,), (_stays(child, reader),)), protected=True)


def left_card(left: Left, reader: Reader) -> Card:
    """One quiet sentence, to whoever works here."""
    key = "leaving.done_died" if left.why is Leaving.DIED else "leaving.done"
    return Card(reader.t(key, name=left.child.name), ((back_button(left.child, reader),),), protected=True)


def back_button(child: ChildRef, reader: Reader) -> Button:
    return Button(reader.plain("leaving.put_back", name=child.name), PutBack(child_id=child.child_id).pack())


def _stays(child: ChildRef, reader: Reader) -> Button:
    return Button(reader.plain("leaving.stays", name=child.name), OpenChild(child_id=child.child_id).pack())
