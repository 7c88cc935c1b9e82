"""Hear what a school's administrators say of its year."""

from collections.abc import Callable

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Typed
from models.codes import SpanKind
from services.access.rules import Action
from services.access.service import Denied
from services.calendar import service as calendar
from services.calendar.types import CalendarView
from views import calendar as views
from views.card import Card
from views.errors import denied_card
from views.school import OpenCalendar


class AtCalendar(StatesGroup):
    span = State()


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(add_span, AtCalendar.span, Typed())
    router.callback_query.register(open_calendar, OpenCalendar.filter())
    router.callback_query.register(ask_span, views.AskSpan.filter())
    router.callback_query.register(ask_drop, views.AskDrop.filter())
    router.callback_query.register(drop_span, views.DropSpan.filter())
    return router


@behind(Action.KEEP_CALENDAR)
async def open_calendar(
    _query: CallbackQuery, callback_data: OpenCalendar, act: Act, state: FSMContext
) -> None:
    view = await _see(act, state, callback_data.school_id)
    await act.show(_face(view, act, lambda seen: views.calendar_card(seen, act.reader)))


@behind(Action.KEEP_CALENDAR)
async def ask_span(_query: CallbackQuery, callback_data: views.AskSpan, act: Act, state: FSMContext) -> None:
    view = await _see(act, state, callback_data.school_id, asking=callback_data.kind)
    await act.show(_face(view, act, lambda seen: views.ask_span_card(seen, callback_data.kind, act.reader)))


@behind(Action.KEEP_CALENDAR)
async def ask_drop(_query: CallbackQuery, callback_data: views.AskDrop, act: Act, state: FSMContext) -> None:
    view = await _see(act, state, callback_data.school_id)
    await act.show(_face(view, act, lambda seen: views.drop_card(seen, act.reader)))


@behind(Action.KEEP_CALENDAR)
async def add_span(message: Message, act: Act, state: FSMContext) -> None:
    """What can't be read is asked for again: the state stays."""
    async with act.transaction() as session:
        data = await state.get_data()
        view = await calendar.add(
            session, now=act.now, actor=act.actor, school_id=data["school_id"], profile=act.profile,
            kind=SpanKind(data["kind"]), text=message.text or "",
        )  # fmt: skip
        await state.clear()
    await act.say(_face(view, act, lambda seen: views.calendar_card(seen, act.reader)))


@behind(Action.KEEP_CALENDAR)
async def drop_span(_query: CallbackQuery, callback_data: views.DropSpan, act: Act) -> None:
    async with act.transaction() as session:
        view = await calendar.drop(
            session, now=act.now, actor=act.actor, school_id=callback_data.school_id, profile=act.profile,
            span_id=callback_data.span_id,
        )  # fmt: skip
    await act.show(_face(view, act, lambda seen: views.calendar_card(seen, act.reader)))


async def _see(
    act: Act, state: FSMContext, school_id: int, *, asking: SpanKind | None = None
) -> CalendarView | Denied:
    async with act.transaction() as session:
        await state.clear()
        view = await calendar.see(
            session, now=act.now, actor=act.actor, school_id=school_id, profile=act.profile
        )
        if asking is not None and not isinstance(view, Denied):
            await state.set_state(AtCalendar.span)
            await state.set_data({"school_id": school_id, "kind": asking.value})
    return view


def _face(view: CalendarView | Denied, act: Act, face: Callable[[CalendarView], Card]) -> Card:
    return denied_card(act.reader) if isinstance(view, Denied) else face(view)
