"""Words of a case's file: written by whoever works on it or raised it, read behind the PIN."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.case_documents import await_documents
from handlers.keys import Typed
from handlers.pin_asking import ask_pin
from models.case_codes import CaseWords
from models.database import Session
from services.access.rules import Action
from services.access.service import Denied
from services.alerts import reporting
from services.cases.siblings import list_linked
from services.casework import filing, road
from services.pins.types import Closed
from views import casework as road_views
from views.card import Card
from views.case_words import (
    OwnWords,
    ReadFile,
    WriteWords,
    file_card,
    is_file,
    kinds_card,
    prompt_card,
    written_card,
)
from views.errors import denied_card


class Writing(StatesGroup):
    """What is typed goes into a case's file: of a case one has taken, or of one's own report."""

    words = State()
    own = State()


def register(router: Router) -> None:
    router.message.register(type_words, Writing.words, Typed())
    router.message.register(type_own, Writing.own, Typed())
    router.callback_query.register(ask_words, WriteWords.filter())
    router.callback_query.register(ask_own, OwnWords.filter())
    router.callback_query.register(read_file, ReadFile.filter())


@behind(Action.KEEP_CASE)
async def ask_words(_query: CallbackQuery, callback_data: WriteWords, act: Act, state: FSMContext) -> None:
    press = callback_data
    async with act.transaction() as session:
        await state.clear()
        found = await road.open_kept(session, now=act.now, actor=act.actor, case_id=press.case_id)
        if not isinstance(found, Denied) and press.kind is not None:
            if is_file(press):
                await await_documents(state, act, press.case_id, is_own=False)
            else:
                await state.set_state(Writing.words)
                await state.set_data({"write": press.pack()})
        linked = len(await list_linked(session, case_id=press.case_id))
    if isinstance(found, Denied):
        await act.show(denied_card(act.reader))
    elif press.kind is None:
        await act.show(kinds_card(press.case_id, act.reader))
    else:
        await act.say(prompt_card(press, act.reader, linked=linked))


@behind(Action.KEEP_CASE)
async def type_words(message: Message, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        press = WriteWords.unpack((await state.get_data())["write"])
        found = await filing.write(
            session, now=act.now, actor=act.actor, case_id=press.case_id,
            kind=press.kind or CaseWords.SEEN, text=message.text or "", amends_id=press.amends or None,
        )  # fmt: skip
        await state.clear()
        await act.traces.take_typed(session)
    if isinstance(found, Denied):
        await act.say(denied_card(act.reader))
    else:
        await act.say(road_views.road_card(found, act.profile, act.reader))


@behind(Action.REPORT_CASE)
async def ask_own(_query: CallbackQuery, callback_data: OwnWords, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await reporting.open_report(
            session, now=act.now, actor=act.actor, case_id=callback_data.case_id
        )
        if not isinstance(found, Denied):
            if is_file(callback_data):
                await await_documents(state, act, callback_data.case_id, is_own=True)
            else:
                await await_own(state, callback_data)
    is_denied = isinstance(found, Denied)
    await act.say(denied_card(act.reader) if is_denied else prompt_card(callback_data, act.reader))


async def await_own(state: FSMContext, press: OwnWords) -> None:
    await state.set_state(Writing.own)
    await state.set_data({"own": press.pack()})


@behind(Action.REPORT_CASE)
async def type_own(message: Message, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        press = OwnWords.unpack((await state.get_data())["own"])
        found = await filing.write_own(
            session, now=act.now, actor=act.actor, case_id=press.case_id, kind=press.kind,
            text=message.text or "",
        )  # fmt: skip
        await state.clear()
        await act.traces.take_typed(session)
    is_denied = isinstance(found, Denied)
    await act.say(denied_card(act.reader) if is_denied else written_card(press.case_id, act.reader))


@behind(Action.READ_CASE_FILE)
async def read_file(_query: CallbackQuery, callback_data: ReadFile, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        card = await file_face(session, act, state, callback_data)
    await act.show(card)


async def file_face(session: Session, act: Act, state: FSMContext, press: ReadFile) -> Card:
    found = await filing.read(session, now=act.now, actor=act.actor, case_id=press.case_id)
    match found:
        case Closed():
            return await ask_pin(state, act, found, press)
        case Denied():
            return denied_card(act.reader)
        case _:
            return file_card(found, act.reader, page=press.page)
