"""From the reporter's screen a step aside: another answer to who may be involved, and what can wait."""

from collections.abc import Callable

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.alerts_told import show_or_deny
from handlers.behind import behind
from models.case_codes import CaseState
from services.access.rules import Action
from services.alerts import changing, reporting
from services.alerts.types import ReportedCase
from services.profile import Profile
from views.alerts_changing import AskInvolved, ChangeInvolved, change_card, late_card
from views.alerts_deeds import OpenCalls, OpenMore, calls_card, more_card
from views.alerts_reporter import reporter_card
from views.card import Card
from views.reader import Reader

Face = Callable[[ReportedCase, Profile, Reader], Card]


def register(router: Router) -> None:
    press = router.callback_query.register
    press(ask_involved, AskInvolved.filter())
    press(change_involved, ChangeInvolved.filter())
    press(open_further, OpenCalls.filter())
    press(open_further, OpenMore.filter())


@behind(Action.REPORT_CASE)
async def open_further(_query: CallbackQuery, callback_data: OpenCalls | OpenMore, act: Act) -> None:
    async with act.transaction() as session:
        case = await reporting.open_report(
            session, now=act.now, actor=act.actor, case_id=callback_data.case_id
        )
    card = calls_card if isinstance(callback_data, OpenCalls) else more_card
    await show_or_deny(act, case, lambda found: _unless_closed(card, found, act))


@behind(Action.REPORT_CASE)
async def ask_involved(_query: CallbackQuery, callback_data: AskInvolved, act: Act) -> None:
    async with act.transaction() as session:
        case = await reporting.open_report(
            session, now=act.now, actor=act.actor, case_id=callback_data.case_id
        )
    await show_or_deny(act, case, lambda found: _ask(found, act))


@behind(Action.REPORT_CASE)
async def change_involved(_query: CallbackQuery, callback_data: ChangeInvolved, act: Act) -> None:
    async with act.transaction() as session:
        case = await changing.change_involved(
            session,
            now=act.now,
            actor=act.actor,
            profile=act.profile,
            case_id=callback_data.case_id,
            involved=callback_data.group,
        )
    await show_or_deny(act, case, lambda found: reporter_card(found, act.profile, act.reader))


def _ask(case: ReportedCase, act: Act) -> Card:
    return _unless_closed(late_card if case.involved is None else change_card, case, act)


def _unless_closed(card: Face, case: ReportedCase, act: Act) -> Card:
    face = reporter_card if case.standing.state is CaseState.CLOSED else card
    return face(case, act.profile, act.reader)
