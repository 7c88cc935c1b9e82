"""Hear about townships, villages, and in which of them a child's home is."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import staff_faces
from handlers.act import Act
from handlers.behind import behind
from handlers.child_faces import face, open_file
from handlers.keys import Typed
from services.access.rules import Action
from services.access.service import Denied
from services.children import villages
from services.joining import places
from services.joining.places import Places
from views import places as views
from views.card import Card
from views.errors import denied_card
from views.presses import OpenPlaces


class AtPlaces(StatesGroup):
    township = State()
    village = State()


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(take_township, AtPlaces.township, Typed())
    router.message.register(take_villages, AtPlaces.village, Typed())
    press = router.callback_query.register
    press(open_places, OpenPlaces.filter())
    press(ask_place, views.AskPlace.filter())
    press(invite_director, views.InviteDirector.filter())
    press(ask_village, views.AskVillage.filter())
    press(set_village, views.SetVillage.filter())
    return router


@behind(Action.SEE_SCHOOL)
async def open_places(query: CallbackQuery, callback_data: OpenPlaces, state: FSMContext, act: Act) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await places.see_places(
            session, now=act.now, actor=act.actor, school_id=callback_data.school_id
        )
    await act.show(_face(found, act))


@behind(Action.SEE_SCHOOL)
async def ask_place(query: CallbackQuery, callback_data: views.AskPlace, state: FSMContext, act: Act) -> None:
    what = callback_data.what
    async with act.transaction() as session:
        await state.clear()
        found = await places.see_places(
            session, now=act.now, actor=act.actor, school_id=callback_data.school_id
        )
        if isinstance(found, Places):
            await state.set_state(AtPlaces.township if what == "township" else AtPlaces.village)
            await state.set_data({"school_id": callback_data.school_id})
    if isinstance(found, Denied):
        return await act.show(denied_card(act.reader))
    return await act.show(views.ask_place_card(what, act.reader))


@behind(Action.ADD_CLASS)
async def take_township(message: Message, state: FSMContext, act: Act) -> None:
    async with act.transaction() as session:
        school_id = (await state.get_data())["school_id"]
        found = await places.name_township(
            session, now=act.now, actor=act.actor, school_id=school_id, name=message.text or ""
        )
        await state.clear()
    await act.say(_face(found, act))


@behind(Action.ADD_CLASS)
async def take_villages(message: Message, state: FSMContext, act: Act) -> None:
    async with act.transaction() as session:
        school_id = (await state.get_data())["school_id"]
        found = await places.add_villages(
            session, now=act.now, actor=act.actor, school_id=school_id, text=message.text or ""
        )
        await state.clear()
    await act.say(_face(found, act))


@behind(Action.INVITE_STAFF)
async def invite_director(
    _query: CallbackQuery, callback_data: views.InviteDirector, state: FSMContext, act: Act
) -> None:
    async with act.transaction() as session:
        found = await staff_faces.director_face(session, act, state, callback_data)
    await staff_faces.say(found, act)


@behind(Action.CORRECT_CHILD)
async def ask_village(query: CallbackQuery, callback_data: views.AskVillage, act: Act) -> None:
    async with act.transaction() as session:
        found = await villages.list_for(
            session, now=act.now, actor=act.actor, child_id=callback_data.child_id
        )
    if isinstance(found, Denied):
        return await act.show(denied_card(act.reader))
    return await act.show(views.choose_village_card(found.child, found.villages, act.reader))


@behind(Action.CORRECT_CHILD, Action.SEE_CHILD)
async def set_village(query: CallbackQuery, callback_data: views.SetVillage, act: Act) -> None:
    child_id = callback_data.child_id
    async with act.transaction() as session:
        decided = await villages.set_village(
            session, now=act.now, actor=act.actor, child_id=child_id, village_id=callback_data.village_id
        )
        opened = decided if isinstance(decided, Denied) else await open_file(session, act, child_id)
    await act.show(face(opened, act))


def _face(found: Places | Denied, act: Act) -> Card:
    return denied_card(act.reader) if isinstance(found, Denied) else views.places_card(found, act.reader)
