"""A phone is lost, a PIN is forgotten: whose, are you sure, and what now."""

from aiogram.filters.callback_data import CallbackData

from services.joining.lost_phones import OnPhone
from services.joining.phone_lists import PhoneOwners
from views.card import Button, Card, Style
from views.lists import paged
from views.presses import Id, OpenChild, Page
from views.reader import Reader


class OpenPhones(CallbackData, prefix="phs"):
    """The staff of a school, or the administrators of a county."""

    unit_id: Id
    page: Page = 0


class OpenFamilyPhones(CallbackData, prefix="phfam"):
    child_id: Id
    page: Page = 0


class OpenPhone(CallbackData, prefix="ph"):
    person_id: Id


class LosePhone(CallbackData, prefix="phlost"):
    person_id: Id
    sure: bool = False


class ResetPin(CallbackData, prefix="phpin"):
    person_id: Id
    sure: bool = False


class InviteBack(CallbackData, prefix="phback"):
    """A link to come back by, for somebody without a phone."""

    person_id: Id


def owners_card(owners: PhoneOwners, page: int, reader: Reader) -> Card:
    buttons = [Button(one.name, OpenPhone(person_id=one.person_id).pack()) for one in owners.people]

    def press(to: int) -> str:
        if owners.child_id:
            return OpenFamilyPhones(child_id=owners.child_id, page=to).pack()
        return OpenPhones(unit_id=owners.unit_id, page=to).pack()

    key = "phones.whose" if owners.people else "phones.nobody"
    rows = paged(buttons, page=page, press=press)
    return Card(reader.t(key, title=owners.title), rows=(*rows, *_back(owners, reader)), protected=True)


def phone_card(found: OnPhone, reader: Reader) -> Card:
    """What can be done about somebody's phone."""
    lost = Button(reader.plain("phones.lost"), LosePhone(person_id=found.person_id).pack())
    reset = Button(reader.plain("phones.reset"), ResetPin(person_id=found.person_id).pack())
    if not found.has_phone:
        return without_card(found, reader)
    rows = ((lost,), (reset,)) if found.has_pin else ((lost,),)
    return Card(reader.t("phones.about", name=found.name), rows=rows, protected=True)


def sure_lost_card(found: OnPhone, reader: Reader) -> Card:
    """Names everybody who is put out with them."""
    if not found.has_phone:
        return without_card(found, reader)
    lines = [reader.t("phones.sure_lost", name=found.name)]
    if found.others:
        names = reader.plain("joining.list_sign").join(found.others)
        lines.append(reader.count("phones.shared", len(found.others), names=names))
    press = LosePhone(person_id=found.person_id, sure=True).pack()
    sure = Button(reader.plain("phones.lost_now"), press, style=Style.DANGER)
    return Card("\n".join(lines), rows=((sure,),), protected=True)


def without_card(found: OnPhone, reader: Reader) -> Card:
    """Somebody whose phone was lost, at the first press and at each later one."""
    back = Button(reader.plain("phones.back_link"), InviteBack(person_id=found.person_id).pack())
    return Card(reader.t("phones.cut_off", name=found.name), rows=((back,),), protected=True)


def sure_reset_card(found: OnPhone, reader: Reader) -> Card:
    press = ResetPin(person_id=found.person_id, sure=True).pack()
    sure = Button(reader.plain("phones.reset_now"), press, style=Style.DANGER)
    return Card(reader.t("phones.sure_reset", name=found.name), rows=((sure,),), protected=True)


def reset_card(found: OnPhone, reader: Reader) -> Card:
    return Card(reader.t("phones.was_reset", name=found.name), protected=True)


def _back(owners: PhoneOwners, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    if owners.child_id:
        return ((Button(owners.title, OpenChild(child_id=owners.child_id).pack()),),)
    return ()
