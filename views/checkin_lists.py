"""Whom to note: a class, then a child of it."""

from services.access.types import ClassRef
from services.checkins.types import ClassToday, Observed
from views.alerts import AlertClass, AlertClasses
from views.card import Button, Card, Style, rows_of
from views.checkins import CheckInClass, NothingUnusual
from views.lists import paged
from views.presses import CheckIn
from views.reader import Reader


def classes_card(classes: list[ClassRef], reader: Reader) -> Card:
    """Protected like all of the flow: the same message will show names."""
    buttons = [Button(one.class_name, CheckInClass(class_id=one.class_id).pack()) for one in classes]
    red = Button(reader.plain("menu.report"), AlertClasses().pack(), style=Style.DANGER)
    return Card(reader.t("checkins.which_class"), (*rows_of(buttons, 2), (red,)), protected=True)


def class_card(today: ClassToday, reader: Reader, *, page: int = 0) -> Card:
    class_id = today.unit.class_id
    if not today.children:
        return Card(reader.t("checkins.class_empty", class_name=today.unit.class_name), protected=True)
    text = reader.t("checkins.class_title", class_name=today.unit.class_name)
    if today.observed:
        text = f"{text}\n{reader.t('checkins.class_observed')}"
    children = [
        Button(f"✓ {child.name}" if child.child_id in today.noted else child.name,
               CheckIn(child_id=child.child_id).pack())
        for child in today.children
    ]  # fmt: skip
    rows = paged(children, page=page, press=lambda n: CheckInClass(class_id=class_id, page=n).pack())
    rest = Button(reader.plain("checkins.rest"), NothingUnusual(class_id=class_id).pack())
    last = (_red(class_id, reader),)
    return Card(text, (*rows, last) if today.observed else (*rows, (rest,), last), protected=True)


def observed_card(observed: Observed, reader: Reader) -> Card:
    text = reader.t("checkins.observed", class_name=observed.unit.class_name, day=reader.day(observed.on))
    back = CheckInClass(class_id=observed.unit.class_id).pack()
    to_class = Button(reader.plain("checkins.to_class"), back)
    return Card(text, ((to_class, _red(observed.unit.class_id, reader)),), protected=True)


def _red(class_id: int, reader: Reader) -> Button:
    """The red button where no child has been chosen yet: it asks which one."""
    return Button(reader.plain("menu.report"), AlertClass(class_id=class_id).pack(), style=Style.DANGER)
