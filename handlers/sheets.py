"""Hear a school's own sheet dropped into the chat, and what becomes of it."""

from functools import partial

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from documents.sheets import jail
from documents.sheets.annotated import annotate
from handlers import files
from handlers.act import Act
from handlers.behind import behind
from handlers.making import make_files, send_file
from models.codes import Role
from services.access.rules import Action
from services.access.service import Denied
from services.sheets import applying, service
from services.sheets.service import Looked
from services.sheets.types import (
    AskColumn,
    AskUnit,
    Done,
    NoColumn,
    Over,
    Preview,
    Trouble,
    Unreadable,
    Workbook,
)
from views import sheets as views
from views.card import Card
from views.errors import denied_card
from views.sheet_words import words_of

SHEET = F.document.file_name.regexp(r"(?i).*\.(xlsx|xlsm|xls|et|csv)$")


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(take_sheet, SHEET, may_bring_in)
    press = router.callback_query.register
    press(settle_unit, views.SheetInto.filter())
    press(say_column, views.SheetSays.filter())
    press(turn_page, views.SheetPage.filter())
    press(apply, views.SheetApply.filter())
    press(drop, views.SheetDrop.filter())
    press(undo, views.SheetUndo.filter())
    return router


async def may_bring_in(_message: Message, act: Act) -> bool:
    """Anybody else's file goes where their files go."""
    return act.actor.has(Role.ADMINISTRATOR, Role.CLASS_TEACHER, Role.TEACHER)


@behind(Action.IMPORT_SHEET)
async def take_sheet(message: Message, act: Act, state: FSMContext) -> None:
    """One message stands from “reading” to the preview; the file is read before any transaction."""
    begun = await act.begin(views.reading_card(act.reader))
    book = await _read(message, act)
    if book is None or isinstance(book, Unreadable):
        lost = views.lost_card(act.reader)
        return await act.finish(begun, lost if book is None else views.unreadable_card(book, act.reader))
    async with act.transaction() as session:
        await state.clear()
        found = await service.take(
            session, now=act.now, actor=act.actor, profile=act.profile, words=words_of(act.profile), book=book
        )
        await act.traces.take_typed(session)
    await act.finish(begun, _face(found, act))
    return await _give_copy(found, act)


@behind(Action.IMPORT_SHEET)
async def settle_unit(_query: CallbackQuery, callback_data: views.SheetInto, act: Act) -> None:
    async with act.transaction() as session:
        found = await service.settle_unit(
            session, now=act.now, actor=act.actor, profile=act.profile, words=words_of(act.profile),
            import_id=callback_data.import_id, unit_id=callback_data.unit_id,
        )  # fmt: skip
    await act.show(_face(found, act))
    await _give_copy(found, act)


@behind(Action.IMPORT_SHEET)
async def say_column(_query: CallbackQuery, callback_data: views.SheetSays, act: Act) -> None:
    async with act.transaction() as session:
        found = await service.say_column(
            session, now=act.now, actor=act.actor, profile=act.profile, words=words_of(act.profile),
            import_id=callback_data.import_id, of=callback_data.of, place=callback_data.place,
        )  # fmt: skip
    await act.show(_face(found, act))
    await _give_copy(found, act)


@behind(Action.IMPORT_SHEET)
async def turn_page(_query: CallbackQuery, callback_data: views.SheetPage, act: Act) -> None:
    async with act.transaction() as session:
        found = await service.look_again(
            session, now=act.now, actor=act.actor, profile=act.profile, words=words_of(act.profile),
            import_id=callback_data.import_id,
        )  # fmt: skip
    await act.show(_face(found, act, page=callback_data.page))


@behind(Action.IMPORT_SHEET)
async def apply(_query: CallbackQuery, callback_data: views.SheetApply, act: Act) -> None:
    async with act.transaction() as session:
        done = await applying.apply(
            session, now=act.now, actor=act.actor, profile=act.profile, words=words_of(act.profile),
            import_id=callback_data.import_id,
        )  # fmt: skip
    await act.show(_end(done, act))


@behind(Action.IMPORT_SHEET)
async def undo(_query: CallbackQuery, callback_data: views.SheetUndo, act: Act) -> None:
    async with act.transaction() as session:
        done = await applying.undo(session, now=act.now, actor=act.actor, import_id=callback_data.import_id)
    await act.show(_end(done, act))


@behind(Action.IMPORT_SHEET)
async def drop(_query: CallbackQuery, callback_data: views.SheetDrop, act: Act) -> None:
    async with act.transaction() as session:
        await service.put_away(session, actor=act.actor, import_id=callback_data.import_id)
    await act.show(views.dropped_card(act.reader))


async def _read(message: Message, act: Act) -> Workbook | Unreadable | None:
    """None: Telegram didn't give it."""
    if files.is_too_big(message):
        return Unreadable(Trouble.BIG)
    try:
        content = await files.bring(act.bot, message)
    except files.TooBigError:
        return Unreadable(Trouble.BIG)
    return None if content is None else await jail.read(content)


async def _give_copy(found: Looked, act: Act) -> None:
    """Where something is wrong the sheet goes back, with the reasons in it."""
    if not isinstance(found, Preview) or not (found.plan.wrong or found.plan.noted):
        return
    reader = act.reader
    heading, title = reader.plain("sheets.reasons"), reader.plain("sheets.copy_title")
    say = partial(views.why, locale=reader.locale)
    copy = await make_files(lambda: annotate(found, heading=heading, title=title, say=say))
    if copy is None or not await send_file(act, f"{title}.xlsx", copy):
        await act.say(views.no_copy_card(reader))


def _face(found: Looked, act: Act, *, page: int = 0) -> Card:
    match found:
        case Preview():
            return views.preview_card(found, act.reader)
        case AskUnit():
            return views.ask_unit_card(found, act.reader)
        case AskColumn():
            return views.ask_column_card(found, page, act.reader)
        case NoColumn():
            return views.no_column_card(found, act.reader)
        case Over():
            return views.over_card(act.reader)
        case Denied():
            return denied_card(act.reader)


def _end(done: Done | Over | Denied, act: Act) -> Card:
    match done:
        case Done():
            return views.done_card(done, act.reader)
        case Over():
            return views.over_card(act.reader)
        case Denied():
            return denied_card(act.reader)
