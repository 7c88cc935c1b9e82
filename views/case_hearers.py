"""Who hears of a case and who is left out, by name, for its reporter and for whoever has it."""

from aiogram.filters.callback_data import CallbackData

from services.alerts.around import Around
from services.alerts.leaving_out import Hearers
from services.alerts.types import ReportedCase
from services.profile import Profile
from views.card import Button, Card, Style
from views.lists import page_of, paged, turning
from views.presses import Id, OpenCase, OpenRoad, Page
from views.reader import Reader

SHOWN = 6  # people in one card


class NameOne(CallbackData, prefix="alwh"):
    """The reporter names one of the school; 0: the choice of them. `sure`: asked once more, and yes."""

    case_id: Id
    person_id: Id = 0
    sure: bool = False
    page: Page = 0


class OpenHearers(CallbackData, prefix="rdhe"):
    case_id: Id
    page: Page = 0


class DecideHearer(CallbackData, prefix="rdhd"):
    """Leave one person out, or let one in. `sure`: asked once more, and yes."""

    case_id: Id
    person_id: Id
    is_out: bool
    page: Page = 0
    sure: bool = False


def name_one_row(case: ReportedCase, profile: Profile, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """Offered while everybody at the school is left out by the answer."""
    if case.involved is None or case.standing.is_practice:
        return ()
    if "school_staff" not in profile.group(case.involved).excludes:
        return ()
    return ((Button(reader.plain("hearers.name_one"), NameOne(case_id=case.standing.case_id).pack()),),)


def name_one_card(found: Hearers, press: NameOne, reader: Reader) -> Card:
    """Whom it is about; then, before anybody is let in, what will follow."""
    back = (Button(reader.plain("alerts.back_to_screen"), OpenCase(case_id=found.case_id).pack()),)
    chosen = next((one for one in found.people if one.person_id == press.person_id), None)
    if chosen is not None:
        yes = press.model_copy(update={"sure": True}).pack()
        sure = (Button(reader.plain("hearers.name_sure"), yes, style=Style.DANGER),)
        return Card(reader.t("hearers.name_ask", name=chosen.name), (sure, back), protected=True)

    def to(person_id: int = 0, page: int = 0) -> str:
        return press.model_copy(update={"person_id": person_id, "page": page}).pack()

    buttons = [Button(_label(one, reader), to(one.person_id)) for one in found.people]
    rows = paged(buttons, page=press.page, width=1, press=lambda n: to(page=n))
    return Card(reader.t("hearers.name_whom", number=found.number), (*rows, back), protected=True)


def hearers_row(case_id: int, reader: Reader) -> tuple[Button, ...]:
    return (Button(reader.plain("hearers.open"), OpenHearers(case_id=case_id).pack()),)


def hearers_card(found: Hearers, reader: Reader, *, page: int = 0) -> Card:
    here = page_of(found.people, page, SHOWN)
    lines = [reader.t("hearers.who", number=found.number), "", *(f"· {_line(one, reader)}" for one in here)]
    rows = [(_decide(one, found.case_id, reader, page=page),) for one in here]
    turns = turning(
        len(found.people), page=page, press=lambda n: OpenHearers(case_id=found.case_id, page=n).pack(),
        size=SHOWN,
    )  # fmt: skip
    back = (Button(reader.plain("casework.back"), OpenRoad(case_id=found.case_id).pack()),)
    return Card("\n".join(lines), tuple(row for row in (*rows, turns, back) if row), protected=True)


def decide_card(found: Hearers, press: DecideHearer, reader: Reader) -> Card:
    """Asked once more: both ways can't be unseen."""
    name = next((one.name for one in found.people if one.person_id == press.person_id), "")
    key = "out" if press.is_out else "in"
    yes = press.model_copy(update={"sure": True}).pack()
    no = OpenHearers(case_id=press.case_id, page=press.page).pack()
    rows = (
        (Button(reader.plain(f"hearers.{key}_sure"), yes, style=Style.DANGER),),
        (Button(reader.plain("casework.back"), no),),
    )
    return Card(reader.t(f"hearers.{key}_ask", name=name), rows, protected=True)


def _decide(one: Around, case_id: int, reader: Reader, *, page: int) -> Button:
    press = DecideHearer(case_id=case_id, person_id=one.person_id, is_out=not one.is_out, page=page)
    return Button(reader.plain("hearers.in" if one.is_out else "hearers.out", name=one.name), press.pack())


def _line(one: Around, reader: Reader) -> str:
    return reader.t("hearers.is_out" if one.is_out else "hearers.may_hear", who=_label(one, reader))


def _label(one: Around, reader: Reader) -> str:
    post = f"held.role_{one.role.value}" if one.role else f"held.kin_{one.kin.value if one.kin else 'carer'}"
    return reader.plain("hearers.label", name=one.name, post=reader.plain(post))
