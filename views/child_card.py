"""A child's card: everything for the school, a few lines for the family."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from aiogram.filters.callback_data import CallbackData

from models.codes import Away, Care, Kin, Outcome
from services.access.rules import Action
from services.children.types import ChildFile, Place
from services.contacts.types import Month
from services.profile import Profile
from services.profile.choices import AwayChoice, CareType
from services.reminders.types import Outlook
from services.wallclock import find_zone
from views.card import Button, Card, Style, rows_of
from views.checkins import NoteHistory
from views.contacts import tell_buttons
from views.home import HomeChild
from views.household import OpenHousehold, OpenReaders
from views.leaving import leaving_buttons
from views.moving import move_buttons
from views.presses import CheckIn, Id, InviteFamily, OpenClass, OpenPurposes, RaiseFor
from views.reaching import card_button
from views.reader import Reader
from views.rhythm import OpenRhythm


class AskCorrection(CallbackData, prefix="fix"):
    """What is wrong on the card?"""

    child_id: Id


class SetBoards(CallbackData, prefix="boards"):
    child_id: Id
    boards: bool


class AddCarer(CallbackData, prefix="carer"):
    child_id: Id


def child_card(file: ChildFile, outlook: Outlook, month: Month, profile: Profile, reader: Reader) -> Card:
    """The face that suits the reader."""
    if file.is_staff:
        return staff_card(file, outlook, month, profile, reader)
    return family_card(file, month, profile, reader)


def staff_card(file: ChildFile, outlook: Outlook, month: Month, profile: Profile, reader: Reader) -> Card:
    lines = [*_about(file, profile, reader), month_line(month, file, reader)]
    lines += _excuses(month, profile, reader)
    lines += _dates(file, outlook, reader)
    lines += [reader.t("household.frozen")] if file.child.is_frozen else []
    is_alone = is_alone_by_law(file, profile)
    if is_alone:
        lines += ["", reader.t("children.alone_by_law")]
    red = tuple((button,) for button in _red(file, reader))
    rest = _staff_rows(file, month, reader)
    return Card("\n".join(lines), (*red, *rest) if is_alone else (*rest, *red), protected=True)


def family_card(file: ChildFile, month: Month, profile: Profile, reader: Reader) -> Card:
    """The child, this month, and whom to ask."""
    lines = [reader.t("children.name", name=file.child.name), month_line(month, file, reader)]
    if file.teachers:
        lines.append(reader.t("children.teacher", names=_listed(file.teachers, reader)))
    rows = rows_of(tell_buttons(file, month, reader), 1)
    if Action.SEE_RHYTHM in file.may:
        rows += (_rhythm(file, reader),)
    rows += card_button(file, reader)
    # As quiet as in /help, and worded the same: no red word on a phone that others read.
    quietly = Button(reader.plain("home.begin"), HomeChild(child_id=file.child.child_id).pack())
    return Card("\n".join(lines), (*rows, *_readers(file, reader), (quietly,)), protected=True)


def is_alone_by_law(file: ChildFile, profile: Profile) -> bool:
    """Whether the law sees in this care alone a reason to report; from 16 a child may live alone."""
    care = care_of(profile, file.child.care)
    may_live_alone = file.child.care is Care.SELF and file.age >= profile.age_gates.live_alone
    return care.situation is not None and not may_live_alone


def care_of(profile: Profile, code: Care) -> CareType:
    return next(one for one in profile.care_types if one.code is code)


def away_of(profile: Profile, code: Away) -> AwayChoice:
    return next(one for one in profile.away if one.code is code)


def month_line(month: Month, file: ChildFile, reader: Reader) -> str:
    """This month: called, letter, or nothing yet."""
    shown = reader.month(month.month)
    if month.told_at is None:
        return reader.t("children.month_nothing", month=shown)
    day = _day(month.told_at, file, reader)
    key = "children.month_called" if month.outcome is Outcome.CALLED else "children.month_letter"
    return reader.t(key, month=shown, day=day)


def place_name(place: Place, reader: Reader) -> str:
    """“Mother”, “father” or “carer”, for a line or a button."""
    keys = {Kin.MOTHER: "children.mother", Kin.FATHER: "children.father", Kin.CARER: "children.carer"}
    return reader.plain(keys[place.kin])


def _about(file: ChildFile, profile: Profile, reader: Reader) -> list[str]:
    child = file.child
    care, away = care_of(profile, child.care), away_of(profile, child.away)
    lines = [
        reader.t("children.name", name=child.name),
        reader.t("children.class_and_age", klass=child.unit.class_name, age=file.age),
        reader.t("children.care", care=f"{care.pictogram} {care.words[reader.locale]}"),
        reader.t("children.away", away=f"{away.pictogram} {away.words[reader.locale]}"),
    ]
    if child.boards:
        lines.append(reader.t("children.boards"))
    places = _listed([_place(place, reader) for place in file.places], reader)
    return [*lines, reader.t("children.family", places=places)]


def _place(place: Place, reader: Reader) -> str:
    kin = place_name(place, reader)
    if place.name is None:
        return reader.plain("children.place_open", kin=kin)
    return reader.plain("children.place_taken", kin=kin, name=place.name)


def _excuses(month: Month, profile: Profile, reader: Reader) -> Iterator[str]:
    words = {one.code: one.words[reader.locale] for one in profile.cant}
    for excuse in month.excuses:
        yield reader.t("children.excuse", name=excuse.name, reason=words.get(excuse.reason, "–"))


def _dates(file: ChildFile, outlook: Outlook, reader: Reader) -> Iterator[str]:
    """The dates of the next reminders, as the school's calendar has them."""
    dates = (("children.next_call", outlook.call_at), ("children.next_letter", outlook.letter_at))
    parts = [reader.plain(key, day=_day(at, file, reader)) for key, at in dates if at is not None]
    if parts:
        yield reader.t("children.next", dates=_listed(parts, reader))


def _staff_rows(file: ChildFile, month: Month, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    child_id = file.child.child_id
    rows = rows_of(tell_buttons(file, month, reader), 2)
    if Action.WRITE_NOTE in file.may:
        press = CheckIn(child_id=child_id).pack()
        rows = ((Button(reader.plain("children.check_in"), press, style=Style.PRIMARY),), *rows)
    if Action.READ_NOTES in file.may:
        rows += ((Button(reader.plain("checkins.earlier"), NoteHistory(child_id=child_id).pack()),),)
    if Action.SEE_RHYTHM in file.may:
        rows += (_rhythm(file, reader),)
    rows += card_button(file, reader)
    if Action.INVITE_FAMILY in file.may:
        rows += rows_of([_invite(place, reader) for place in file.places if place.is_open], 2)
    if Action.CORRECT_CHILD in file.may:
        rows += _corrections(file, reader)
        purposes = OpenPurposes(child_id=child_id).pack()
        rows += ((Button(reader.plain("privacy.purposes"), purposes),),)
    if Action.KEEP_RELATIONS in file.may:
        rows += ((Button(reader.plain("household.open"), OpenHousehold(child_id=child_id).pack()),),)
    rows += _readers(file, reader)
    if changes := (*move_buttons(file, reader), *leaving_buttons(file, reader)):
        rows += (changes,)
    back = OpenClass(class_id=file.child.unit.class_id).pack()
    return (*rows, (Button(reader.plain("children.back", klass=file.child.unit.class_name), back),))


def _readers(file: ChildFile, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    if Action.SEE_READERS not in file.may:
        return ()
    return ((Button(reader.plain("readers.open"), OpenReaders(child_id=file.child.child_id).pack()),),)


def _rhythm(file: ChildFile, reader: Reader) -> tuple[Button, ...]:
    return (Button(reader.plain("children.rhythm"), OpenRhythm(child_id=file.child.child_id).pack()),)


def _corrections(file: ChildFile, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    child_id, boards = file.child.child_id, file.child.boards
    board = reader.plain("children.boards_no" if boards else "children.boards_yes")
    return (
        (
            Button(reader.plain("children.add_carer"), AddCarer(child_id=child_id).pack()),
            Button(board, SetBoards(child_id=child_id, boards=not boards).pack()),
        ),
        (Button(reader.plain("children.correct"), AskCorrection(child_id=child_id).pack()),),
    )


def _invite(place: Place, reader: Reader) -> Button:
    label = reader.plain("children.invite", kin=place_name(place, reader))
    return Button(label, InviteFamily(relation_id=place.relation_id).pack())


def _red(file: ChildFile, reader: Reader) -> Iterator[Button]:
    if Action.RAISE_CASE in file.may:
        press = RaiseFor(child_id=file.child.child_id).pack()
        yield Button(reader.plain("children.raise"), press, style=Style.DANGER)


def _day(at: datetime, file: ChildFile, reader: Reader) -> str:
    return reader.day(at.astimezone(find_zone(file.child.unit.timezone)).date())


def _listed(parts: Sequence[str], reader: Reader) -> str:
    return reader.plain("children.comma").join(parts)
