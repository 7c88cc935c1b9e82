"""Hear how whoever keeps a roster sets who is on duty when, and asks somebody to stand in."""

from collections.abc import Callable
from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.behind import behind
from services.access.rules import Action
from services.access.service import Denied
from services.duty import planning, seconds
from services.duty.roster_types import RosterView
from services.duty.rules import Turn
from views import my_duty
from views import roster as views
from views.card import Card
from views.errors import denied_card
from views.presses import OpenRoster
from views.school import back_button


def make_router() -> Router:
    router = Router(name=__name__)
    press = router.callback_query.register
    press(open_roster, OpenRoster.filter())
    press(open_day, views.RosterDay.filter())
    press(pick_person, views.RosterPick.filter())
    press(set_turn, views.RosterSet.filter())
    press(choose_second, views.SecondPick.filter())
    press(ask_second, views.SecondAsk.filter())
    press(answer_second, my_duty.AnswerSecond.filter())
    return router


@behind(Action.KEEP_ROSTER)
async def open_roster(_query: CallbackQuery, callback_data: OpenRoster, act: Act) -> None:
    view = await _see(act, callback_data.school_id)
    await act.show(_face(view, act, lambda seen: _card(seen, act)))


@behind(Action.KEEP_ROSTER)
async def open_day(_query: CallbackQuery, callback_data: views.RosterDay, act: Act) -> None:
    view = await _see(act, callback_data.school_id)
    day = date.fromordinal(callback_data.day)
    await act.show(_face(view, act, lambda seen: views.day_card(seen, day, act.reader)))


@behind(Action.KEEP_ROSTER)
async def pick_person(_query: CallbackQuery, callback_data: views.RosterPick, act: Act) -> None:
    view = await _see(act, callback_data.school_id)
    await act.show(_face(view, act, lambda seen: views.pick_card(seen, callback_data, act.reader)))


@behind(Action.KEEP_ROSTER)
async def set_turn(_query: CallbackQuery, callback_data: views.RosterSet, act: Act) -> None:
    turn = Turn(date.fromordinal(callback_data.day), callback_data.half)
    async with act.transaction() as session:
        view = await planning.set_turn(
            session, now=act.now, actor=act.actor, profile=act.profile, school_id=callback_data.school_id,
            turn=turn, person_id=callback_data.person_id, once=callback_data.once,
        )  # fmt: skip
    await act.show(_face(view, act, lambda seen: _card(seen, act)))


@behind(Action.KEEP_ROSTER)
async def choose_second(_query: CallbackQuery, callback_data: views.SecondPick, act: Act) -> None:
    async with act.transaction() as session:
        choice = await seconds.offer(session, now=act.now, actor=act.actor, school_id=callback_data.school_id)
    if isinstance(choice, Denied):
        await act.show(denied_card(act.reader))
    else:
        await act.show(views.second_choice_card(choice, callback_data.page, act.reader))


@behind(Action.KEEP_ROSTER)
async def ask_second(_query: CallbackQuery, callback_data: views.SecondAsk, act: Act) -> None:
    async with act.transaction() as session:
        asked = await seconds.ask(
            session, now=act.now, actor=act.actor, school_id=callback_data.school_id,
            person_id=callback_data.person_id,
        )  # fmt: skip
    if isinstance(asked, Denied):
        await act.show(denied_card(act.reader))
    else:
        await act.show(views.second_asked_card(callback_data.school_id, act.reader))


@behind(Action.ANSWER_DUTY)
async def answer_second(_query: CallbackQuery, callback_data: my_duty.AnswerSecond, act: Act) -> None:
    async with act.transaction() as session:
        answered = await seconds.answer(
            session, now=act.now, actor=act.actor, second_id=callback_data.second_id,
            is_yes=callback_data.yes,
        )  # fmt: skip
    if isinstance(answered, Denied):
        await act.show(denied_card(act.reader))
    else:
        await act.show(my_duty.second_done_card(answered, act.reader))


async def _see(act: Act, school_id: int) -> RosterView | Denied:
    async with act.transaction() as session:
        return await planning.see(
            session, now=act.now, actor=act.actor, profile=act.profile, school_id=school_id
        )


def _card(view: RosterView, act: Act) -> Card:
    reader = act.reader
    back = back_button(view.school_id, reader) if view.is_school else my_duty.home_button(reader)
    return views.roster_card(view, back, reader)


def _face(view: RosterView | Denied, act: Act, face: Callable[[RosterView], Card]) -> Card:
    return denied_card(act.reader) if isinstance(view, Denied) else face(view)
