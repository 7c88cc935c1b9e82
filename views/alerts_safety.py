"""“Is the child safe now?”: asked of the reporter after sending, shown to whoever holds the case."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from models.case_codes import CaseFact
from services.alerts.safety import SAFETY
from services.alerts.types import Fact, ReportedCase
from services.profile import Profile
from views.alerts import calling, to_call
from views.card import Button, Card, Style
from views.presses import Id, OpenCase
from views.reader import Reader


class Safety(StrEnum):
    SAFE = "yes"
    NOT_SAFE = "no"
    UNKNOWN = "unsure"


class SafetyPress(CallbackData, prefix="alsf"):
    case_id: Id
    told: Safety


class AskSafety(CallbackData, prefix="alsa"):
    """It is otherwise by now: ask once more."""

    case_id: Id


def safety_rows(case: ReportedCase, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """The question until it is answered; then one button for what has changed since."""
    case_id = case.standing.case_id
    if newest(case.facts) is None:
        return answer_rows(case_id, reader)
    return ((Button(reader.plain("alerts.safety_again"), AskSafety(case_id=case_id).pack()),),)


def answer_rows(case_id: int, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    def told(key: str, what: Safety, style: Style | None = None) -> Button:
        return Button(reader.plain(key), SafetyPress(case_id=case_id, told=what).pack(), style=style)

    return (
        (told("alerts.safety_yes", Safety.SAFE),),
        (
            told("alerts.safety_no", Safety.NOT_SAFE, Style.DANGER),
            told("alerts.safety_unsure", Safety.UNKNOWN),
        ),
    )


def ask_card(case: ReportedCase, reader: Reader) -> Card:
    case_id = case.standing.case_id
    back = Button(reader.plain("alerts.back_to_screen"), OpenCase(case_id=case_id).pack())
    return Card(reader.t("alerts.safety"), (*answer_rows(case_id, reader), (back,)), protected=True)


def unsafe_card(case: ReportedCase, screen: Card, profile: Profile, reader: Reader) -> Card:
    """Whom to call stands first, with the numbers; the reporter's screen stays below it."""
    lines = (
        reader.t("alerts.unsafe"),
        *calling(case, profile, reader),
        "",
        screen.text,
    )
    numbers = to_call(case, profile, reader)
    return Card("\n".join(lines), screen.rows, numbers=numbers, protected=True)


def safety_line(facts: tuple[Fact, ...], reader: Reader) -> list[str]:
    """Above all else, that the child isn't safe, or that its reporter can't say."""
    found = newest(facts)
    if found is None or found.fact is CaseFact.CHILD_SAFE:
        return []
    return [reader.t(f"cases.{found.fact.value}", at=reader.time(found.happened_at))]


def newest(facts: tuple[Fact, ...]) -> Fact | None:
    return next((one for one in reversed(facts) if one.fact in SAFETY), None)
