"""The reporter has chosen wrongly who may be involved: another answer, at any time."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.alerts_told import show_or_deny
from handlers.behind import behind
from services.access.rules import Action
from services.alerts import changing, reporting
from services.alerts.types import ReportedCase
from views.alerts_changing import AskInvolved, ChangeInvolved, change_card, may_change
from views.alerts_reporter import reporter_card
from views.card import Card


def register(router: Router) -> None:
    press = router.callback_query.register
    press(ask_involved, AskInvolved.filter())
    press(change_involved, ChangeInvolved.filter())


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
    card = change_card if may_change(case) else reporter_card
    return card(case, act.profile, act.reader)
