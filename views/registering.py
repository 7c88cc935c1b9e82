"""The questions by which a child is registered or corrected."""

from aiogram.filters.callback_data import CallbackData

from models.codes import Away, Care
from services.access.types import ChildRef
from services.profile import Profile
from views.card import Button, Card, Style, rows_of
from views.phones import OpenFamilyPhones
from views.places import AskVillage
from views.presses import Id, OpenChild
from views.reader import Reader


class ChooseCare(CallbackData, prefix="care"):
    """`draft` is the child being registered: an old card can't answer for the next one."""

    care: Care
    draft: Id


class ChooseAway(CallbackData, prefix="away"):
    away: Away
    draft: Id


class RegisterAnyway(CallbackData, prefix="sure"):
    """Yes, a second child of this name and birth date; `is_sure` False: leave it."""

    is_sure: bool


class AskName(CallbackData, prefix="fixname"):
    child_id: Id


class AskBirth(CallbackData, prefix="fixborn"):
    child_id: Id


class AskCare(CallbackData, prefix="fixcare"):
    child_id: Id


class AskAway(CallbackData, prefix="fixaway"):
    child_id: Id


class CorrectCare(CallbackData, prefix="setcare"):
    child_id: Id
    care: Care


class CorrectAway(CallbackData, prefix="setaway"):
    child_id: Id
    away: Away


def ask_name_card(class_name: str, reader: Reader) -> Card:
    return Card(reader.t("children.ask_name", klass=class_name))


def ask_birth_card(name: str, reader: Reader) -> Card:
    return Card(reader.t("children.ask_birth", name=name), protected=True)


def ask_care_card(name: str, profile: Profile, reader: Reader, *, draft: int) -> Card:
    buttons = [
        Button(label, ChooseCare(care=care, draft=draft).pack()) for care, label in _cares(profile, reader)
    ]
    return Card(reader.t("children.ask_care", name=name), rows_of(buttons, 2), protected=True)


def ask_away_card(name: str, profile: Profile, reader: Reader, *, care: Care, draft: int) -> Card:
    buttons = [
        Button(label, ChooseAway(away=away, draft=draft).pack())
        for away, label in _aways(profile, reader, care)
    ]
    return Card(reader.t("children.ask_away", name=name), rows_of(buttons, 2), protected=True)


def doubled_card(name: str, reader: Reader) -> Card:
    """The one question about a child who seems to be there already."""
    yes = Button(reader.plain("children.doubled_yes"), RegisterAnyway(is_sure=True).pack())
    no = Button(
        reader.plain("children.doubled_no"), RegisterAnyway(is_sure=False).pack(), style=Style.PRIMARY
    )
    return Card(reader.t("children.doubled", name=name), ((no,), (yes,)), protected=True)


def left_card(reader: Reader) -> Card:
    return Card(reader.t("children.left_it"))


def over_card(reader: Reader) -> Card:
    """A button of a registration that is over."""
    return Card(reader.t("children.over"))


def corrections_card(child: ChildRef, reader: Reader) -> Card:
    """What may be wrong on the card."""
    child_id = child.child_id
    presses = (
        ("children.fix_name", AskName(child_id=child_id)),
        ("children.fix_birth", AskBirth(child_id=child_id)),
        ("children.fix_care", AskCare(child_id=child_id)),
        ("children.fix_away", AskAway(child_id=child_id)),
        ("places.fix", AskVillage(child_id=child_id)),
    )
    buttons = [Button(reader.plain(key), press.pack()) for key, press in presses]
    text = reader.t("children.ask_correction", name=child.name, day=_date(child))
    lost = Button(reader.plain("phones.of_family"), OpenFamilyPhones(child_id=child_id).pack())
    return Card(text, (*rows_of(buttons, 2), (lost,), (back_to_child(child, reader),)), protected=True)


def ask_new_name_card(child: ChildRef, reader: Reader) -> Card:
    return Card(
        reader.t("children.ask_new_name", name=child.name), ((back_to_child(child, reader),),), protected=True
    )


def ask_new_birth_card(child: ChildRef, reader: Reader) -> Card:
    text = reader.t("children.ask_new_birth", name=child.name, day=_date(child))
    return Card(text, ((back_to_child(child, reader),),), protected=True)


def correct_care_card(child: ChildRef, profile: Profile, reader: Reader) -> Card:
    buttons = [
        Button(label, CorrectCare(child_id=child.child_id, care=care).pack())
        for care, label in _cares(profile, reader)
    ]
    rows = (*rows_of(buttons, 2), (back_to_child(child, reader),))
    return Card(reader.t("children.ask_care", name=child.name), rows, protected=True)


def correct_away_card(child: ChildRef, profile: Profile, reader: Reader) -> Card:
    buttons = [
        Button(label, CorrectAway(child_id=child.child_id, away=away).pack())
        for away, label in _aways(profile, reader, child.care)
    ]
    rows = (*rows_of(buttons, 2), (back_to_child(child, reader),))
    return Card(reader.t("children.ask_away", name=child.name), rows, protected=True)


def back_to_child(child: ChildRef, reader: Reader) -> Button:
    return Button(reader.plain("children.leave_as_is"), OpenChild(child_id=child.child_id).pack())


def _date(child: ChildRef) -> str:
    return child.born_on.isoformat()


def _cares(profile: Profile, reader: Reader) -> list[tuple[Care, str]]:
    return [(one.code, f"{one.pictogram} {one.words[reader.locale]}") for one in profile.care_types]


def _aways(profile: Profile, reader: Reader, care: Care) -> list[tuple[Away, str]]:
    """With one parent caring at home, both can't be away."""
    return [
        (one.code, f"{one.pictogram} {one.words[reader.locale]}")
        for one in profile.away
        if not (care is Care.SINGLE_PARENT and one.code is Away.BOTH)
    ]
