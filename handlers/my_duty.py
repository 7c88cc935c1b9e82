"""Hear somebody on duty: their turns, a colleague who takes one, days away."""

from datetime import date

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Typed
from services.access.rules import Action
from services.access.service import Denied
from services.duty import leaves, mine, swaps
from services.duty.roster_types import MyDuty, TurnChoice
from services.duty.rules import Turn, read_leave
from views import my_duty as views
from views.card import Card
from views.errors import denied_card


class AtDuty(StatesGroup):
    days = State()


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(take_days, AtDuty.days, Typed())
    press = router.callback_query.register
    press(open_my_duty, views.OpenMyDuty.filter())
    press(give_turn, views.GiveTurn.filter())
    press(ask_colleague, views.AskColleague.filter())
    press(answer_turn, views.AnswerTurn.filter())
    press(choose_deputy, views.AwayDays.filter())
    press(go_away, views.AwayWith.filter())
    press(come_back, views.EndLeave.filter())
    return router


@behind(Action.OWN_DUTY)
async def open_my_duty(
    _query: CallbackQuery, callback_data: views.OpenMyDuty, act: Act, state: FSMContext
) -> None:
    """Show one's turns, or ask from when to when one is away."""
    is_away = callback_data.what == "away"
    async with act.transaction() as session:
        duty = await mine.see(session, now=act.now, actor=act.actor, profile=act.profile)
        await state.clear()
        if is_away and isinstance(duty, MyDuty):
            await state.set_state(AtDuty.days)
    if is_away and isinstance(duty, MyDuty):
        await act.show(views.ask_days_card(duty.today, act.reader))
    else:
        await act.show(_card(duty, act))


@behind(Action.OWN_DUTY)
async def give_turn(_query: CallbackQuery, callback_data: views.GiveTurn, act: Act) -> None:
    async with act.transaction() as session:
        choice = await swaps.choose(
            session, now=act.now, actor=act.actor, profile=act.profile, school_id=callback_data.school_id,
            turn=Turn(date.fromordinal(callback_data.day), callback_data.half),
        )  # fmt: skip
    if isinstance(choice, Denied):
        await act.show(denied_card(act.reader))
    else:
        await act.show(views.colleagues_card(choice, callback_data, act.reader))


@behind(Action.OWN_DUTY)
async def ask_colleague(_query: CallbackQuery, callback_data: views.AskColleague, act: Act) -> None:
    async with act.transaction() as session:
        duty = await swaps.ask(
            session, now=act.now, actor=act.actor, profile=act.profile, school_id=callback_data.school_id,
            turn=Turn(date.fromordinal(callback_data.day), callback_data.half),
            person_id=callback_data.person_id,
        )  # fmt: skip
    await act.show(_card(duty, act))


@behind(Action.ANSWER_DUTY)
async def answer_turn(_query: CallbackQuery, callback_data: views.AnswerTurn, act: Act) -> None:
    async with act.transaction() as session:
        answered = await swaps.answer(
            session, now=act.now, actor=act.actor, change_id=callback_data.change_id,
            is_yes=callback_data.yes,
        )  # fmt: skip
    if isinstance(answered, Denied):
        await act.show(denied_card(act.reader))
    else:
        await act.show(views.taken_card(answered, act.reader))


@behind(Action.OWN_DUTY)
async def take_days(message: Message, act: Act, state: FSMContext) -> None:
    """Days that can't be read are asked for again: the state stays."""
    choice: TurnChoice | Denied
    async with act.transaction() as session:
        today = await leaves.today_of(session, now=act.now, actor=act.actor, profile=act.profile)
        if isinstance(today, Denied):
            choice, first, last = today, date.min, date.min
        else:
            first, last = read_leave(message.text or "", today=today)
            choice = await leaves.choose_deputy(
                session, now=act.now, actor=act.actor, profile=act.profile, first=first, last=last
            )
        await state.clear()
    press = views.AwayDays.model_construct(first=first.toordinal(), last=last.toordinal(), page=0)
    await act.say(_deputies(choice, press, act))


@behind(Action.OWN_DUTY)
async def choose_deputy(
    _query: CallbackQuery, callback_data: views.AwayDays, act: Act, state: FSMContext
) -> None:
    first, last = date.fromordinal(callback_data.first), date.fromordinal(callback_data.last)
    async with act.transaction() as session:
        choice = await leaves.choose_deputy(
            session, now=act.now, actor=act.actor, profile=act.profile, first=first, last=last
        )
        await state.clear()
    await act.show(_deputies(choice, callback_data, act))


@behind(Action.OWN_DUTY)
async def go_away(_query: CallbackQuery, callback_data: views.AwayWith, act: Act) -> None:
    first, last = date.fromordinal(callback_data.first), date.fromordinal(callback_data.last)
    async with act.transaction() as session:
        duty = await leaves.tell(
            session, now=act.now, actor=act.actor, profile=act.profile, first=first, last=last,
            deputy_id=callback_data.person_id or None,
        )  # fmt: skip
    await act.show(_card(duty, act))


@behind(Action.OWN_DUTY)
async def come_back(_query: CallbackQuery, callback_data: views.EndLeave, act: Act) -> None:
    async with act.transaction() as session:
        duty = await leaves.end(
            session, now=act.now, actor=act.actor, profile=act.profile, leave_id=callback_data.leave_id
        )
    await act.show(_card(duty, act))


def _card(duty: MyDuty | Denied, act: Act) -> Card:
    return denied_card(act.reader) if isinstance(duty, Denied) else views.my_duty_card(duty, act.reader)


def _deputies(choice: TurnChoice | Denied, press: views.AwayDays, act: Act) -> Card:
    if isinstance(choice, Denied):
        return denied_card(act.reader)
    return views.deputies_card(choice, press, act.reader)
