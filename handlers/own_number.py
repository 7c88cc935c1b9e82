"""Hear somebody's own number: shared by their phone, or typed because it has changed."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Typed
from services.access.rules import Action
from services.access.service import Denied
from services.errors import CareError
from services.reaching import own
from services.reaching.rules import has_number
from views import reaching as views
from views.errors import denied_card


class Owning(StatesGroup):
    """The new number may be typed instead of shared."""

    number = State()


def make_router() -> Router:
    router = Router(name=__name__)
    # Words without a number are for the teacher.
    router.message.register(type_own, Owning.number, Typed(), F.text.func(has_number))
    router.message.register(share_own, F.chat.type == "private", F.contact, is_ours)
    router.callback_query.register(open_own, views.OpenOwn.filter())
    return router


async def is_ours(message: Message, act: Act) -> bool:
    """Somebody known here; a stranger's contact gets the stranger's answer."""
    return bool(act.actor.person_ids)


@behind(Action.OWN_CARD)
async def open_own(_query: CallbackQuery, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await state.clear()
        held = await own.open_own(session, now=act.now, actor=act.actor)
        if not isinstance(held, Denied):
            await state.set_state(Owning.number)
    if isinstance(held, Denied):
        return await act.show(denied_card(act.reader))
    return await act.say(views.own_card(held, act.profile, act.actor, act.reader))


@behind(Action.OWN_CARD)
async def share_own(message: Message, act: Act, state: FSMContext) -> None:
    """Telegram says whose number it is: only the sender's own counts."""
    contact, sender = message.contact, message.from_user
    if contact is None or sender is None or contact.user_id != sender.id:
        raise CareError("reaching.not_own")
    async with act.transaction() as session:
        held = await own.share(
            session, now=act.now, actor=act.actor, profile=act.profile, number=contact.phone_number
        )
        await state.clear()
        await act.traces.take_typed(session)
    if isinstance(held, Denied):
        return await act.say(denied_card(act.reader))
    return await act.say(views.own_kept_card(held, act.profile, act.actor, act.reader))


@behind(Action.OWN_CARD)
async def type_own(message: Message, act: Act, state: FSMContext) -> None:
    async with act.traces.takes_number(), act.transaction() as session:
        held = await own.tell(
            session, now=act.now, actor=act.actor, profile=act.profile, text=message.text or ""
        )
        await state.clear()
        await act.traces.take_typed(session)
    if isinstance(held, Denied):
        return await act.say(denied_card(act.reader))
    return await act.say(views.own_kept_card(held, act.profile, act.actor, act.reader))
