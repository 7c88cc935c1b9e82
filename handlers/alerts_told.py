"""What became of a report: the call to the police, the head, whose name stands there."""

from collections.abc import Callable
from typing import TypeVar

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.case_words import await_own
from handlers.keys import Typed, day_words
from models.case_codes import CaseFact, CaseWords, Channel
from services.access.rules import Action
from services.access.service import Denied
from services.alerts import reporting
from services.alerts.moments import typed_time
from services.alerts.rules import A_FEW_MINUTES
from services.alerts.types import ReportedCase
from services.casework import amending, closing
from views import alerts as views
from views import alerts_reporter as screen
from views.alerts_deeds import HeadPress, NotCalled, PolicePress, PoliceTime, Told
from views.alerts_safety import AskSafety, Safety, SafetyPress, ask_card
from views.card import Card
from views.case_words import OwnWords
from views.errors import denied_card
from views.marks import as_it_is

T = TypeVar("T")

FACTS = {
    Told.CALLED_NOW: CaseFact.POLICE_CALLED,
    Told.CALLED_EARLIER: CaseFact.POLICE_CALLED,
    Told.SILENT: CaseFact.POLICE_SILENT,
    Told.CANNOT_SPEAK: CaseFact.CANNOT_SPEAK,
    Told.STATION: CaseFact.GOING_TO_STATION,
    Told.AT_STATION: CaseFact.POLICE_CALLED,
    Told.OTHERS: CaseFact.OTHERS_CALLED,
}
CARDS = {Told.CANNOT_SPEAK: screen.cannot_speak_card, Told.OTHERS: screen.others_card}


SAFETY = {
    Safety.SAFE: CaseFact.CHILD_SAFE,
    Safety.NOT_SAFE: CaseFact.CHILD_UNSAFE,
    Safety.UNKNOWN: CaseFact.CHILD_UNSURE,
}


class Call(StatesGroup):
    """The reporter types when the police were called."""

    typing_time = State()


def register(router: Router) -> None:
    router.message.register(type_time, Call.typing_time, Typed())
    press = router.callback_query.register
    press(tell_police, PolicePress.filter())
    press(ask_time, PoliceTime.filter())
    press(take_back_call, NotCalled.filter())
    press(tell_head, HeadPress.filter())
    press(hide_name, views.NamePress.filter())
    press(tell_safety, SafetyPress.filter())
    press(ask_safety, AskSafety.filter())


async def show_or_deny(act: Act, result: T | Denied, card: Callable[[T], Card]) -> None:
    await act.show(denied_card(act.reader) if isinstance(result, Denied) else card(result))


@behind(Action.REPORT_CASE)
async def tell_police(_query: CallbackQuery, callback_data: PolicePress, act: Act, state: FSMContext) -> None:
    told = callback_data.told
    happened_at = act.now - A_FEW_MINUTES if told is Told.CALLED_EARLIER else act.now
    async with act.transaction() as session:
        await state.clear()
        case = await reporting.tell_police_fact(
            session,
            now=act.now,
            actor=act.actor,
            case_id=callback_data.case_id,
            fact=FACTS[told],
            happened_at=happened_at,
            channel=Channel.IN_PERSON if told is Told.AT_STATION else Channel.PHONE,
        )
        if told is Told.OTHERS and isinstance(case, ReportedCase) and not case.standing.is_practice:
            await await_own(state, OwnWords(case_id=callback_data.case_id, kind=CaseWords.SEEN))
    card = CARDS.get(told, screen.reporter_card)
    await show_or_deny(act, case, lambda found: card(found, act.profile, act.reader))


@behind(Action.REPORT_CASE)
async def ask_time(_query: CallbackQuery, callback_data: PoliceTime, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        case = await reporting.open_report(
            session, now=act.now, actor=act.actor, case_id=callback_data.case_id
        )
        if not isinstance(case, Denied):
            await state.set_state(Call.typing_time)
            await state.set_data({"case_id": callback_data.case_id})
    if isinstance(case, Denied):
        await act.show(denied_card(act.reader))
    else:
        await act.say(as_it_is(screen.ask_time_card(act.reader), case.standing, act.profile, act.reader))


@behind(Action.REPORT_CASE)
async def type_time(message: Message, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        case_id = (await state.get_data())["case_id"]
        called_at = typed_time(message.text or "", now=act.now, timezone=act.actor.timezone, days=day_words())
        case = await reporting.tell_police_fact(
            session,
            now=act.now,
            actor=act.actor,
            case_id=case_id,
            fact=CaseFact.POLICE_CALLED,
            happened_at=called_at,
        )
        await state.clear()
        await act.traces.take_typed(session)
    await show_or_deny(act, case, lambda found: screen.reporter_card(found, act.profile, act.reader))


@behind(Action.REPORT_CASE)
async def take_back_call(_query: CallbackQuery, callback_data: NotCalled, act: Act) -> None:
    async with act.transaction() as session:
        case = await amending.take_back_call(
            session, now=act.now, actor=act.actor, case_id=callback_data.case_id
        )
    await show_or_deny(act, case, lambda found: screen.reporter_card(found, act.profile, act.reader))


@behind(Action.REPORT_CASE)
async def tell_head(_query: CallbackQuery, callback_data: HeadPress, act: Act) -> None:
    async with act.transaction() as session:
        case = await reporting.tell_head(
            session, now=act.now, actor=act.actor, profile=act.profile, case_id=callback_data.case_id
        )
    await show_or_deny(act, case, lambda found: screen.reporter_card(found, act.profile, act.reader))


@behind(Action.REPORT_CASE)
async def hide_name(_query: CallbackQuery, callback_data: views.NamePress, act: Act) -> None:
    async with act.transaction() as session:
        case = await reporting.hide_name(
            session, now=act.now, actor=act.actor, case_id=callback_data.case_id,
            is_hidden=callback_data.is_hidden,
        )  # fmt: skip
    await show_or_deny(act, case, lambda found: screen.reporter_card(found, act.profile, act.reader))


@behind(Action.REPORT_CASE)
async def tell_safety(_query: CallbackQuery, callback_data: SafetyPress, act: Act) -> None:
    async with act.transaction() as session:
        case = await closing.tell_safety(
            session, now=act.now, actor=act.actor, case_id=callback_data.case_id,
            fact=SAFETY[callback_data.told],
        )  # fmt: skip
    await show_or_deny(act, case, lambda found: screen.safety_card(found, act.profile, act.reader))


@behind(Action.REPORT_CASE)
async def ask_safety(_query: CallbackQuery, callback_data: AskSafety, act: Act) -> None:
    async with act.transaction() as session:
        case = await reporting.open_report(
            session, now=act.now, actor=act.actor, case_id=callback_data.case_id
        )
    await show_or_deny(
        act,
        case,
        lambda found: as_it_is(ask_card(found, act.reader), found.standing, act.profile, act.reader),
    )
