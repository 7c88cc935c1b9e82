"""A drill: begun by an administrator, raised by whoever was chosen, ended by its holder or by itself."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.behind import behind
from services.access.rules import Action
from services.access.service import Denied
from services.alerts.types import Raised
from services.practice import service as practice
from services.practice.types import PracticeView, Turn
from views import practice as views
from views.alerts_reporter import raised_card
from views.card import Card
from views.errors import denied_card
from views.presses import OpenPractice
from views.school import back_button


def make_router() -> Router:
    router = Router(name=__name__)
    press = router.callback_query.register
    press(open_practice, OpenPractice.filter())
    press(choose_colleague, views.PracticeStaff.filter())
    press(begin, views.BeginPractice.filter())
    press(take_turn, views.StartPractice.filter())
    press(raise_case, views.PracticeSituation.filter())
    press(close, views.ClosePractice.filter())
    press(end, views.EndPractice.filter())
    return router


@behind(Action.KEEP_PRACTICE)
async def open_practice(_query: CallbackQuery, callback_data: OpenPractice, act: Act) -> None:
    await act.show(_card(await _look(act, callback_data.school_id), act))


@behind(Action.KEEP_PRACTICE)
async def choose_colleague(_query: CallbackQuery, callback_data: views.PracticeStaff, act: Act) -> None:
    view = await _look(act, callback_data.school_id)
    if isinstance(view, Denied):
        await act.show(denied_card(act.reader))
    else:
        await act.show(views.staff_card(view, callback_data.page, act.reader))


@behind(Action.KEEP_PRACTICE)
async def begin(_query: CallbackQuery, callback_data: views.BeginPractice, act: Act) -> None:
    async with act.transaction() as session:
        begun = await practice.begin(
            session, now=act.now, actor=act.actor, profile=act.profile, school_id=callback_data.school_id,
            person_id=callback_data.person_id,
        )  # fmt: skip
    await act.show(_card(begun, act))


@behind(Action.RAISE_PRACTICE)
async def take_turn(_query: CallbackQuery, callback_data: views.StartPractice, act: Act) -> None:
    async with act.transaction() as session:
        turn = await practice.take_turn(
            session, now=act.now, actor=act.actor, practice_id=callback_data.practice_id
        )
    await act.show(_card(turn, act, chosen=callback_data.chosen, page=callback_data.page))


@behind(Action.RAISE_PRACTICE)
async def raise_case(_query: CallbackQuery, callback_data: views.PracticeSituation, act: Act) -> None:
    async with act.transaction() as session:
        raised = await practice.raise_case(
            session, now=act.now, actor=act.actor, profile=act.profile, situation=callback_data.code,
            practice_id=callback_data.practice_id,
        )  # fmt: skip
    await act.show(_card(raised, act))


@behind(Action.CLOSE_CASE)
async def close(_query: CallbackQuery, callback_data: views.ClosePractice, act: Act) -> None:
    async with act.transaction() as session:
        case = await practice.close(session, now=act.now, actor=act.actor, case_id=callback_data.case_id)
    if isinstance(case, Denied):
        await act.show(denied_card(act.reader))
    else:
        await act.show(views.held_card(case, act.profile, act.reader))


@behind(Action.KEEP_PRACTICE)
async def end(_query: CallbackQuery, callback_data: views.EndPractice, act: Act) -> None:
    async with act.transaction() as session:
        view = await practice.end(
            session, now=act.now, actor=act.actor, practice_id=callback_data.practice_id
        )
    await act.show(_card(view, act))


async def _look(act: Act, school_id: int) -> PracticeView | Denied:
    async with act.transaction() as session:
        return await practice.look(session, now=act.now, actor=act.actor, school_id=school_id)


def _card(
    found: PracticeView | Turn | Raised | Denied, act: Act, *, chosen: bool = False, page: int = 0
) -> Card:
    match found:
        case Denied():
            return denied_card(act.reader)
        case PracticeView():
            back = back_button(found.school_id, act.reader)
            return views.view_card(found, back, act.profile, act.reader)
        case Turn():
            return views.turn_card(found, act.profile, act.reader, chosen=chosen, page=page)
        case Raised():
            return raised_card(found, act.profile, act.reader)
