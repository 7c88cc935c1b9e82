"""Hear what somebody wants to know of what is held of them, and what they want changed."""

import structlog
from aiogram import Router
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from documents import own_file
from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Typed
from models.codes import Asked
from services.access.rules import Action
from services.access.service import Denied
from services.privacy import export
from services.privacy import service as privacy
from services.privacy.types import Holdings, Rights
from views import privacy as views
from views.errors import denied_card

log = structlog.get_logger()


class Asking(StatesGroup):
    """What is to be changed, in one message or none."""

    words = State()


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(show_rights, Command("privacy"))
    router.message.register(write_words, Asking.words, Typed())
    router.callback_query.register(open_rights, views.OpenPrivacy.filter())
    router.callback_query.register(take_file, views.TakeFile.filter())
    router.callback_query.register(ask_right, views.AskRight.filter())
    router.callback_query.register(skip_words, views.SkipWords.filter(), Asking.words)
    return router


@behind()
async def show_rights(_message: Message, act: Act, state: FSMContext) -> None:
    await act.say(views.privacy_card(await _rights(act, state), act.reader))


@behind()
async def open_rights(_query: CallbackQuery, act: Act, state: FSMContext) -> None:
    await act.show(views.privacy_card(await _rights(act, state), act.reader))


@behind(Action.TAKE_HOLDINGS, Action.SEE_CHILD)
async def take_file(
    _query: CallbackQuery, callback_data: views.TakeFile, act: Act, state: FSMContext
) -> None:
    """Send the two files; on a shared phone, of whom is asked first."""
    async with act.transaction() as session:
        await state.clear()
        rights = await privacy.see_rights(session, actor=act.actor)
        person_id = _whose(rights, callback_data.person_id)
        held: Holdings | Denied = Denied()
        if person_id is not None:
            held = await export.take_holdings(session, now=act.now, actor=act.actor, person_id=person_id)
    if person_id is None:
        await act.show(views.whose_card(rights, lambda one: views.TakeFile(person_id=one).pack(), act.reader))
    elif isinstance(held, Holdings):
        await _send_files(act, held)
        await act.say(views.sent_card(act.reader))
    else:
        await act.show(denied_card(act.reader))


@behind()
async def ask_right(
    _query: CallbackQuery, callback_data: views.AskRight, act: Act, state: FSMContext
) -> None:
    """Ask for the words that go with it; on a shared phone, who asks first."""
    asked = callback_data.asked
    async with act.transaction() as session:
        await state.clear()
        rights = await privacy.see_rights(session, actor=act.actor)
        person_id = _whose(rights, callback_data.person_id)
        if person_id:
            await state.set_state(Asking.words)
            await state.set_data({"asked": asked.value, "person_id": person_id})
    if person_id is None:

        def press(one: int) -> str:
            return views.AskRight(asked=asked, person_id=one).pack()

        await act.show(views.whose_card(rights, press, act.reader))
    elif person_id:
        await act.show(views.words_card(asked, act.reader))
    else:
        await act.show(denied_card(act.reader))


@behind(Action.ASK_CORRECT, Action.ASK_DELETE, Action.ASK_OTHER)
async def write_words(message: Message, act: Act, state: FSMContext) -> None:
    await _make(act, state, message.text or "")


@behind(Action.ASK_CORRECT, Action.ASK_DELETE, Action.ASK_OTHER)
async def skip_words(_query: CallbackQuery, act: Act, state: FSMContext) -> None:
    await _make(act, state, "")


async def _make(act: Act, state: FSMContext, text: str) -> None:
    """What can't be taken is asked for again: the state stays."""
    async with act.transaction() as session:
        data = await state.get_data()
        ticket = await privacy.make(
            session, now=act.now, actor=act.actor, profile=act.profile,
            person_id=data["person_id"], asked=Asked(data["asked"]), text=text,
        )  # fmt: skip
        await state.clear()
    if isinstance(ticket, Denied):
        await act.show(denied_card(act.reader))
    else:
        await act.show(views.made_card(ticket, act.reader))


async def _rights(act: Act, state: FSMContext) -> Rights:
    async with act.transaction() as session:
        await state.clear()
        return await privacy.see_rights(session, actor=act.actor)


def _whose(rights: Rights, person_id: int) -> int | None:
    """The person who was meant: the only one here, or the one chosen. None: to be chosen; 0: nobody here."""
    if person_id or not rights.people:
        return person_id
    return rights.people[0].person_id if len(rights.people) == 1 else None


async def _send_files(act: Act, held: Holdings) -> None:
    """Both at once; what Telegram won't take is noted, and asked for again by who misses it."""
    text = own_file.text_file(held, act.profile, act.locale)
    for ending, content in (("txt", text), ("json", own_file.json_file(held))):
        file = BufferedInputFile(content, own_file.file_name(act.locale, ending))
        try:
            await act.bot.send_document(act.actor.telegram_id, file, protect_content=True)
        except (TelegramAPIError, ClientDecodeError) as error:
            log.warning("file.lost", chat_id=act.actor.telegram_id, code=type(error).__name__)
