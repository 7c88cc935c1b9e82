"""The card of a case that was opened: its reporter's screen, or that of somebody on its ladder."""

from handlers.act import Act
from services.access.service import Denied
from services.alerts.types import HeldCase, ReportedCase
from views import practice
from views.alerts_reporter import reporter_card
from views.card import Card
from views.cases import held_card
from views.errors import denied_card


def opened_card(case: HeldCase | ReportedCase | Denied, act: Act) -> Card:
    match case:
        case Denied():
            return denied_card(act.reader)
        case HeldCase():
            card = practice.held_card if case.standing.is_practice else held_card
            return card(case, act.profile, act.reader)
        case _:
            return reporter_card(case, act.profile, act.reader)
