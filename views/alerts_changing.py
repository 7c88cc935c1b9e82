"""A wrong answer to “who may be involved” is changed from a card of its own."""

from aiogram.filters.callback_data import CallbackData

from models.case_codes import Involved
from services.alerts.types import ReportedCase
from services.profile import Profile
from views.alerts import involved_rows
from views.card import Button, Card
from views.marks import as_it_is
from views.presses import Id, OpenCase
from views.reader import Reader


class AskInvolved(CallbackData, prefix="alch"):
    """The answer was a wrong one, or there was none: show the groups again."""

    case_id: Id


class ChangeInvolved(CallbackData, prefix="alci"):
    """The tap that puts another answer in its place; a late tap on the first question isn't one."""

    case_id: Id
    group: Involved


def change_rows(case: ReportedCase, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    return () if case.involved is None else _asking("alerts.change_involved", case, reader)


def late_rows(case: ReportedCase, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """It was sent before anybody was named; the answer still leaves them out from then on."""
    return _asking("alerts.name_late", case, reader) if case.involved is None else ()


def _asking(key: str, case: ReportedCase, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    return ((Button(reader.plain(key), AskInvolved(case_id=case.standing.case_id).pack()),),)


def late_card(case: ReportedCase, profile: Profile, reader: Reader) -> Card:
    rows = involved_rows(case.standing.case_id, profile, reader)
    back = Button(reader.plain("alerts.back_to_screen"), OpenCase(case_id=case.standing.case_id).pack())
    card = Card(reader.t("alerts.who_late"), (*rows, (back,)), protected=True)
    return as_it_is(card, case.standing, profile, reader)


def change_card(case: ReportedCase, profile: Profile, reader: Reader) -> Card:
    """What was answered, the other answers, and that none of them lets anybody in."""
    case_id, involved = case.standing.case_id, case.involved
    if involved is None:
        raise ValueError("nothing was answered that could be changed")

    def press(group: Involved) -> str:
        return ChangeInvolved(case_id=case_id, group=group).pack()

    rows = [
        (Button(f"{one.pictogram} {one.words[reader.locale]}", press(one.code)),)
        for one in profile.involved
        if one.code != involved
    ]
    back = Button(reader.plain("alerts.back_to_screen"), OpenCase(case_id=case_id).pack())
    text = reader.t("alerts.who_instead", group=profile.group(involved).words[reader.locale])
    return as_it_is(Card(text, (*rows, (back,)), protected=True), case.standing, profile, reader)
