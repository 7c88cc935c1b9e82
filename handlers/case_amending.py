"""Whoever has taken a case says what was noted by mistake, and types what is right."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.alerts_told import show_or_deny
from handlers.behind import behind
from handlers.keys import Typed, day_words
from services.access.rules import Action
from services.access.service import Denied
from services.alerts.moments import typed_time
from services.casework import amending
from services.casework.types import Road
from views import case_amending as views
from views.card import Card
from views.casework import road_card
from views.errors import denied_card


class Amending(StatesGroup):
    """The right time is typed, or the right number."""

    right = State()


def register(router: Router) -> None:
    router.message.register(type_right, Amending.right, Typed())
    press = router.callback_query.register
    press(open_corrections, views.OpenCorrections.filter())
    press(open_entry, views.Correct.filter())
    press(take_back, views.TakeBack.filter())
    press(ask_right, views.Retype.filter())


@behind(Action.KEEP_CASE)
async def open_corrections(
    _query: CallbackQuery, callback_data: views.OpenCorrections, act: Act, state: FSMContext
) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await amending.look(session, now=act.now, actor=act.actor, case_id=callback_data.case_id)
    await show_or_deny(act, found, lambda shown: views.corrections_card(shown, act.reader))


@behind(Action.KEEP_CASE)
async def open_entry(_query: CallbackQuery, callback_data: views.Correct, act: Act) -> None:
    async with act.transaction() as session:
        found = await amending.open_entry(
            session, now=act.now, actor=act.actor, event_id=callback_data.event_id
        )  # fmt: skip
    await show_or_deny(act, found, lambda shown: views.correct_card(*shown, act.reader))


@behind(Action.KEEP_CASE)
async def take_back(_query: CallbackQuery, callback_data: views.TakeBack, act: Act) -> None:
    async with act.transaction() as session:
        found = await amending.take_back(
            session, now=act.now, actor=act.actor, event_id=callback_data.event_id,
            mistake=callback_data.mistake,
        )  # fmt: skip
    await act.show(_road_face(found, act))


@behind(Action.KEEP_CASE)
async def ask_right(_query: CallbackQuery, callback_data: views.Retype, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        found = await amending.open_entry(
            session, now=act.now, actor=act.actor, event_id=callback_data.event_id
        )  # fmt: skip
        if not isinstance(found, Denied):
            await state.set_state(Amending.right)
            await state.set_data({"retype": callback_data.pack()})
    await act.say(
        denied_card(act.reader) if isinstance(found, Denied) else views.retype_card(callback_data, act.reader)
    )


@behind(Action.KEEP_CASE)
async def type_right(message: Message, act: Act, state: FSMContext) -> None:
    text = message.text or ""
    async with act.traces.takes_number(), act.transaction() as session:
        press = views.Retype.unpack((await state.get_data())["retype"])
        if press.is_number:
            found = await amending.change_receipt(
                session, now=act.now, actor=act.actor, event_id=press.event_id, text=text
            )
        else:
            at = typed_time(text, now=act.now, timezone=act.actor.timezone, days=day_words())
            found = await amending.change_time(
                session, now=act.now, actor=act.actor, event_id=press.event_id, at=at
            )
        await state.clear()
        await act.traces.take_typed(session)
    await act.say(_road_face(found, act))


def _road_face(found: Road | Denied, act: Act) -> Card:
    if isinstance(found, Denied):
        return denied_card(act.reader)
    return road_card(found, act.profile, act.reader)
