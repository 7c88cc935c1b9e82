"""The faces of what a case says unasked: content-free for the ladder, step by step for the reporter."""

from collections.abc import Callable
from typing import Any

from services.alerts.answering import HomeSilence
from services.alerts.news import CaseNews
from services.alerts.notices import (
    CaseAlert,
    CaseLapsing,
    CaseRefresh,
    CaseScreen,
    CaseStep,
    CaseUnreached,
)
from services.notifications.facts import Facts
from views.alerts_reporter import reporter_card
from views.card import Button, Card
from views.cases import lapsing_card, standing_card
from views.presses import OpenCase
from views.reader import Reader

IN_A_DRILL = ("repeated", "closed")  # what is said of a real case names the police, or doubts


def alert_card(facts: CaseAlert, reader: Reader, is_repeat: bool) -> Card:  # noqa: FBT001
    again = facts.again or is_repeat
    return standing_card(
        facts.standing, reader, note=reader.t("cases.again") if again else reader.t("cases.urgent")
    )


def refresh_card(facts: CaseRefresh, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    return standing_card(facts.standing, reader)


def screen_card(facts: CaseScreen, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    return reporter_card(facts.case, facts.profile, reader)


def step_card(facts: CaseStep, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    if facts.from_home:
        return Card(reader.t(f"home.step_{facts.fact.value}"))
    what = "repeated" if facts.is_repeat else facts.fact.value
    key = f"practice.step_{what}" if facts.is_practice and what in IN_A_DRILL else f"alerts.step_{what}"
    words = {
        "number": facts.number,
        "at": reader.time(facts.at),
        "role": reader.plain(f"alerts.role_{facts.role.value}") if facts.role else "",
        "name": facts.person or "",
    }
    return Card(reader.t(key, **words), _open(facts.case_id, reader), protected=True)


def unreached_card(facts: CaseUnreached, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    if facts.from_home:
        return Card(reader.t("home.step_nobody"))
    text = reader.t("alerts.step_nobody", number=facts.number)
    return Card(text, _open(facts.case_id, reader), protected=True)


def news_card(facts: CaseNews, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    opening = Button(reader.plain("cases.open"), OpenCase(case_id=facts.case_id).pack())
    return Card(reader.t("cases.news", number=facts.number), ((opening,),), protected=True)


def silence_card(facts: HomeSilence, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    key = "cases.call_silent" if facts.is_hurt else "cases.home_silent"
    text = reader.t(key, number=facts.number, minutes=facts.minutes)
    return Card(text, _open(facts.case_id, reader), protected=True)


def _open(case_id: int, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    return ((Button(reader.plain("alerts.my_screen"), OpenCase(case_id=case_id).pack()),),)


FACES: dict[type[Facts], Callable[[Any, Reader, bool], Card]] = {
    CaseAlert: alert_card,
    CaseRefresh: refresh_card,
    CaseScreen: screen_card,
    CaseStep: step_card,
    CaseUnreached: unreached_card,
    CaseLapsing: lapsing_card,
    CaseNews: news_card,
    HomeSilence: silence_card,
}
