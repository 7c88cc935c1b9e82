"""Classes, their children, and the list of one's own."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from services.access.types import ChildRef, ClassRef
from services.children.types import ClassList
from views.card import Button, Card, Style, rows_of
from views.leaving import back_button
from views.lists import paged
from views.moving import move_all_button
from views.presses import Id, OpenChild, OpenClass
from views.reaching import find_button
from views.reader import Reader


class Register(CallbackData, prefix="reg"):
    """Begin to register a child in this class."""

    class_id: Id


def classes_card(classes: Sequence[ClassRef], reader: Reader) -> Card:
    """Choose a class; the reader has several."""
    buttons = [Button(one.class_name, OpenClass(class_id=one.class_id).pack()) for one in classes]
    return Card(reader.t("children.which_class"), rows_of(buttons, 2))


def class_card(found: ClassList, page: int, reader: Reader) -> Card:
    """The children of a class, and the way to register another."""
    unit = found.unit
    children = [_child_button(child) for child in found.children]
    rows = paged(children, page=page, press=lambda n: OpenClass(class_id=unit.class_id, page=n).pack())
    if found.may_register:
        rows += ((register_button(unit.class_id, reader),),)
    if found.may_move and children:
        rows += ((move_all_button(unit.class_id, reader),),)
    rows += tuple((back_button(one, reader),) for one in found.left)
    rows += ((find_button(unit.class_id, reader),),) if found.may_find else ()
    text = reader.count("children.class", len(children), klass=unit.class_name)
    return Card(text, rows, protected=True)


def own_children_card(children: Sequence[ChildRef], reader: Reader, *, is_family: bool = False) -> Card:
    """The children of a family member; who had one here is not asked to join."""
    if not children:
        return Card(reader.t("children.none_now" if is_family else "children.none_yours"))
    return Card(
        reader.t("children.which_child"), rows_of([_child_button(one) for one in children], 2), protected=True
    )


def village_card(children: Sequence[ChildRef], classes: Sequence[ClassRef], reader: Reader) -> Card:
    """The children of the reader's villages, and the classes of whoever works at the school as well."""
    if not children:
        return no_class_card(reader)
    buttons = [_child_button(one) for one in children]
    buttons += [Button(one.class_name, OpenClass(class_id=one.class_id).pack()) for one in classes]
    return Card(reader.t("children.of_village"), rows_of(buttons, 2), protected=True)


def register_button(class_id: int, reader: Reader) -> Button:
    label = reader.plain("children.register")
    return Button(label, Register(class_id=class_id).pack(), style=Style.PRIMARY)


def no_class_card(reader: Reader) -> Card:
    return Card(reader.t("children.no_class"))


def _child_button(child: ChildRef) -> Button:
    return Button(child.name, OpenChild(child_id=child.child_id).pack())
