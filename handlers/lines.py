"""Hear the numbers of a school's own place."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Typed
from services.access.rules import Action
from services.access.service import Denied
from services.joining import lines
from services.joining.lines import Line, Lines
from views import lines as views
from views.card import Card
from views.errors import denied_card
from views.presses import OpenLines


class AtLine(StatesGroup):
    typing = State()


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(take_line, AtLine.typing, Typed())
    press = router.callback_query.register
    press(open_lines, OpenLines.filter())
    press(clear_line, views.AskLine.filter(F.clear))
    press(ask_line, views.AskLine.filter())
    return router


@behind(Action.SEE_SCHOOL)
async def open_lines(_query: CallbackQuery, callback_data: OpenLines, state: FSMContext, act: Act) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await lines.see_lines(
            session, now=act.now, actor=act.actor, school_id=callback_data.school_id
        )
    await act.show(_face(found, act))


@behind(Action.SEE_SCHOOL)
async def ask_line(_query: CallbackQuery, callback_data: views.AskLine, state: FSMContext, act: Act) -> None:
    async with act.transaction() as session:
        found = await lines.see_lines(
            session, now=act.now, actor=act.actor, school_id=callback_data.school_id
        )
        if isinstance(found, Lines):
            await state.set_state(AtLine.typing)
            await state.set_data({"school_id": callback_data.school_id, "line": callback_data.line})
    if isinstance(found, Denied):
        return await act.show(denied_card(act.reader))
    return await act.show(views.ask_line_card(found, callback_data.line, act.reader))


@behind(Action.ADD_CLASS)
async def clear_line(
    _query: CallbackQuery, callback_data: views.AskLine, state: FSMContext, act: Act
) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await lines.set_line(
            session, now=act.now, actor=act.actor, profile=act.profile, school_id=callback_data.school_id,
            line=callback_data.line, text=None,
        )  # fmt: skip
    await act.show(_face(found, act))


@behind(Action.ADD_CLASS)
async def take_line(message: Message, state: FSMContext, act: Act) -> None:
    async with act.transaction() as session:
        data = await state.get_data()
        found = await lines.set_line(
            session, now=act.now, actor=act.actor, profile=act.profile, school_id=data["school_id"],
            line=Line(data["line"]), text=message.text or "",
        )  # fmt: skip
        await state.clear()
    await act.say(_face(found, act))


def _face(found: Lines | Denied, act: Act) -> Card:
    return (
        denied_card(act.reader)
        if isinstance(found, Denied)
        else views.lines_card(found, act.profile, act.reader)
    )
