"""The card of a case: its reporter's screen, that of somebody on its ladder, or its road."""

from handlers.act import Act
from services.access.service import Denied
from services.alerts.types import HeldCase, ReportedCase
from services.casework.types import Road
from views import practice
from views.alerts_reporter import reporter_card
from views.card import Card
from views.cases import held_card
from views.casework import road_card
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


def road_face(found: Road | Denied, act: Act) -> Card:
    return denied_card(act.reader) if isinstance(found, Denied) else road_card(found, act.profile, act.reader)
