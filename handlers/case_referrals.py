"""A need of the child is handed to another authority: to whom, and by when an answer is asked for."""

from datetime import datetime, timedelta

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.alerts_told import show_or_deny
from handlers.behind import behind
from handlers.case_faces import road_face
from handlers.keys import Typed
from models.database import Session
from services.access.rules import Action
from services.access.service import Denied
from services.casework import referring, road
from services.casework.rules import answer_day
from services.casework.types import Road
from services.wallclock import find_zone
from views import casework as views
from views.card import Card
from views.case_referrals import ReferBy, ask_day_card, respond_card
from views.casework import ReferTo


class Referring(StatesGroup):
    day = State()


def register(router: Router) -> None:
    router.message.register(type_day, Referring.day, Typed())
    press = router.callback_query.register
    press(choose, ReferTo.filter())
    press(ask_day, ReferBy.filter(F.days == 0))
    press(refer, ReferBy.filter())
    press(answer_referral, views.AnswerReferral.filter())


@behind(Action.KEEP_CASE)
async def choose(_query: CallbackQuery, callback_data: ReferTo, act: Act, state: FSMContext) -> None:
    press = callback_data
    async with act.transaction() as session:
        await state.clear()
        found = await road.open_road(session, now=act.now, actor=act.actor, case_id=press.case_id)

    def card(shown: Road) -> Card:
        if press.authority is not None:
            return respond_card(press, press.authority, act.profile, act.reader)
        return views.authorities_card(
            press.case_id, act.profile, act.reader, situation=shown.situation, refers=True
        )

    await show_or_deny(act, found, card)


@behind(Action.KEEP_CASE)
async def ask_day(_query: CallbackQuery, callback_data: ReferBy, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        found = await road.open_road(session, now=act.now, actor=act.actor, case_id=callback_data.case_id)
        if isinstance(found, Road):
            await state.set_state(Referring.day)
            await state.set_data({"refer": callback_data.pack()})
    await show_or_deny(act, found, lambda _: ask_day_card(act.reader))


@behind(Action.KEEP_CASE)
async def type_day(message: Message, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        press = ReferBy.unpack((await state.get_data())["refer"])
        by = answer_day(message.text or "", now=act.now, zone=find_zone(act.actor.timezone))
        found = await _refer(session, act, press, by)
        await state.clear()
    await act.say(road_face(found, act))


@behind(Action.KEEP_CASE)
async def refer(_query: CallbackQuery, callback_data: ReferBy, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await _refer(session, act, callback_data, act.now + timedelta(days=callback_data.days))
    await act.show(road_face(found, act))


@behind(Action.KEEP_CASE)
async def answer_referral(_query: CallbackQuery, callback_data: views.AnswerReferral, act: Act) -> None:
    async with act.transaction() as session:
        found = await referring.answer(
            session, now=act.now, actor=act.actor, referral_id=callback_data.referral_id,
            answer=callback_data.answer,
        )  # fmt: skip
    await act.show(road_face(found, act))


async def _refer(session: Session, act: Act, press: ReferBy, by: datetime) -> Road | Denied:
    return await referring.refer(
        session, now=act.now, actor=act.actor, case_id=press.case_id, authority=press.authority,
        respond_by=by,
    )  # fmt: skip
