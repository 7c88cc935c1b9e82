"""Cards on which a child, or a whole class, goes to another class of the school."""

from aiogram.filters.callback_data import CallbackData

from services.access.rules import Action
from services.children.moving import Going, Moved, Ways
from services.children.types import ChildFile
from views.card import Button, Card, Style, rows_of
from views.presses import Id, OpenChild, OpenClass
from views.reader import Reader


class AskMove(CallbackData, prefix="move"):
    child_id: Id


class Move(CallbackData, prefix="moveto"):
    child_id: Id
    to_id: Id


class AskClassMove(CallbackData, prefix="moveall"):
    class_id: Id


class MoveClass(CallbackData, prefix="movecls"):
    """`count`: how many were named when it was asked once more; 0: it wasn't yet."""

    class_id: Id
    to_id: Id
    count: Id = 0


def move_buttons(file: ChildFile, reader: Reader) -> tuple[Button, ...]:
    if Action.MOVE_CLASS not in file.may:
        return ()
    return (Button(reader.plain("moving.open"), AskMove(child_id=file.child.child_id).pack()),)


def move_all_button(class_id: int, reader: Reader) -> Button:
    return Button(reader.plain("moving.open_all"), AskClassMove(class_id=class_id).pack())


def ways_card(ways: Ways, reader: Reader) -> Card:
    """One tap for each other class."""
    unit, child = ways.unit, ways.child
    if child is None:
        text = reader.t("moving.ask_all", klass=unit.class_name)
        presses = [
            (one, MoveClass(class_id=unit.class_id, to_id=one.class_id).pack()) for one in ways.classes
        ]
        back = _to_class(unit.class_id, unit.class_name, reader)
    else:
        text = reader.t("moving.ask", name=child.name, klass=unit.class_name)
        presses = [(one, Move(child_id=child.child_id, to_id=one.class_id).pack()) for one in ways.classes]
        back = Button(reader.plain("children.leave_as_is"), OpenChild(child_id=child.child_id).pack())
    if not ways.classes:
        text = reader.t("moving.nowhere")
    buttons = [Button(one.class_name, press) for one, press in presses]
    return Card(text, (*rows_of(buttons, 2), (back,)), protected=True)


def sure_card(going: Going, reader: Reader) -> Card:
    """How many go, and whom they would find there."""
    unit, to = going.unit, going.to
    back = _to_class(unit.class_id, unit.class_name, reader)
    if not going.count:
        return Card(reader.t("moving.nobody", klass=unit.class_name), ((back,),))
    lines = [reader.count("moving.sure", going.count, klass=unit.class_name, to=to.class_name)]
    lines += [reader.count("moving.there", going.there, to=to.class_name)] if going.there else []
    press = MoveClass(class_id=unit.class_id, to_id=to.class_id, count=going.count).pack()
    yes = Button(reader.plain("moving.yes"), press, style=Style.DANGER)
    return Card("\n".join(lines), ((yes,), (back,)))


def moved_card(moved: Moved, reader: Reader) -> Card:
    """The child's page is shut by now to whoever taught the old class only."""
    if moved.child is None:
        text = reader.count("moving.done_all", moved.count, to=moved.to.class_name)
    else:
        text = reader.t("moving.done", name=moved.child.name, to=moved.to.class_name)
    back = _to_class(moved.unit.class_id, moved.unit.class_name, reader)
    return Card(text, ((back,),), protected=moved.child is not None)


def _to_class(class_id: int, name: str, reader: Reader) -> Button:
    return Button(reader.plain("children.back", klass=name), OpenClass(class_id=class_id).pack())
