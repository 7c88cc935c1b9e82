"""Cases for those who may open them: list, open, take."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.alerts import Staff
from handlers.behind import behind
from handlers.case_faces import opened_card
from handlers.keys import Key
from models.case_codes import CaseFact
from services.access.rules import Action
from services.access.service import Denied
from services.alerts import holding
from services.alerts.types import HeldCase, Taken
from views.card import Card
from views.cases import (
    CaseList,
    HandOn,
    HolderPress,
    HolderTold,
    TakeCase,
    hand_on_card,
    list_card,
    taken_card,
)
from views.errors import denied_card
from views.marks import as_it_is
from views.presses import OpenCase

FACTS = {
    HolderTold.ON_IT: CaseFact.STILL_ON_IT,
    HolderTold.SAFE: CaseFact.CHILD_SAFE,
    HolderTold.POLICE: CaseFact.POLICE_CALLED,
}


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(list_cases, Command("cases"), Staff())
    router.message.register(list_cases, Key("menu.cases"), Staff())
    router.callback_query.register(open_case, OpenCase.filter())
    router.callback_query.register(take_case, TakeCase.filter())
    router.callback_query.register(turn_cases, CaseList.filter())
    router.callback_query.register(tell_fact, HolderPress.filter())
    router.callback_query.register(hand_on, HandOn.filter())
    return router


@behind(Action.OPEN_CASE)
async def list_cases(_message: Message, act: Act) -> None:
    await _show_list(act, page=0)


@behind(Action.OPEN_CASE)
async def turn_cases(_query: CallbackQuery, callback_data: CaseList, act: Act) -> None:
    await _show_list(act, page=callback_data.page)


@behind(Action.OPEN_CASE, Action.REPORT_CASE)
async def open_case(_query: CallbackQuery, callback_data: OpenCase, act: Act) -> None:
    async with act.transaction() as session:
        case = await holding.open_case(session, now=act.now, actor=act.actor, case_id=callback_data.case_id)
    await act.show(opened_card(case, act))


@behind(Action.TAKE_CASE)
async def take_case(query: CallbackQuery, callback_data: TakeCase, act: Act) -> None:
    async with act.transaction() as session:
        taken = await holding.take(
            session,
            now=act.now,
            actor=act.actor,
            case_id=callback_data.case_id,
            message_id=query.message.message_id if query.message else 0,
        )
    await act.show(_taken_card(taken, act, opened=callback_data.opened))


@behind(Action.TELL_CASE)
async def tell_fact(_query: CallbackQuery, callback_data: HolderPress, act: Act) -> None:
    async with act.transaction() as session:
        case = await holding.tell_holder_fact(
            session, now=act.now, actor=act.actor, case_id=callback_data.case_id,
            fact=FACTS[callback_data.told],
        )  # fmt: skip
    await act.show(opened_card(case, act))


@behind(Action.TAKE_CASE, Action.OPEN_CASE, Action.REPORT_CASE)
async def hand_on(_query: CallbackQuery, callback_data: HandOn, act: Act) -> None:
    """Asked first, for it wakes somebody."""
    change = holding.hand_on if callback_data.sure else holding.open_case
    async with act.transaction() as session:
        case = await change(session, now=act.now, actor=act.actor, case_id=callback_data.case_id)
    if isinstance(case, HeldCase) and case.is_mine and not callback_data.sure:
        await act.show(hand_on_card(case, act.reader))
    else:
        await act.show(opened_card(case, act))


def _taken_card(taken: Taken | Denied, act: Act, *, opened: bool) -> Card:
    """What was open stays open for whoever takes it."""
    if isinstance(taken, Denied):
        return denied_card(act.reader)
    if opened and taken.case is not None:
        return opened_card(taken.case, act)
    return as_it_is(taken_card(taken, act.reader), taken.standing, act.profile, act.reader)


async def _show_list(act: Act, *, page: int) -> None:
    async with act.transaction() as session:
        cases = await holding.list_cases(session, now=act.now, actor=act.actor)
    await act.show(list_card(cases, act.reader, page=page))
