"""The way to the red button: class, child, situation, who may be involved."""

from aiogram.filters.callback_data import CallbackData

from models.case_codes import Involved
from services.access.types import ChildRef, ClassRef, SchoolRef
from services.alerts.types import ReportedCase
from services.profile import Profile
from services.profile.numbers import police_of
from views.advice import goes_to_police, marked, unchecked
from views.alerts_numbers import call_line, emergency_numbers, local_cards
from views.alerts_unnamed import unnamed_rows
from views.card import Button, Card, PhoneNumber, Style, rows_of
from views.lists import paged
from views.marks import as_it_is
from views.presses import Id, Page, RaiseFor
from views.reader import Reader

WHOLE = 60  # a class, or a school's classes: to turn pages costs taps when they count


class AlertClasses(CallbackData, prefix="alcs"):
    page: Page = 0


class AlertClass(CallbackData, prefix="alcl"):
    class_id: Id
    page: Page = 0


class AlertSituations(CallbackData, prefix="alsi"):
    """This is the child: show the situations. `page` is of cards that stand in chats already."""

    child_id: Id
    page: Page = 0


class AlertSituation(CallbackData, prefix="alst"):
    """The tap that stores."""

    child_id: Id
    code: str


class AlertInvolved(CallbackData, prefix="alin"):
    """The tap that sends."""

    case_id: Id
    group: Involved


class NamePress(CallbackData, prefix="alnm"):
    """Only whoever takes the case shall see who raised it; or everybody on the ladder may."""

    case_id: Id
    is_hidden: bool


class AlertStop(CallbackData, prefix="alno"):
    """Leave before anything is stored."""


def classes_card(classes: list[ClassRef], schools: list[SchoolRef], reader: Reader, *, page: int = 0) -> Card:
    several = len({one.school_id for one in classes}) > 1
    buttons = [
        Button(_class_label(one, reader, several=several), AlertClass(class_id=one.class_id).pack())
        for one in classes
    ]
    width = 2 if several else 3
    rows = paged(buttons, page=page, press=lambda n: AlertClasses(page=n).pack(), width=width, size=WHOLE)
    text = reader.t("alerts.which_class" if classes else "alerts.which_way")
    # What this message becomes names a child, and an edit can't protect it any more.
    return Card(text, (*rows, *_ends(schools, reader)), protected=True)


def _class_label(one: ClassRef, reader: Reader, *, several: bool) -> str:
    """With the school's name, where the reader looks after several."""
    if not several:
        return one.class_name
    return reader.plain("alerts.class_at_school", class_name=one.class_name, school=one.school_name)


def children_card(
    children: list[ChildRef],
    schools: list[SchoolRef],
    reader: Reader,
    *,
    class_id: int,
    page: int = 0,
    is_named: bool = False,
) -> Card:
    """`is_named`: the class was pressed too, so class and name are certain, and aren't asked once more."""
    ends = (_other_class(reader), *_ends(schools, reader))
    if not children:
        return Card(reader.t("alerts.no_children"), ends)
    leads_to = AlertSituations if is_named else RaiseFor
    buttons = [Button(one.name, leads_to(child_id=one.child_id).pack()) for one in children]
    rows = paged(
        buttons, page=page, press=lambda n: AlertClass(class_id=class_id, page=n).pack(), width=3, size=WHOLE
    )
    text = reader.t("alerts.which_child", class_name=children[0].unit.class_name)
    return Card(text, (*rows, *ends), protected=True)


def village_card(children: list[ChildRef], schools: list[SchoolRef], reader: Reader) -> Card:
    """Which of the village's children? Each with the class, for two may have one name.

    Whoever looks after a township has no list: the way leads over the school.
    """
    if not children:
        return Card(reader.t("alerts.which_school"), _ends(schools, reader), protected=True)
    buttons = [
        Button(
            reader.plain("alerts.name_and_class", name=one.name, class_name=one.unit.class_name),
            RaiseFor(child_id=one.child_id).pack(),
        )
        for one in children
    ]
    rows = (*rows_of(buttons, 2), *_ends(schools, reader))
    return Card(reader.t("children.of_village"), rows, protected=True)


def confirm_card(child: ChildRef, reader: Reader, *, leads_to: str | None = None) -> Card:
    """Nothing alarming before the child is certain."""
    press = leads_to or AlertSituations(child_id=child.child_id).pack()
    yes = Button(reader.plain("alerts.yes"), press, style=Style.DANGER)
    again = Button(reader.plain("alerts.other_child"), AlertClass(class_id=child.unit.class_id).pack())
    text = reader.t("alerts.confirm", name=child.name, class_name=child.unit.class_name)
    return Card(text, ((yes,), (again,), stop_row(reader)), protected=True)


def stored_card(case: ReportedCase, profile: Profile, reader: Reader, *, is_new: bool) -> Card:
    """Stored; who may be involved is asked before anybody is told. A new one brings the numbers to call."""
    lines = (
        reader.t("alerts.stored", number=case.standing.number),
        *calling(case, profile, reader),
        *_meaning(case.situation, profile, reader),
        "",
        reader.t("alerts.who_unnamed" if case.is_unnamed else "alerts.who", seconds=profile.draft_seconds),
        *name_lines(case, reader),
    )
    numbers = to_call(case, profile, reader) if is_new else ()
    rows = (*involved_rows(case.standing.case_id, profile, reader), name_row(case, reader))
    card = Card("\n".join(lines), rows, numbers=numbers, protected=True)
    return as_it_is(card, case.standing, profile, reader)


def _meaning(code: str, profile: Profile, reader: Reader) -> list[str]:
    """What was pressed, in the place's words; where nobody has checked them, that too."""
    found = next((one for one in profile.situations if one.code == code), None)
    if found is None:
        return []
    said = marked(f"· {found.meaning[reader.locale]}", found.verified)
    return [said, *unchecked([found.verified], reader)]


def calling(case: ReportedCase, profile: Profile, reader: Reader) -> tuple[str, ...]:
    """Whom to call now; in a drill, whom one would."""
    if case.standing.is_practice:
        return (reader.t("practice.would_call", police=police_of(profile)),)
    medical_first, police = is_medical_first(case, profile), goes_to_police(case.situation, profile)
    return (call_line(profile, reader, medical_first=medical_first, police=police),)


def to_call(case: ReportedCase, profile: Profile, reader: Reader) -> tuple[PhoneNumber, ...]:
    """The ambulance and the police, then those of the place who answer there."""
    numbers = emergency_numbers(profile, reader, medical_first=is_medical_first(case, profile))
    return (*numbers, *local_cards(case.numbers, reader))


def is_medical_first(case: ReportedCase, profile: Profile) -> bool:
    return any(one.code == case.situation and one.medical_first for one in profile.situations)


def stopped_card(reader: Reader) -> Card:
    return Card(reader.t("alerts.stopped"))


def involved_rows(case_id: int, profile: Profile, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """One button for each group of people who may be involved."""
    return tuple(
        (Button(f"{one.pictogram} {one.words[reader.locale]}", _names(case_id, one.code)),)
        for one in profile.involved
    )


def name_row(case: ReportedCase, reader: Reader) -> tuple[Button, ...]:
    """Before anybody is told, and after: who may read the reporter's name."""
    key = "alerts.show_name" if case.hides_reporter else "alerts.hide_name"
    press = NamePress(case_id=case.standing.case_id, is_hidden=not case.hides_reporter)
    return (Button(reader.plain(key), press.pack()),)


def name_lines(case: ReportedCase, reader: Reader) -> list[str]:
    return ["", reader.t("alerts.name_hidden")] if case.hides_reporter else []


def _names(case_id: int, group: Involved) -> str:
    return AlertInvolved(case_id=case_id, group=group).pack()


def _ends(schools: list[SchoolRef], reader: Reader) -> tuple[tuple[Button, ...], ...]:
    return (*unnamed_rows(schools, reader), stop_row(reader))


def _other_class(reader: Reader) -> tuple[Button, ...]:
    return (Button(reader.plain("alerts.other_class"), AlertClasses().pack()),)


def stop_row(reader: Reader) -> tuple[Button, ...]:
    return (Button(reader.plain("alerts.stop"), AlertStop().pack()),)
