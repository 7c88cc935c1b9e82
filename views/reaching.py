"""The contact card of a child: whom to ring first, each number a tap away; what the school writes down."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from models.codes import Detail, Kin
from services.access.rules import Action
from services.access.types import ChildRef
from services.children.types import ChildFile
from services.people.actor import Actor
from services.profile import Profile
from services.reaching.rules import show_phone
from services.reaching.types import ContactCard, Dialled, OwnWays, Reached, Way
from views.card import Button, Card, PhoneNumber, Style, rows_of
from views.menu import menu_keys
from views.presses import Id, OpenChild, OpenClass
from views.reader import Reader

KIN = {Kin.MOTHER: "children.mother", Kin.FATHER: "children.father", Kin.CARER: "children.carer"}
OF_A_PLACE = (Detail.PHONE, Detail.MESSENGER, Detail.ADDRESS)
OF_A_CHILD = (Detail.ADDRESS, Detail.ID_NUMBER)
HOME = 0  # instead of a place beside the child: the child itself


class AskNumber(CallbackData, prefix="cfind"):
    """Whose number is this?"""

    class_id: Id


class OpenCard(CallbackData, prefix="ccard"):
    child_id: Id


class Dial(CallbackData, prefix="cdial"):
    child_id: Id
    detail: Id


class OpenWays(CallbackData, prefix="cways"):
    """What is written down of one place; 0: of home."""

    child_id: Id
    place: Id = HOME


class AskWay(CallbackData, prefix="cask"):
    child_id: Id
    kind: Detail
    place: Id = HOME


class ConfirmWay(CallbackData, prefix="cconf"):
    """Rung, and it is theirs."""

    child_id: Id
    detail: Id


class OpenOwn(CallbackData, prefix="cown"):
    """One's own number."""


class EndWay(CallbackData, prefix="cend"):
    child_id: Id
    detail: Id


def card_button(file: ChildFile, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    if Action.SEE_CARD not in file.may:
        return ()
    return ((Button(reader.plain("reaching.open"), OpenCard(child_id=file.child.child_id).pack()),),)


def contact_card(card: ContactCard, profile: Profile, reader: Reader) -> Card:
    """Who is at home and who is away, in the order in which they are rung."""
    child_id = card.child.child_id
    first = next((one for one in card.people if one.phones and not one.is_barred), None)
    lines = [reader.t("reaching.title", name=card.child.name)]
    lines += [reader.t("reaching.first", who=_who(first, reader))] if first else []
    for away in (False, True):
        people = [one for one in card.people if one.away is away]
        lines += [reader.t("reaching.away" if away else "reaching.at_home")] if people else []
        lines += [_line(one, profile, reader) for one in people]
    lines += _home_lines(card, reader)
    dials = [
        Button(
            reader.plain("reaching.dial", who=_who(one, reader)),
            Dial(child_id=child_id, detail=way.detail_id).pack(),
        )
        for one in card.people
        for way in one.phones
    ]
    rows = (*rows_of(dials, 1), *_keeping(card, reader), (_back(card, reader),))
    return Card("\n".join(lines), rows, protected=True)


def ways_card(card: ContactCard, place: int, profile: Profile, reader: Reader) -> Card:
    """What is written down of one place, each with a button that ends it, and what can be added."""
    child_id = card.child.child_id
    ways = _ways_of(card, place)
    person = next((one for one in card.people if one.relation_id == place), None)
    who = _who(person, reader) if person else reader.plain("reaching.home_of", name=card.child.name)
    lines = [reader.t("reaching.ways" if ways else "reaching.no_ways", who=who)]
    lines += [reader.t("reaching.way", what=_way(one, profile, reader)) for one in ways]
    ends = [
        Button(
            reader.plain("reaching.end", what=_way(one, profile, reader)),
            EndWay(child_id=child_id, detail=one.detail_id).pack(),
        )
        for one in ways
    ]
    rung = [
        Button(
            reader.plain("reaching.rung", value=show_phone(one.value, region=profile.country)),
            ConfirmWay(child_id=child_id, detail=one.detail_id).pack(),
            style=Style.SUCCESS,
        )
        for one in ways
        if one.is_new and one.kind is Detail.PHONE
    ]
    adds = [
        Button(
            reader.plain("reaching.add", kind=reader.plain(f"reaching.kind_{kind.value}")),
            AskWay(child_id=child_id, kind=kind, place=place).pack(),
        )
        for kind in (OF_A_PLACE if person else OF_A_CHILD)
    ]
    back = Button(reader.plain("reaching.back"), OpenCard(child_id=child_id).pack())
    return Card(
        "\n".join(lines), (*rows_of(rung, 1), *rows_of(ends, 1), *rows_of(adds, 2), (back,)), protected=True
    )


def ask_card(card: ContactCard, press: AskWay, reader: Reader) -> Card:
    person = next((one for one in card.people if one.relation_id == press.place), None)
    who = _who(person, reader) if person else reader.plain("reaching.home_of", name=card.child.name)
    back = Button(reader.plain("reaching.back"), OpenCard(child_id=press.child_id).pack())
    return Card(reader.t(f"reaching.ask_{press.kind.value}", who=who), ((back,),), protected=True)


def own_card(held: OwnWays, profile: Profile, actor: Actor, reader: Reader) -> Card:
    """One's own numbers, and a key that shares the phone's."""
    lines = [reader.t("reaching.own" if held.ways else "reaching.own_none")]
    lines += [reader.t("reaching.way", what=_way(one, profile, reader)) for one in held.ways]
    lines.append(reader.t("reaching.own_how"))
    return Card(
        "\n".join(lines), keys=menu_keys(actor, reader), contact_key=reader.plain("reaching.share_own"),
        protected=True,
    )  # fmt: skip


def own_kept_card(held: OwnWays, profile: Profile, actor: Actor, reader: Reader) -> Card:
    is_new = any(one.is_new for one in held.ways)
    lines = [reader.t("reaching.own_told" if is_new else "reaching.own_kept")]
    lines += [reader.t("reaching.way", what=_way(one, profile, reader)) for one in held.ways]
    return Card("\n".join(lines), keys=menu_keys(actor, reader), protected=True)


def find_button(class_id: int, reader: Reader) -> Button:
    return Button(reader.plain("reaching.find"), AskNumber(class_id=class_id).pack())


def ask_number_card(class_id: int, reader: Reader) -> Card:
    back = Button(reader.plain("reaching.find_back"), OpenClass(class_id=class_id).pack())
    return Card(reader.t("reaching.ask_number"), ((back,),))


def found_card(children: Sequence[ChildRef], reader: Reader) -> Card:
    """The children whose people have the number; one sentence when there is none for this reader."""
    if not children:
        return Card(reader.t("reaching.not_found"))
    buttons = [
        Button(
            reader.plain("reaching.found_one", name=one.name, klass=one.unit.class_name),
            OpenCard(child_id=one.child_id).pack(),
        )
        for one in children
    ]
    return Card(reader.t("reaching.found"), rows_of(buttons, 1), protected=True)


def dialled(found: Dialled, reader: Reader) -> PhoneNumber:
    """A contact card that a tap dials."""
    kin = reader.plain(KIN[found.kin])
    name = kin if found.name is None else reader.plain("children.place_taken", kin=kin, name=found.name)
    return PhoneNumber(name, found.number)


def _ways_of(card: ContactCard, place: int) -> tuple[Way, ...]:
    if place == HOME:
        return card.home or ()
    return next((one.ways for one in card.people if one.relation_id == place), ())


def _home_lines(card: ContactCard, reader: Reader) -> list[str]:
    if card.home is None:
        return []
    address = reader.plain("children.comma").join(one.value for one in card.home)
    lines = [reader.t("reaching.home", address=address) if address else reader.t("reaching.no_home")]
    return [*lines, reader.t("reaching.id_held")] if card.has_id_number else lines


def _line(one: Reached, profile: Profile, reader: Reader) -> str:
    ways = reader.plain("children.comma").join(_way(way, profile, reader) for way in one.ways)
    line = reader.t("reaching.line", who=_who(one, reader), ways=ways or reader.plain("reaching.none"))
    return line + reader.t("reaching.barred") if one.is_barred else line


def _way(way: Way, profile: Profile, reader: Reader) -> str:
    if way.kind is Detail.PHONE:
        shown = show_phone(way.value, region=profile.country)
        return reader.plain("reaching.new", value=shown) if way.is_new else shown
    if way.kind is Detail.MESSENGER:
        return reader.plain("reaching.messenger", value=way.value)
    return way.value


def _keeping(card: ContactCard, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    if not card.may_keep:
        return ()
    child_id = card.child.child_id
    buttons = [
        Button(
            reader.plain("reaching.keep", who=_who(one, reader)),
            OpenWays(child_id=child_id, place=one.relation_id).pack(),
        )
        for one in card.people
    ]
    buttons.append(Button(reader.plain("reaching.keep_home"), OpenWays(child_id=child_id).pack()))
    return rows_of(buttons, 2)


def _who(one: Reached, reader: Reader) -> str:
    kin = reader.plain(KIN[one.kin])
    return kin if one.name is None else reader.plain("children.place_taken", kin=kin, name=one.name)


def _back(card: ContactCard, reader: Reader) -> Button:
    press = OpenChild(child_id=card.child.child_id).pack()
    return Button(reader.plain("household.back_to_child", name=card.child.name), press)
