"""Pictures and files into a case, one after the other, and one of them out again, behind the PIN."""

from datetime import datetime, timedelta
from functools import partial

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import files
from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Typed
from handlers.making import Found, Making, card_of
from handlers.pin_asking import ask_pin
from models.database import Session
from services.access.rules import Action
from services.access.service import Denied
from services.casework import documents
from services.casework.document_types import Kept
from services.pins.types import Closed
from views import case_documents as views
from views.card import Card
from views.case_documents import ShowDocument
from views.errors import denied_card

AWAITED = timedelta(minutes=15)  # since the last one; what comes later isn't meant for the case
CARRIES = F.photo | F.document | F.video | F.audio | F.voice | F.video_note | F.animation


class Sending(StatesGroup):
    """What is sent goes into a case one has taken, or into one's own report."""

    document = State()
    own = State()


def register(router: Router) -> None:
    router.message.register(keep_document, Sending.document, CARRIES)
    router.message.register(keep_own, Sending.own, CARRIES)
    router.message.register(ask_again, StateFilter(Sending.document, Sending.own), Typed())
    router.callback_query.register(show_document, ShowDocument.filter())


async def await_documents(state: FSMContext, act: Act, case_id: int, *, is_own: bool) -> None:
    """From now on what is sent goes into this case, until something else is pressed."""
    await state.set_state(Sending.own if is_own else Sending.document)
    await _wait_on(state, act, case_id, album=None)


@behind(Action.KEEP_CASE)
async def keep_document(message: Message, act: Act, state: FSMContext) -> None:
    await _keep(message, act, state, is_own=False)


@behind(Action.REPORT_CASE)
async def keep_own(message: Message, act: Act, state: FSMContext) -> None:
    await _keep(message, act, state, is_own=True)


@behind()
async def ask_again(_message: Message, act: Act, state: FSMContext) -> None:
    """Words were typed where a picture or a file is awaited."""
    is_own = await state.get_state() == Sending.own.state
    case_id = int((await state.get_data())["documents"][0])
    await act.say(views.ask_document_card(case_id, act.reader, is_own=is_own))


@behind(Action.READ_CASE_FILE)
async def show_document(
    _query: CallbackQuery, callback_data: ShowDocument, act: Act, state: FSMContext
) -> None:
    async with act.transaction() as session:
        found = await document_face(session, act, state, callback_data)
    await act.say(await card_of(found, act))


async def document_face(session: Session, act: Act, state: FSMContext, press: ShowDocument) -> Found:
    found = await documents.show(
        session, now=act.now, actor=act.actor, case_id=press.case_id, entry_id=press.entry_id
    )
    match found:
        case Closed():
            return await ask_pin(state, act, found, press)
        case Denied():
            return found
        case _:
            return Making(partial(_play, press.case_id, found))


async def _keep(message: Message, act: Act, state: FSMContext, *, is_own: bool) -> None:
    """Fetched before the transaction, which waits for no network."""
    case_id, until, album = (await state.get_data())["documents"]
    say = partial(views.document_trouble_card, case_id=case_id, reader=act.reader, is_own=is_own)
    if act.now > datetime.fromisoformat(until):
        return await act.say(say("casework.document_late"))
    if files.is_too_big(message):
        return await act.say(say("casework.document_big"))
    try:
        sent = await files.fetch(act.bot, message)
    except files.TooBigError:
        return await act.say(say("casework.document_big"))
    if sent is None:
        return await act.say(say("casework.document_lost"))
    verb = documents.keep_own if is_own else documents.keep
    async with act.transaction() as session:
        stored = await verb(session, now=act.now, actor=act.actor, case_id=case_id, sent=sent)
        await _wait_on(state, act, case_id, album=message.media_group_id)
        await act.traces.take_typed(session)
    if isinstance(stored, Denied):
        return await act.say(denied_card(act.reader))
    if album is not None and message.media_group_id == album:
        return None  # the first of them was answered
    is_album = message.media_group_id is not None
    return await act.say(views.document_kept_card(stored, act.reader, is_own=is_own, is_album=is_album))


async def _play(case_id: int, kept: Kept, act: Act) -> Card:
    is_shown = await files.play(act, kept, case_id=case_id)
    return views.document_shown_card(case_id, kept, act.reader, is_shown=is_shown)


async def _wait_on(state: FSMContext, act: Act, case_id: int, *, album: str | None) -> None:
    """`album`: of which the last one came; its next pieces need no answer."""
    await state.set_data({"documents": [case_id, (act.now + AWAITED).isoformat(), album]})
