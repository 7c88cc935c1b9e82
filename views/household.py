"""Cards about who stands beside a child and what each may see: for those who answer for it at school."""

from aiogram.filters.callback_data import CallbackData

from models.codes import Cover, Grant, Kin
from services.access.rules import IN_USE
from services.children.readers import Readers
from services.children.relations import Beside, Household
from views.card import Button, Card, Style, rows_of
from views.presses import Id, OpenChild
from views.reader import Reader

KIN = {Kin.MOTHER: "children.mother", Kin.FATHER: "children.father", Kin.CARER: "children.carer"}


class OpenHousehold(CallbackData, prefix="home"):
    child_id: Id


class OpenBeside(CallbackData, prefix="beside"):
    child_id: Id
    relation_id: Id


class SetGuardian(CallbackData, prefix="guard"):
    relation_id: Id
    is_guardian: bool


class SetGrant(CallbackData, prefix="grant"):
    relation_id: Id
    grant: Grant
    given: bool


class AskCover(CallbackData, prefix="cover"):
    child_id: Id
    relation_id: Id


class Bar(CallbackData, prefix="bar"):
    relation_id: Id
    cover: Cover


class LiftBar(CallbackData, prefix="unbar"):
    relation_id: Id


class EndCare(CallbackData, prefix="endcare"):
    """A carer no longer looks after the child. `sure`: asked once more, and answered yes."""

    child_id: Id
    relation_id: Id
    sure: bool = False


class Freeze(CallbackData, prefix="freeze"):
    child_id: Id
    frozen: bool


class OpenReaders(CallbackData, prefix="readers"):
    child_id: Id


def readers_card(readers: Readers, reader: Reader) -> Card:
    """Who looked at the file, by month."""
    name = readers.child.name
    lines = [reader.t("readers.title" if readers.looked else "readers.nobody", name=name)]
    comma = reader.plain("children.comma")
    lines += [
        reader.t(
            "readers.line", name=one.name, months=comma.join(reader.month(month) for month in one.months)
        )
        for one in readers.looked
    ]
    back = Button(
        reader.plain("household.back_to_child", name=name), OpenChild(child_id=readers.child.child_id).pack()
    )
    return Card("\n".join(lines), ((back,),), protected=True)


def household_card(household: Household, reader: Reader) -> Card:
    """Everybody beside the child with what they are given, and whether both sides are frozen."""
    child = household.child
    lines = [reader.t("household.title", name=child.name)]
    lines += [reader.t("household.frozen")] if child.is_frozen else []
    lines += [
        reader.t("household.line", who=_who(one, reader), what=_what(one, reader)) for one in household.places
    ]
    buttons = [
        Button(_who(one, reader), OpenBeside(child_id=child.child_id, relation_id=one.relation_id).pack())
        for one in household.places
    ]
    key = "household.unfreeze" if child.is_frozen else "household.freeze"
    press = Freeze(child_id=child.child_id, frozen=not child.is_frozen).pack()
    back = Button(
        reader.plain("household.back_to_child", name=child.name), OpenChild(child_id=child.child_id).pack()
    )
    rows = (
        *rows_of(buttons, 2),
        (Button(reader.plain(key), press),),
        (back,),
    )
    return Card("\n".join(lines), rows, protected=True)


def beside_card(household: Household, relation_id: int, reader: Reader) -> Card:
    """One person: what they are given, and the buttons that change it."""
    one = household.place(relation_id)
    text = reader.t(
        "household.one", child=household.child.name, who=_who(one, reader), what=_what(one, reader)
    )
    rows = rows_of([_grant_button(one, grant, reader) for grant in IN_USE], 2)
    if one.kin is Kin.CARER:
        key = "household.no_guardian" if one.is_guardian else "household.is_guardian"
        press = SetGuardian(relation_id=relation_id, is_guardian=not one.is_guardian).pack()
        rows += ((Button(reader.plain(key), press),),)
    if one.kin is Kin.CARER and not one.is_barred:
        press = EndCare(child_id=household.child.child_id, relation_id=relation_id).pack()
        rows += ((Button(reader.plain("household.end"), press),),)
    rows += ((_bar_button(household, one, reader),),)
    return Card(text, (*rows, (_back(household, reader),)), protected=True)


def end_card(household: Household, relation_id: int, reader: Reader) -> Card:
    """Asked once more: what ends, and that nobody is told."""
    child, one = household.child, household.place(relation_id)
    text = reader.t("household.ask_end", who=_who(one, reader), child=child.name)
    press = EndCare(child_id=child.child_id, relation_id=relation_id, sure=True).pack()
    yes = Button(reader.plain("household.end_yes"), press, style=Style.DANGER)
    return Card(text, ((yes,), (_back(household, reader),)), protected=True)


def cover_card(household: Household, relation_id: int, reader: Reader) -> Card:
    """Which ordinary sentence do they find from now on?"""
    text = reader.t("household.ask_cover", who=_who(household.place(relation_id), reader))
    lines = [text, *(reader.t("household.cover_line", words=cover_words(cover, reader)) for cover in Cover)]
    buttons = [
        Button(
            reader.plain(f"household.bar_{cover}"),
            Bar(relation_id=relation_id, cover=cover).pack(),
            style=Style.DANGER,
        )
        for cover in Cover
    ]
    return Card("\n".join(lines), (*rows_of(buttons, 1), (_back(household, reader),)), protected=True)


def cover_words(cover: Cover, reader: Reader) -> str:
    """What somebody finds who has been barred; nothing in it points at them."""
    return reader.plain(f"household.cover_{cover}")


def covered_card(cover: Cover, reader: Reader) -> Card:
    return Card(reader.t(f"household.cover_{cover}"))


def _who(one: Beside, reader: Reader) -> str:
    kin = reader.plain(KIN[one.kin])
    if one.name is None:
        return reader.plain("children.place_open", kin=kin)
    return reader.plain("children.place_taken", kin=kin, name=one.name)


def _what(one: Beside, reader: Reader) -> str:
    if one.is_barred:
        return reader.plain("household.barred")
    given = [reader.plain(f"household.grant_{grant}") for grant in IN_USE if grant in one.grants]
    listed = reader.plain("children.comma").join(given) or reader.plain("household.nothing")
    return reader.plain("household.guardian", what=listed) if one.is_guardian else listed


def _grant_button(one: Beside, grant: Grant, reader: Reader) -> Button:
    given = grant in one.grants
    label = reader.plain(
        "household.take" if given else "household.give", grant=reader.plain(f"household.grant_{grant}")
    )
    return Button(label, SetGrant(relation_id=one.relation_id, grant=grant, given=not given).pack())


def _bar_button(household: Household, one: Beside, reader: Reader) -> Button:
    if one.is_barred:
        return Button(reader.plain("household.lift"), LiftBar(relation_id=one.relation_id).pack())
    press = AskCover(child_id=household.child.child_id, relation_id=one.relation_id).pack()
    return Button(reader.plain("household.bar"), press, style=Style.DANGER)


def _back(household: Household, reader: Reader) -> Button:
    press = OpenHousehold(child_id=household.child.child_id).pack()
    return Button(reader.plain("household.back"), press)
