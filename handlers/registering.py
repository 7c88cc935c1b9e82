"""Hear the answers by which a child is registered: name, birth date, who cares, who is away."""

from datetime import date

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.child_faces import Opened, face, open_file
from handlers.keys import Typed
from models.codes import Away, Care
from models.database import Session
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied
from services.children import service as children
from services.children.rules import parse_birth_date
from services.children.types import Doubled
from services.people.rules import clean_name
from services.wallclock import find_zone, local
from views import registering as views
from views.card import Card
from views.children import Register
from views.errors import denied_card
from views.registering import ChooseAway, ChooseCare, RegisterAnyway


class Registering(StatesGroup):
    name = State()
    birth = State()
    care = State()
    away = State()
    doubled = State()


def make_router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(begin, Register.filter())
    router.message.register(take_name, Registering.name, Typed())
    router.message.register(take_birth, Registering.birth, Typed())
    router.callback_query.register(
        take_care, StateFilter(Registering.care, Registering.away), ChooseCare.filter()
    )
    router.callback_query.register(take_away, Registering.away, ChooseAway.filter())
    router.callback_query.register(take_doubt, Registering.doubled, RegisterAnyway.filter())
    for press in (ChooseCare, ChooseAway, RegisterAnyway):
        router.callback_query.register(answer_again, press.filter())
    return router


@behind(Action.REGISTER_CHILD)
async def begin(_query: CallbackQuery, callback_data: Register, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await state.clear()
        decision = await access.decide_class(
            session,
            now=act.now,
            actor=act.actor,
            action=Action.REGISTER_CHILD,
            class_id=callback_data.class_id,
        )
        if not isinstance(decision, Denied):
            await state.set_state(Registering.name)
            await state.update_data(class_id=callback_data.class_id)
    if isinstance(decision, Denied):
        return await act.show(denied_card(act.reader))
    return await act.say(views.ask_name_card(decision.unit.class_name, act.reader))


@behind(Action.REGISTER_CHILD)
async def take_name(message: Message, act: Act, state: FSMContext) -> None:
    name = clean_name(message.text or "")
    async with act.transaction() as session:
        await state.set_state(Registering.birth)
        await state.update_data(name=name)
        await act.traces.take_typed(session)
    await act.say(views.ask_birth_card(name, act.reader))


@behind(Action.REGISTER_CHILD)
async def take_birth(message: Message, act: Act, state: FSMContext) -> None:
    today = local(act.now, find_zone(act.actor.timezone)).date()
    born_on = parse_birth_date(message.text or "", today=today)
    async with act.transaction() as session:
        await state.set_state(Registering.care)
        data = await state.update_data(born_on=born_on.isoformat(), draft=message.message_id)
        await act.traces.take_typed(session)
    await act.say(views.ask_care_card(data["name"], act.profile, act.reader, draft=message.message_id))


@behind(Action.REGISTER_CHILD)
async def take_care(_query: CallbackQuery, callback_data: ChooseCare, act: Act, state: FSMContext) -> None:
    care, draft = callback_data.care, callback_data.draft
    async with act.transaction():
        data = await state.get_data()
        is_this_child = data["draft"] == draft
        if is_this_child:
            await state.set_state(Registering.away)
            await state.update_data(care=care)
    if not is_this_child:
        return await act.show(views.over_card(act.reader))
    return await act.show(views.ask_away_card(data["name"], act.profile, act.reader, care=care, draft=draft))


@behind(Action.REGISTER_CHILD, Action.SEE_CHILD)
async def take_away(_query: CallbackQuery, callback_data: ChooseAway, act: Act, state: FSMContext) -> None:
    """The last tap: stored, unless the child seems to be there already."""
    async with act.transaction() as session:
        is_this_child = (await state.get_data())["draft"] == callback_data.draft
        if is_this_child:
            await state.update_data(away=callback_data.away)
            opened = await _register(session, act, state, is_sure=False)
    await act.show(_answer(opened, act) if is_this_child else views.over_card(act.reader))


@behind(Action.REGISTER_CHILD, Action.SEE_CHILD)
async def take_doubt(
    _query: CallbackQuery, callback_data: RegisterAnyway, act: Act, state: FSMContext
) -> None:
    if not callback_data.is_sure:
        async with act.transaction():
            await state.clear()
        return await act.show(views.left_card(act.reader))
    async with act.transaction() as session:
        opened = await _register(session, act, state, is_sure=True)
    return await act.show(_answer(opened, act))


@behind(Action.SEE_CHILD)
async def answer_again(_query: CallbackQuery, act: Act, state: FSMContext) -> None:
    """A second tap on an answer that was taken: the card of the child it made, if it made one."""
    async with act.transaction() as session:
        child_id = (await state.get_data()).get("child_id")
        opened = None if child_id is None else await open_file(session, act, child_id)
    await act.show(views.over_card(act.reader) if opened is None else face(opened, act))


async def _register(session: Session, act: Act, state: FSMContext, *, is_sure: bool) -> Opened | Denied | str:
    """Return the new child's file, or the name of the child that seems to be there already."""
    data = await state.get_data()
    result = await children.register(
        session,
        now=act.now,
        actor=act.actor,
        class_id=data["class_id"],
        name=data["name"],
        born_on=date.fromisoformat(data["born_on"]),
        care=Care(data["care"]),
        away=Away(data["away"]),
        is_sure=is_sure,
    )
    if isinstance(result, Doubled):
        await state.set_state(Registering.doubled)
        return str(data["name"])
    await state.clear()
    if isinstance(result, Denied):
        return result
    await state.set_data({"child_id": result.child_id})  # for a second tap on the last answer
    return await open_file(session, act, result.child_id)


def _answer(opened: Opened | Denied | str, act: Act) -> Card:
    return views.doubled_card(opened, act.reader) if isinstance(opened, str) else face(opened, act)
