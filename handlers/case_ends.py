"""The end of a case: an outcome, a second person's word, its reporter's doubt, the end of its words."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.alerts_told import show_or_deny
from handlers.behind import behind
from services.access.rules import Action
from services.access.service import Denied
from services.casework import closing, releasing, road
from services.casework.types import Road
from views.alerts_reporter import reporter_card
from views.card import Card
from views.case_ends import (
    AnswerClose,
    AskClose,
    ReleaseWords,
    Reopen,
    TakeBackClose,
    outcomes_card,
    sure_release_card,
    sure_reopen_card,
)
from views.casework import road_card


def register(router: Router) -> None:
    press = router.callback_query.register
    press(ask_close, AskClose.filter())
    press(answer_close, AnswerClose.filter())
    press(take_back, TakeBackClose.filter())
    press(reopen, Reopen.filter())
    press(release, ReleaseWords.filter())


@behind(Action.KEEP_CASE)
async def ask_close(_query: CallbackQuery, callback_data: AskClose, act: Act) -> None:
    """Which end it is; then a second person is asked."""
    case_id, outcome = callback_data.case_id, callback_data.outcome
    async with act.transaction() as session:
        if outcome is None:
            found = await road.open_road(session, now=act.now, actor=act.actor, case_id=case_id)
        else:
            found = await closing.ask(
                session, now=act.now, actor=act.actor, case_id=case_id, outcome=outcome
            )  # fmt: skip
    await show_or_deny(
        act, found, lambda shown: _road(shown, act) if outcome else outcomes_card(shown, act.reader)
    )


@behind(Action.CLOSE_CASE)
async def answer_close(_query: CallbackQuery, callback_data: AnswerClose, act: Act) -> None:
    verb = closing.agree if callback_data.agrees else closing.refuse
    async with act.transaction() as session:
        found = await verb(session, now=act.now, actor=act.actor, case_id=callback_data.case_id)
    await show_or_deny(act, found, lambda shown: _road(shown, act))


@behind(Action.KEEP_CASE)
async def take_back(_query: CallbackQuery, callback_data: TakeBackClose, act: Act) -> None:
    async with act.transaction() as session:
        found = await closing.take_back(session, now=act.now, actor=act.actor, case_id=callback_data.case_id)
    await show_or_deny(act, found, lambda shown: _road(shown, act))


@behind(Action.REPORT_CASE)
async def reopen(_query: CallbackQuery, callback_data: Reopen, act: Act) -> None:
    case_id = callback_data.case_id
    if not callback_data.sure:
        return await act.show(sure_reopen_card(case_id, act.reader))
    async with act.transaction() as session:
        found = await closing.reopen(session, now=act.now, actor=act.actor, case_id=case_id)
    return await show_or_deny(act, found, lambda shown: reporter_card(shown, act.profile, act.reader))


@behind(Action.RELEASE_CASE)
async def release(_query: CallbackQuery, callback_data: ReleaseWords, act: Act) -> None:
    if not callback_data.sure:
        return await act.show(sure_release_card(callback_data, act.reader))
    verb = releasing.agree if callback_data.agrees else releasing.ask
    async with act.transaction() as session:
        found: Road | Denied = await verb(
            session, now=act.now, actor=act.actor, case_id=callback_data.case_id
        )  # fmt: skip
    return await show_or_deny(act, found, lambda shown: _road(shown, act))


def _road(found: Road, act: Act) -> Card:
    return road_card(found, act.profile, act.reader)
