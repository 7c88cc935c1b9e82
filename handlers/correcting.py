"""Hear what was wrong on a child's card."""

from collections.abc import Callable

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.child_faces import face, open_file
from handlers.keys import Typed
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied, Granted
from services.access.types import ChildRef
from services.children import corrections
from services.children.rules import parse_birth_date
from services.wallclock import find_zone, local
from views import registering as views
from views.card import Card
from views.child_card import AskCorrection
from views.errors import denied_card
from views.registering import AskAway, AskBirth, AskCare, AskName, CorrectAway, CorrectCare


class Correcting(StatesGroup):
    name = State()
    birth = State()


def make_router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(ask_correction, AskCorrection.filter())
    router.callback_query.register(ask_name, AskName.filter())
    router.callback_query.register(ask_birth, AskBirth.filter())
    router.callback_query.register(ask_care, AskCare.filter())
    router.callback_query.register(ask_away, AskAway.filter())
    router.message.register(take_name, Correcting.name, Typed())
    router.message.register(take_birth, Correcting.birth, Typed())
    router.callback_query.register(correct_care, CorrectCare.filter())
    router.callback_query.register(correct_away, CorrectAway.filter())
    return router


@behind(Action.CORRECT_CHILD)
async def ask_correction(
    _query: CallbackQuery, callback_data: AskCorrection, act: Act, state: FSMContext
) -> None:
    await _ask(act, state, callback_data.child_id, lambda child: views.corrections_card(child, act.reader))


@behind(Action.CORRECT_CHILD)
async def ask_name(_query: CallbackQuery, callback_data: AskName, act: Act, state: FSMContext) -> None:
    await _ask(
        act,
        state,
        callback_data.child_id,
        lambda child: views.ask_new_name_card(child, act.reader),
        Correcting.name,
    )


@behind(Action.CORRECT_CHILD)
async def ask_birth(_query: CallbackQuery, callback_data: AskBirth, act: Act, state: FSMContext) -> None:
    await _ask(
        act,
        state,
        callback_data.child_id,
        lambda child: views.ask_new_birth_card(child, act.reader),
        Correcting.birth,
    )


@behind(Action.CORRECT_CHILD)
async def ask_care(_query: CallbackQuery, callback_data: AskCare, act: Act, state: FSMContext) -> None:
    await _ask(
        act,
        state,
        callback_data.child_id,
        lambda child: views.correct_care_card(child, act.profile, act.reader),
    )


@behind(Action.CORRECT_CHILD)
async def ask_away(_query: CallbackQuery, callback_data: AskAway, act: Act, state: FSMContext) -> None:
    await _ask(
        act,
        state,
        callback_data.child_id,
        lambda child: views.correct_away_card(child, act.profile, act.reader),
    )


@behind(Action.CORRECT_CHILD, Action.SEE_CHILD)
async def take_name(message: Message, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        child_id = (await state.get_data())["child_id"]
        decided = await corrections.rename(
            session, now=act.now, actor=act.actor, child_id=child_id, name=message.text or ""
        )
        await state.clear()
        await act.traces.take_typed(session)
        opened = decided if isinstance(decided, Denied) else await open_file(session, act, child_id)
    await act.say(face(opened, act))


@behind(Action.CORRECT_CHILD, Action.SEE_CHILD)
async def take_birth(message: Message, act: Act, state: FSMContext) -> None:
    today = local(act.now, find_zone(act.actor.timezone)).date()
    born_on = parse_birth_date(message.text or "", today=today)
    async with act.transaction() as session:
        child_id = (await state.get_data())["child_id"]
        decided = await corrections.correct_birth(
            session, now=act.now, actor=act.actor, child_id=child_id, born_on=born_on
        )
        await state.clear()
        await act.traces.take_typed(session)
        opened = decided if isinstance(decided, Denied) else await open_file(session, act, child_id)
    await act.say(face(opened, act))


@behind(Action.CORRECT_CHILD, Action.SEE_CHILD)
async def correct_care(_query: CallbackQuery, callback_data: CorrectCare, act: Act) -> None:
    child_id = callback_data.child_id
    async with act.transaction() as session:
        decided = await corrections.correct_care(
            session, now=act.now, actor=act.actor, child_id=child_id, care=callback_data.care
        )
        opened = decided if isinstance(decided, Denied) else await open_file(session, act, child_id)
    await act.show(face(opened, act))


@behind(Action.CORRECT_CHILD, Action.SEE_CHILD)
async def correct_away(_query: CallbackQuery, callback_data: CorrectAway, act: Act) -> None:
    child_id = callback_data.child_id
    async with act.transaction() as session:
        decided = await corrections.correct_away(
            session, now=act.now, actor=act.actor, child_id=child_id, away=callback_data.away
        )
        opened = decided if isinstance(decided, Denied) else await open_file(session, act, child_id)
    await act.show(face(opened, act))


async def _ask(
    act: Act, state: FSMContext, child_id: int, card: Callable[[ChildRef], Card], awaits: State | None = None
) -> None:
    """Ask one thing about a child that the asker may correct; a typed answer is awaited in `awaits`."""
    async with act.transaction() as session:
        await state.clear()
        decision = await access.decide(
            session, now=act.now, actor=act.actor, action=Action.CORRECT_CHILD, child_id=child_id
        )
        if isinstance(decision, Granted) and awaits is not None:
            await state.set_state(awaits)
            await state.update_data(child_id=child_id)
    await act.show(denied_card(act.reader) if isinstance(decision, Denied) else card(decision.child))
