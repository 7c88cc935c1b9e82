"""Whatever nobody else understood gets one clear sentence, and the way home."""

from collections import OrderedDict

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.files import is_too_big
from views import start as views

ALBUMS_KEPT = 1_000


class Albums(BaseFilter):
    """Remembers the albums that had their answer; in memory, as only a burst of seconds matters."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, None] = OrderedDict()

    async def __call__(self, message: Message) -> bool:
        """Whether this is a later piece of an album."""
        album = message.media_group_id
        if album is None:
            return False
        known = album in self._seen
        self._seen[album] = None
        if len(self._seen) > ALBUMS_KEPT:
            self._seen.popitem(last=False)
        return known


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(pass_over, Albums())
    router.message.register(refuse_big_file, is_too_big)
    router.message.register(hint)
    router.edited_message.register(refuse_edit)
    router.callback_query.register(refuse_old_button)
    return router


@behind()
async def pass_over(message: Message) -> None:
    """The first piece of the album was answered."""


@behind()
async def refuse_big_file(message: Message, act: Act) -> None:
    await act.say(views.too_big_card(act.actor, act.reader))


@behind()
async def hint(message: Message, state: FSMContext, act: Act) -> None:
    """In a flow say what is awaited; outside of one show the menu."""
    if await state.get_state() is not None:
        await act.say(views.expected_words_card(act.reader))
    else:
        await act.say(views.hint_card(act.actor, act.reader))


@behind()
async def refuse_edit(message: Message, act: Act) -> None:
    await act.say(views.edited_card(act.reader))


@behind()
async def refuse_old_button(query: CallbackQuery, act: Act) -> None:
    await act.say(views.old_button_card(act.actor, act.reader))
