"""The road of a case: how far it has come, whom it was reported to, whom a need was handed to."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import (
    case_amending,
    case_documents,
    case_ends,
    case_hearers,
    case_home,
    case_other_side,
    case_papers,
    case_referrals,
    case_siblings,
    case_words,
)
from handlers.act import Act
from handlers.alerts_told import show_or_deny
from handlers.behind import behind
from handlers.case_faces import road_face
from handlers.keys import Typed, day_words
from models.database import Session
from services.access.rules import Action
from services.access.service import Denied
from services.alerts.moments import typed_time
from services.casework import road, statutory
from services.casework.types import Road
from views import casework as views
from views.card import Card
from views.case_amending import ask_when_card
from views.casework import ReportTo
from views.casework_behind import Behind, OpenBehind
from views.errors import denied_card
from views.presses import OpenRoad


class Keeping(StatesGroup):
    """Whoever has taken the case types when an authority was told, or the number that came back."""

    time = State()
    receipt = State()


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(type_time, Keeping.time, Typed())
    router.message.register(type_receipt, Keeping.receipt, Typed())
    press = router.callback_query.register
    press(open_road, OpenRoad.filter())
    press(open_behind, OpenBehind.filter())
    press(tell, views.RoadStep.filter())
    press(report, ReportTo.filter())
    press(ask_receipt, views.NoteReceipt.filter())
    case_amending.register(router)
    case_words.register(router)
    case_documents.register(router)
    case_ends.register(router)
    case_hearers.register(router)
    case_home.register(router)
    case_other_side.register(router)
    case_papers.register(router)
    case_referrals.register(router)
    case_siblings.register(router)
    return router


@behind(Action.KEEP_CASE)
async def open_road(_query: CallbackQuery, callback_data: OpenRoad, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await road.open_road(
            session, now=act.now, actor=act.actor, case_id=callback_data.case_id
        )  # fmt: skip
    await act.show(road_face(found, act))


@behind(Action.KEEP_CASE)
async def open_behind(_query: CallbackQuery, callback_data: OpenBehind, act: Act) -> None:
    async with act.transaction() as session:
        found = await road.open_road(session, now=act.now, actor=act.actor, case_id=callback_data.case_id)
    await show_or_deny(act, found, lambda shown: _behind(callback_data.what, shown, act))


@behind(Action.KEEP_CASE)
async def tell(_query: CallbackQuery, callback_data: views.RoadStep, act: Act) -> None:
    async with act.transaction() as session:
        found = await road.tell(
            session, now=act.now, actor=act.actor, case_id=callback_data.case_id, fact=callback_data.fact
        )
    await act.show(road_face(found, act))


@behind(Action.KEEP_CASE)
async def report(_query: CallbackQuery, callback_data: ReportTo, act: Act, state: FSMContext) -> None:
    """To whom, how and when, a press each; then it is noted."""
    press = callback_data
    async with act.transaction() as session:
        await state.clear()
        if press.authority is None or press.channel is None or press.is_now is None:
            found = await road.open_road(session, now=act.now, actor=act.actor, case_id=press.case_id)
        elif press.is_now:
            found = await _report(session, act, press, act.now)
        else:
            found = await road.open_road(session, now=act.now, actor=act.actor, case_id=press.case_id)
            if not isinstance(found, Denied):
                await state.set_state(Keeping.time)
                await state.set_data({"report": press.pack()})
    await show_or_deny(act, found, lambda shown: _next(press, shown, act))


@behind(Action.KEEP_CASE)
async def type_time(message: Message, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        press = ReportTo.unpack((await state.get_data())["report"])
        at = typed_time(message.text or "", now=act.now, timezone=act.actor.timezone, days=day_words())
        found = await _report(session, act, press, at)
        await state.clear()
    await act.say(road_face(found, act))


@behind(Action.KEEP_CASE)
async def ask_receipt(
    _query: CallbackQuery, callback_data: views.NoteReceipt, act: Act, state: FSMContext
) -> None:
    report_id = callback_data.report_id
    async with act.transaction() as session:
        may_note = await statutory.open_report(session, now=act.now, actor=act.actor, report_id=report_id)
        if may_note:
            await state.set_state(Keeping.receipt)
            await state.set_data({"report_id": report_id})
    await act.say(views.ask_receipt_card(act.reader) if may_note else denied_card(act.reader))


@behind(Action.KEEP_CASE)
async def type_receipt(message: Message, act: Act, state: FSMContext) -> None:
    async with act.traces.takes_number(), act.transaction() as session:
        found = await statutory.note_receipt(
            session, now=act.now, actor=act.actor, report_id=(await state.get_data())["report_id"],
            text=message.text or "",
        )  # fmt: skip
        await state.clear()
        await act.traces.take_typed(session)
    await act.say(road_face(found, act))


async def _report(session: Session, act: Act, press: ReportTo, at: datetime) -> Road | Denied:
    if press.authority is None or press.channel is None:
        return Denied()
    return await statutory.report(
        session, now=act.now, actor=act.actor, case_id=press.case_id, authority=press.authority,
        channel=press.channel, reported_at=at,
    )  # fmt: skip


def _next(press: ReportTo, shown: Road, act: Act) -> Card:
    if press.authority is None:
        return views.authorities_card(press.case_id, act.profile, act.reader, situation=shown.situation)
    if press.channel is None:
        return views.channels_card(press, act.reader)
    if press.is_now is None:
        return views.when_card(press, act.reader)
    return road_face(shown, act) if press.is_now else ask_when_card(act.reader)


def _behind(what: Behind, shown: Road, act: Act) -> Card:
    """Whoever has lost the case meanwhile sees its road as it is."""
    if not shown.is_mine:
        return road_face(shown, act)
    return views.behind_card(what, shown, act.profile, act.reader)
