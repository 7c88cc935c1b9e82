"""Whether those on duty can be reached, and who couldn't."""

from collections.abc import Callable
from typing import Any

from aiogram.filters.callback_data import CallbackData

from services.duty.types import DutyQuestion, SilentDuty
from services.notifications.facts import Facts
from views.card import Button, Card, Style
from views.my_duty import open_my_duty_button
from views.presses import Id
from views.reader import Reader


class HereIAm(CallbackData, prefix="duty"):
    check_id: Id


def question_card(facts: DutyQuestion, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    here = Button(reader.plain("duty.here"), HereIAm(check_id=facts.check_id).pack(), style=Style.SUCCESS)
    return Card(reader.t("duty.question"), ((here,),))


def thanks_card(reader: Reader) -> Card:
    return Card(reader.t("duty.thanks"), ((open_my_duty_button(reader),),))


def silent_card(facts: SilentDuty, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    lines = [reader.t("duty.silent_line", name=name, unit=unit) for name, unit in facts.people]
    return Card("\n".join((reader.t("duty.silent"), *lines)))


FACES: dict[type[Facts], Callable[[Any, Reader, bool], Card]] = {
    DutyQuestion: question_card,
    SilentDuty: silent_card,
}
