"""Cards about the township of a school and the villages where its children live."""

from aiogram.filters.callback_data import CallbackData

from models.codes import Role
from services.access.types import ChildRef
from services.joining.places import Places
from services.people.places import Village
from views.card import Button, Card, rows_of
from views.presses import Id, OpenChild
from views.reader import Reader
from views.school import InviteRole, OpenSchool


class AskPlace(CallbackData, prefix="askplace"):
    """`what` is township or village: its name is awaited."""

    school_id: Id
    what: str


class InviteDirector(CallbackData, prefix="director"):
    village_id: Id


class AskVillage(CallbackData, prefix="fixvillage"):
    child_id: Id


class SetVillage(CallbackData, prefix="setvillage"):
    """`village_id` 0: none of them."""

    child_id: Id
    village_id: Id


def places_card(places: Places, reader: Reader) -> Card:
    """The township, the villages, and whom one may invite there."""
    school_id = places.school_id
    if places.township is None:
        press = AskPlace(school_id=school_id, what="township").pack()
        rows = ((Button(reader.plain("places.name_township"), press),), (_back(school_id, reader),))
        return Card(reader.t("places.no_township"), rows)
    lines = [reader.t("places.title", township=places.township)]
    lines += [reader.t("places.village", name=one.name) for one in places.villages]
    supervisor = InviteRole(school_id=school_id, role=Role.TOWNSHIP_SUPERVISOR).pack()
    buttons = [_invite(one, reader) for one in places.villages]
    more = Button(reader.plain("places.add_village"), AskPlace(school_id=school_id, what="village").pack())
    buttons += [more, Button(reader.plain("places.invite_supervisor"), supervisor), _back(school_id, reader)]
    return Card("\n".join(lines), rows_of(buttons, 1))


def ask_place_card(what: str, reader: Reader) -> Card:
    return Card(reader.t("places.ask_township" if what == "township" else "places.ask_village"))


def choose_village_card(child: ChildRef, villages: tuple[Village, ...], reader: Reader) -> Card:
    """Where is the child's home?"""
    buttons = [
        Button(one.name, SetVillage(child_id=child.child_id, village_id=one.village_id).pack())
        for one in villages
    ]
    none = Button(reader.plain("places.elsewhere"), SetVillage(child_id=child.child_id, village_id=0).pack())
    label = reader.plain("household.back_to_child", name=child.name)
    back = Button(label, OpenChild(child_id=child.child_id).pack())
    if not villages:
        return Card(reader.t("places.no_village"), ((back,),), protected=True)
    text = reader.t("places.ask_home", name=child.name)
    return Card(text, (*rows_of([*buttons, none], 2), (back,)), protected=True)


def _invite(village: Village, reader: Reader) -> Button:
    label = reader.plain("places.invite_director", village=village.name)
    return Button(label, InviteDirector(village_id=village.village_id).pack())


def _back(school_id: int, reader: Reader) -> Button:
    return Button(reader.plain("school.back"), OpenSchool(school_id=school_id).pack())
