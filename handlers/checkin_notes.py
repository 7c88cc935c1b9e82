"""What becomes of a note once it is stored: taken back, added to, answered, read again."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Typed
from handlers.pin_asking import ask_pin
from models.database import Session
from services.access.rules import Action
from services.access.service import Denied
from services.checkins import corrections
from services.checkins import service as checkins
from services.checkins.types import History, Shown, TooLate
from services.pins.types import Closed
from views.card import Card
from views.checkin_notes import history_card, note_card, saved_card, too_late_card, words_prompt
from views.checkins import NoteAnswer, NoteHistory, NoteRecall, NoteWords, OpenNote
from views.errors import denied_card


class Adding(StatesGroup):
    """A note is stored: what is typed is added to it, or corrects it."""

    words = State()


def register(router: Router) -> None:
    router.callback_query.register(answer_question, NoteAnswer.filter())
    router.callback_query.register(recall_note, NoteRecall.filter())
    router.callback_query.register(ask_words, NoteWords.filter())
    router.callback_query.register(open_note, OpenNote.filter())
    router.callback_query.register(list_notes, NoteHistory.filter())
    router.message.register(write_more, Adding.words, Typed())


@behind(Action.WRITE_NOTE, Action.OWN_NOTE)
async def answer_question(query: CallbackQuery, callback_data: NoteAnswer, act: Act) -> None:
    async with act.transaction() as session:
        shown = await checkins.answer(
            session,
            now=act.now,
            actor=act.actor,
            profile=act.profile,
            note_id=callback_data.note_id,
            tag=callback_data.tag,
            given=callback_data.answer,
        )
    await act.show(_saved(shown, act))


@behind(Action.WRITE_NOTE, Action.OWN_NOTE)
async def recall_note(query: CallbackQuery, callback_data: NoteRecall, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await state.clear()
        shown = await corrections.recall(
            session, now=act.now, actor=act.actor, profile=act.profile, note_id=callback_data.note_id
        )
    await act.show(_saved(shown, act))


@behind(Action.WRITE_NOTE, Action.OWN_NOTE)
async def ask_words(query: CallbackQuery, callback_data: NoteWords, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await state.clear()
        shown = await checkins.show_written(
            session, now=act.now, actor=act.actor, profile=act.profile, note_id=callback_data.note_id
        )
        if isinstance(shown, Shown) and not shown.is_recalled:
            await state.set_state(Adding.words)
            await state.set_data({"note_id": callback_data.note_id})
    await act.show(denied_card(act.reader) if isinstance(shown, Denied) else words_prompt(shown, act.reader))


@behind(Action.WRITE_NOTE, Action.OWN_NOTE)
async def write_more(message: Message, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        note_id = int((await state.get_data())["note_id"])
        shown = await corrections.write_more(
            session, now=act.now, actor=act.actor, profile=act.profile, note_id=note_id,
            text=message.text or "",
        )  # fmt: skip
        await state.clear()
        await act.traces.take_typed(session)
    await act.show(_saved(shown, act))


@behind(Action.READ_NOTES)
async def open_note(query: CallbackQuery, callback_data: OpenNote, act: Act, state: FSMContext) -> None:
    """Also the way back from a question for words, which ends there."""
    async with act.transaction() as session:
        await state.clear()
        card = await note_face(session, act, state, callback_data)
    await act.show(card)


@behind(Action.READ_NOTES)
async def list_notes(query: CallbackQuery, callback_data: NoteHistory, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        card = await history_face(session, act, state, callback_data)
    await act.show(card)


async def note_face(session: Session, act: Act, state: FSMContext, press: OpenNote) -> Card:
    shown = await checkins.show(
        session, now=act.now, actor=act.actor, profile=act.profile, note_id=press.note_id
    )
    match shown:
        case Shown():
            return note_card(shown, act.profile, act.reader, page=press.page)
        case Closed():
            return await ask_pin(state, act, shown, press)
        case _:
            return denied_card(act.reader)


async def history_face(session: Session, act: Act, state: FSMContext, press: NoteHistory) -> Card:
    history = await checkins.list_history(
        session, now=act.now, actor=act.actor, child_id=press.child_id, page=press.page
    )
    match history:
        case History():
            return history_card(history, act.profile, act.reader)
        case Closed():
            return await ask_pin(state, act, history, press)
        case _:
            return denied_card(act.reader)


def _saved(result: Shown | TooLate | Denied, act: Act) -> Card:
    match result:
        case Shown():
            return saved_card(result, act.profile, act.reader)
        case TooLate(shown=shown):
            return too_late_card(shown, act.profile, act.reader)
        case _:
            return denied_card(act.reader)
