"""Hear until when somebody has a role at a school or in a county."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Typed
from services.access.rules import Action
from services.access.service import Denied
from services.joining import dating
from services.joining.county_view import CountyView
from services.joining.dating import PlaceView
from views import posts as views
from views.card import Card
from views.county import county_posts_card
from views.errors import denied_card
from views.presses import EndPost
from views.school import school_card


class AtPost(StatesGroup):
    last_day = State()


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(date_post, AtPost.last_day, Typed())
    press = router.callback_query.register
    press(end_post, EndPost.filter(F.sure))
    press(open_post, EndPost.filter())
    press(ask_day, views.DatePost.filter(F.when == views.When.DAY))
    press(date_at_once, views.DatePost.filter())
    return router


@behind(Action.SEE_SCHOOL, Action.SEE_COUNTY)
async def open_post(_query: CallbackQuery, callback_data: EndPost, act: Act, state: FSMContext) -> None:
    """Asked before anything ends: now, with the term, on some day?"""
    async with act.transaction() as session:
        await state.clear()
        post = await dating.see_post(
            session, now=act.now, actor=act.actor, place_id=callback_data.place_id,
            grant_id=callback_data.grant_id,
        )  # fmt: skip
    await act.show(denied_card(act.reader) if isinstance(post, Denied) else views.post_card(post, act.reader))


@behind(Action.END_POST, Action.END_COUNTY_POST)
async def end_post(_query: CallbackQuery, callback_data: EndPost, act: Act) -> None:
    async with act.transaction() as session:
        view = await dating.end_post(
            session, now=act.now, actor=act.actor, place_id=callback_data.place_id,
            grant_id=callback_data.grant_id,
        )  # fmt: skip
    await act.show(_face(view, act))


@behind(Action.SEE_SCHOOL, Action.SEE_COUNTY)
async def ask_day(_query: CallbackQuery, callback_data: views.DatePost, act: Act, state: FSMContext) -> None:
    place_id, grant_id = callback_data.place_id, callback_data.grant_id
    async with act.transaction() as session:
        await state.clear()
        post = await dating.see_post(
            session, now=act.now, actor=act.actor, place_id=place_id, grant_id=grant_id
        )
        if not isinstance(post, Denied):
            await state.set_state(AtPost.last_day)
            await state.set_data({"place_id": place_id, "grant_id": grant_id})
    card = denied_card(act.reader) if isinstance(post, Denied) else views.ask_day_card(post, act.reader)
    await act.show(card)


@behind(Action.END_POST, Action.END_COUNTY_POST)
async def date_post(message: Message, act: Act, state: FSMContext) -> None:
    """What can't be a last day is asked for again: the state stays."""
    async with act.transaction() as session:
        data = await state.get_data()
        view = await dating.end_on(
            session, now=act.now, actor=act.actor, place_id=data["place_id"], grant_id=data["grant_id"],
            text=message.text or "",
        )  # fmt: skip
        await state.clear()
    await act.say(_face(view, act))


@behind(Action.END_POST, Action.END_COUNTY_POST)
async def date_at_once(_query: CallbackQuery, callback_data: views.DatePost, act: Act) -> None:
    """With the term, or without a last day: nothing is typed."""
    change = dating.end_with_term if callback_data.when is views.When.TERM else dating.end_never
    async with act.transaction() as session:
        view = await change(
            session, now=act.now, actor=act.actor, place_id=callback_data.place_id,
            grant_id=callback_data.grant_id,
        )  # fmt: skip
    await act.show(_face(view, act))


def _face(view: PlaceView | Denied, act: Act) -> Card:
    if isinstance(view, Denied):
        return denied_card(act.reader)
    if isinstance(view, CountyView):
        return county_posts_card(view, 0, act.reader)
    return school_card(view, act.reader)
