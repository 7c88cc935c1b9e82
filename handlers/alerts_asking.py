"""A missing or hurt child: its reporter, or whoever has the case, has home told; family answer."""

from datetime import datetime, timedelta

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import speaking
from handlers.act import Act
from handlers.alerts_told import show_or_deny
from handlers.behind import behind
from handlers.case_faces import opened_card
from handlers.keys import Typed
from models.case_codes import CaseFact
from services.access.rules import Action
from services.access.service import Denied
from services.alerts import answering, asking
from services.casework import filing
from services.fading.types import Subject
from views.alerts_home import (
    AnswerCall,
    AnswerHome,
    AskHome,
    CallHome,
    Coming,
    DialHome,
    Whereabouts,
    dialled_home,
    heard_call_card,
    kept_where_card,
    offer_card,
    thanks_card,
)
from views.errors import denied_card

FACTS = {
    Whereabouts.HERE: CaseFact.HOME_HAS,
    Whereabouts.SEEN: CaseFact.HOME_SEEN,
    Whereabouts.UNKNOWN: CaseFact.HOME_UNKNOWN,
}
CALLED = {Coming.COMES: CaseFact.HOME_COMING, Coming.RINGS: CaseFact.HOME_RINGS}

A_WHILE = timedelta(minutes=30)  # what a family types later is about something else


class Seeing(StatesGroup):
    """The child was seen: where may be typed, and needn't be."""

    where = State()


def register(router: Router) -> None:
    router.message.register(type_where, Seeing.where, Typed(), is_still_asked)
    press = router.callback_query.register
    press(confirm_asked, AskHome.filter(~F.sure))
    press(ask_home, AskHome.filter(F.sure))
    press(call_home, CallHome.filter())
    press(dial_home, DialHome.filter())
    press(answer, AnswerHome.filter())
    press(answer_call, AnswerCall.filter())


@behind(Action.REPORT_CASE, Action.TELL_CASE)
async def confirm_asked(_query: CallbackQuery, callback_data: AskHome, act: Act) -> None:
    """Whom it asks is read before anybody is."""
    async with act.transaction() as session:
        offer = await asking.offer(
            session, now=act.now, actor=act.actor, profile=act.profile, case_id=callback_data.case_id
        )
    await show_or_deny(act, offer, lambda found: offer_card(found, act.profile, act.reader))


@behind(Action.REPORT_CASE, Action.TELL_CASE)
async def ask_home(_query: CallbackQuery, callback_data: AskHome, act: Act) -> None:
    async with act.transaction() as session:
        case = await asking.ask(
            session, now=act.now, actor=act.actor, profile=act.profile, case_id=callback_data.case_id
        )
    await act.show(opened_card(case, act))


@behind(Action.REPORT_CASE, Action.TELL_CASE)
async def call_home(_query: CallbackQuery, callback_data: CallHome, act: Act) -> None:
    async with act.transaction() as session:
        case = await asking.ask(
            session, now=act.now, actor=act.actor, profile=act.profile, case_id=callback_data.case_id,
            at=callback_data.at,
        )  # fmt: skip
    await act.show(opened_card(case, act))


@behind(Action.REPORT_CASE, Action.TELL_CASE)
async def dial_home(query: CallbackQuery, callback_data: DialHome, act: Act) -> None:
    """A number of somebody whom a press would ask, as a contact card that goes with the case's traces."""
    async with act.transaction() as session:
        offer = await asking.offer(
            session, now=act.now, actor=act.actor, profile=act.profile, case_id=callback_data.case_id
        )
    number = None if isinstance(offer, Denied) else dialled_home(offer, callback_data.detail, act.reader)
    if number is None:
        return await act.show(denied_card(act.reader))
    sent = await speaking.send_contact(act.bot, query.from_user.id, number)
    if sent is not None:
        await act.traces.note_file(sent, Subject(case_id=callback_data.case_id))
    return None


async def is_still_asked(_message: Message, act: Act, state: FSMContext) -> bool:
    asked_at = (await state.get_data()).get("asked_at")
    return asked_at is not None and act.now <= datetime.fromisoformat(asked_at) + A_WHILE


@behind(Action.ANSWER_HOME)
async def answer(_query: CallbackQuery, callback_data: AnswerHome, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await state.clear()
        said = await answering.answer(
            session, now=act.now, actor=act.actor, ask_id=callback_data.ask_id,
            fact=FACTS[callback_data.told],
        )  # fmt: skip
        if said is CaseFact.HOME_SEEN:
            await state.set_state(Seeing.where)
            await state.set_data({"ask_id": callback_data.ask_id, "asked_at": act.now.isoformat()})
    await show_or_deny(act, said, lambda _: thanks_card(callback_data, act.reader))


@behind(Action.ANSWER_HOME)
async def answer_call(_query: CallbackQuery, callback_data: AnswerCall, act: Act) -> None:
    async with act.transaction() as session:
        said = await answering.answer(
            session, now=act.now, actor=act.actor, ask_id=callback_data.ask_id,
            fact=CALLED[callback_data.told],
        )  # fmt: skip
    await show_or_deny(act, said, lambda _: heard_call_card(callback_data, act.reader))


@behind(Action.ANSWER_HOME)
async def type_where(message: Message, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        ask_id = (await state.get_data())["ask_id"]
        said = await filing.write_where(
            session, now=act.now, actor=act.actor, ask_id=ask_id, text=message.text or ""
        )
        await state.clear()
    await act.say(denied_card(act.reader) if isinstance(said, Denied) else kept_where_card(act.reader))
