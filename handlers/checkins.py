"""A teacher's quick note: child, face, a few words, saved."""

from dataclasses import asdict
from typing import Any

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import checkin_notes
from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Key, Typed
from models.database import Session
from services.access.rules import Action
from services.access.service import Denied, Granted
from services.checkins import classes, rules
from services.checkins import service as checkins
from services.checkins.types import ClassToday, Observed, Shown
from views.card import Card
from views.checkin_lists import class_card, classes_card, observed_card
from views.checkin_notes import saved_card
from views.checkins import (
    CheckInClass,
    Draft,
    NoteMood,
    NoteSave,
    NoteTag,
    NothingUnusual,
    draft_card,
    mood_card,
)
from views.errors import denied_card
from views.presses import CheckIn


class Noting(StatesGroup):
    """A draft stands open: what is typed are words for it."""

    draft = State()


def make_router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(toggle_tag, NoteTag.filter())
    router.callback_query.register(take_mood, NoteMood.filter())
    router.callback_query.register(save_note, NoteSave.filter())
    router.callback_query.register(ask_mood, CheckIn.filter())
    router.callback_query.register(open_class, CheckInClass.filter())
    router.callback_query.register(observe_class, NothingUnusual.filter())
    router.message.register(choose_class, Key("menu.checkin"))
    router.message.register(write_words, Noting.draft, Typed())
    checkin_notes.register(router)
    return router


@behind(Action.WRITE_NOTE)
async def choose_class(message: Message, act: Act, state: FSMContext) -> None:
    """One class opens at once; several are chosen from."""
    opened: ClassToday | Observed | Denied = Denied()
    async with act.transaction() as session:
        await state.clear()
        units = await classes.list_classes(session, actor=act.actor)
        if len(units) == 1:
            class_id = units[0].class_id
            opened = await classes.open_class(session, now=act.now, actor=act.actor, class_id=class_id)
    await act.show(classes_card(units, act.reader) if len(units) > 1 else _class_card(opened, act))


@behind(Action.WRITE_NOTE)
async def open_class(query: CallbackQuery, callback_data: CheckInClass, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await state.clear()
        today = await classes.open_class(
            session, now=act.now, actor=act.actor, class_id=callback_data.class_id
        )
    await act.show(_class_card(today, act, page=callback_data.page))


@behind(Action.WRITE_NOTE)
async def observe_class(query: CallbackQuery, callback_data: NothingUnusual, act: Act) -> None:
    async with act.transaction() as session:
        observed = await classes.observe(
            session, now=act.now, actor=act.actor, class_id=callback_data.class_id
        )
    await act.show(_class_card(observed, act))


@behind(Action.WRITE_NOTE)
async def ask_mood(query: CallbackQuery, callback_data: CheckIn, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await state.clear()
        granted = await checkins.begin(session, now=act.now, actor=act.actor, child_id=callback_data.child_id)
    await act.show(_draft_card(granted, None, act))


@behind(Action.WRITE_NOTE)
async def take_mood(query: CallbackQuery, callback_data: NoteMood, act: Act, state: FSMContext) -> None:
    """A second face replaces the first and keeps what was chosen and typed for this child."""
    child_id, mood = callback_data.child_id, callback_data.mood
    draft = None
    async with act.transaction() as session:
        granted = await checkins.begin(session, now=act.now, actor=act.actor, child_id=child_id)
        if isinstance(granted, Granted):
            rules.ensure_choices(act.profile, mood=mood, tags=())
            earlier = _draft_of(await state.get_data(), child_id)
            draft = Draft(child_id, mood, *((earlier.tags, earlier.words) if earlier else ()))
            await state.set_state(Noting.draft)
            await state.set_data({"draft": asdict(draft)})
    await act.show(_draft_card(granted, draft, act))


@behind(Action.WRITE_NOTE)
async def toggle_tag(query: CallbackQuery, callback_data: NoteTag, act: Act, state: FSMContext) -> None:
    """Put a tag in or out; on a card whose draft is gone the child is asked about anew."""
    child_id, tag = callback_data.child_id, callback_data.tag
    async with act.transaction() as session:
        granted = await checkins.begin(session, now=act.now, actor=act.actor, child_id=child_id)
        draft = _draft_of(await state.get_data(), child_id)
        if isinstance(granted, Granted) and draft is not None:
            tags = rules.ensure_choices(act.profile, mood=draft.mood, tags=rules.toggle(draft.tags, tag))
            draft = Draft(child_id, draft.mood, tuple(tags), draft.words)
            await state.set_data({"draft": asdict(draft)})
    await act.show(_draft_card(granted, draft, act))


@behind(Action.WRITE_NOTE)
async def write_words(message: Message, act: Act, state: FSMContext) -> None:
    """What is typed stands under the child's name before it is saved; too much of it changes nothing."""
    async with act.transaction() as session:
        kept = Draft(**(await state.get_data())["draft"])
        words = rules.clean_words(message.text or "", earlier=kept.words)
        draft = Draft(kept.child_id, kept.mood, tuple(kept.tags), words)
        granted = await checkins.begin(session, now=act.now, actor=act.actor, child_id=kept.child_id)
        await state.set_data({"draft": asdict(draft)})
        await act.traces.take_typed(session)
    await act.show(_draft_card(granted, draft, act))


@behind(Action.WRITE_NOTE, Action.READ_NOTES)
async def save_note(query: CallbackQuery, callback_data: NoteSave, act: Act, state: FSMContext) -> None:
    """Store the draft; a second press shows what the first one stored."""
    child_id = callback_data.child_id
    async with act.transaction() as session:
        kept = await state.get_data()
        draft = _draft_of(kept, child_id)
        if draft is not None:
            card = await _save(session, draft, act, state)
        elif kept.get("saved", [None])[0] == child_id:
            shown = await checkins.show_written(
                session, now=act.now, actor=act.actor, profile=act.profile, note_id=kept["saved"][1]
            )
            card = _saved_card(shown, act)
        else:
            granted = await checkins.begin(session, now=act.now, actor=act.actor, child_id=child_id)
            card = _draft_card(granted, None, act)
    await act.show(card)


async def _save(session: Session, draft: Draft, act: Act, state: FSMContext) -> Card:
    saved = await checkins.save(
        session, now=act.now, actor=act.actor, profile=act.profile, child_id=draft.child_id,
        mood=draft.mood, tags=draft.tags, words=draft.words,
    )  # fmt: skip
    if isinstance(saved, Shown):
        await state.set_state(None)
        await state.set_data({"saved": [draft.child_id, saved.entry.note_id]})
    return _saved_card(saved, act)


def _draft_of(kept: dict[str, Any], child_id: int) -> Draft | None:
    """The open draft, if it is this child's: a card of another draft never writes into it."""
    draft = kept.get("draft")
    if draft is None or draft["child_id"] != child_id:
        return None
    return Draft(child_id, draft["mood"], tuple(draft["tags"]), draft["words"])


def _draft_card(granted: Granted | Denied, draft: Draft | None, act: Act) -> Card:
    if isinstance(granted, Denied):
        return denied_card(act.reader)
    if draft is None:
        return mood_card(granted.child, act.profile, act.reader)
    return draft_card(granted.child, draft, act.profile, act.reader)


def _saved_card(saved: Shown | Denied, act: Act) -> Card:
    return (
        denied_card(act.reader) if isinstance(saved, Denied) else saved_card(saved, act.profile, act.reader)
    )


def _class_card(result: ClassToday | Observed | Denied, act: Act, *, page: int = 0) -> Card:
    match result:
        case ClassToday():
            return class_card(result, act.reader, page=page)
        case Observed():
            return observed_card(result, act.reader)
        case _:
            return denied_card(act.reader)
