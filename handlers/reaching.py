"""Hear who wants to reach a child's people, and what the school writes down of them."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import own_number, speaking
from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Typed
from models.codes import Detail
from models.database import Session
from services.access.rules import Action
from services.access.service import Denied
from services.fading.types import Subject
from services.reaching import finding
from services.reaching import service as reaching
from services.reaching.types import ContactCard
from views import reaching as views
from views.card import Card
from views.errors import denied_card


class Keeping(StatesGroup):
    """A number or an address is typed."""

    way = State()
    number = State()


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(take_way, Keeping.way, Typed())
    router.message.register(find_by_phone, Keeping.number, Typed())
    press = router.callback_query.register
    press(open_card, views.OpenCard.filter())
    press(dial, views.Dial.filter())
    press(open_ways, views.OpenWays.filter())
    press(ask_way, views.AskWay.filter())
    press(ask_number, views.AskNumber.filter())
    press(end_way, views.EndWay.filter())
    press(confirm_way, views.ConfirmWay.filter())
    router.include_router(own_number.make_router())
    return router


@behind(Action.SEE_CARD, Action.SEE_ADDRESS)
async def open_card(
    _query: CallbackQuery, callback_data: views.OpenCard, act: Act, state: FSMContext
) -> None:
    """Also the way back from a question, which ends there."""
    async with act.transaction() as session:
        await state.clear()
        card = await reaching.open_card(
            session, now=act.now, actor=act.actor, child_id=callback_data.child_id
        )
    await act.show(_face(card, act))


@behind(Action.SEE_CARD)
async def dial(_query: CallbackQuery, callback_data: views.Dial, act: Act) -> None:
    """The number comes as a contact card, and leaves the chat with the other traces of a child."""
    async with act.transaction() as session:
        found = await reaching.dial(
            session, now=act.now, actor=act.actor, child_id=callback_data.child_id,
            detail_id=callback_data.detail,
        )  # fmt: skip
    if isinstance(found, Denied):
        return await act.show(denied_card(act.reader))
    chat_id = act.event.from_user.id if act.event.from_user else 0
    sent = await speaking.send_contact(act.bot, chat_id, views.dialled(found, act.reader))
    if sent is not None:
        await act.traces.note_file(sent, Subject(child_id=found.child_id))
    return None


@behind(Action.KEEP_CARD)
async def open_ways(_query: CallbackQuery, callback_data: views.OpenWays, act: Act) -> None:
    async with act.transaction() as session:
        card = await _to_keep(session, act, callback_data.child_id)
    await act.show(
        denied_card(act.reader)
        if isinstance(card, Denied)
        else views.ways_card(card, callback_data.place, act.profile, act.reader)
    )


@behind(Action.KEEP_CARD)
async def ask_way(_query: CallbackQuery, callback_data: views.AskWay, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await state.clear()
        card = await _to_keep(session, act, callback_data.child_id)
        if isinstance(card, ContactCard):
            await state.set_state(Keeping.way)
            await state.set_data(callback_data.model_dump(mode="json"))
    await act.show(
        denied_card(act.reader)
        if isinstance(card, Denied)
        else views.ask_card(card, callback_data, act.reader)
    )


@behind(Action.KEEP_CARD)
async def take_way(message: Message, act: Act, state: FSMContext) -> None:
    """What can't be read is asked for again: the state stays. What was typed leaves the chat either way."""
    async with act.traces.takes_number(), act.transaction() as session:
        asked = await state.get_data()
        card = await reaching.add(
            session, now=act.now, actor=act.actor, profile=act.profile, child_id=int(asked["child_id"]),
            relation_id=int(asked["place"]) or None, kind=Detail(asked["kind"]), text=message.text or "",
        )  # fmt: skip
        await state.clear()
        await act.traces.take_typed(session)
    await act.say(_face(card, act))


@behind(Action.KEEP_CARD)
async def end_way(_query: CallbackQuery, callback_data: views.EndWay, act: Act) -> None:
    async with act.transaction() as session:
        card = await reaching.end(
            session, now=act.now, actor=act.actor, child_id=callback_data.child_id,
            detail_id=callback_data.detail,
        )  # fmt: skip
    await act.show(_face(card, act))


@behind(Action.KEEP_CARD)
async def confirm_way(_query: CallbackQuery, callback_data: views.ConfirmWay, act: Act) -> None:
    async with act.transaction() as session:
        card = await reaching.confirm(
            session, now=act.now, actor=act.actor, child_id=callback_data.child_id,
            detail_id=callback_data.detail,
        )  # fmt: skip
    await act.show(_face(card, act))


@behind()
async def ask_number(
    _query: CallbackQuery, callback_data: views.AskNumber, act: Act, state: FSMContext
) -> None:
    """Anybody may ask; the door is at each child that is found."""
    async with act.transaction():
        await state.clear()
        await state.set_state(Keeping.number)
    await act.show(views.ask_number_card(callback_data.class_id, act.reader))


@behind(Action.FIND_BY_PHONE)
async def find_by_phone(message: Message, act: Act, state: FSMContext) -> None:
    async with act.traces.takes_number(), act.transaction() as session:
        found = await finding.find_by_phone(
            session, now=act.now, actor=act.actor, profile=act.profile, text=message.text or ""
        )
        await state.clear()
        await act.traces.take_typed(session)
    await act.say(views.found_card(() if isinstance(found, Denied) else found, act.reader))


async def _to_keep(session: Session, act: Act, child_id: int) -> ContactCard | Denied:
    """The card, to somebody who may change it."""
    return await reaching.open_to_keep(session, now=act.now, actor=act.actor, child_id=child_id)


def _face(card: ContactCard | Denied, act: Act) -> Card:
    if isinstance(card, Denied):
        return denied_card(act.reader)
    return views.contact_card(card, act.profile, act.reader)
