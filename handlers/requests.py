"""Hear how a request is answered."""

from collections.abc import Callable

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Typed
from services.access.rules import Action
from services.access.service import Denied
from services.privacy import deciding
from services.privacy.types import Opened
from views import requests as views
from views.card import Card
from views.errors import denied_card
from views.presses import OpenRequests
from views.reader import Reader


class Answering(StatesGroup):
    """Why it is refused, for a reason that isn't one of the usual."""

    reason = State()


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(write_reason, Answering.reason, Typed())
    router.callback_query.register(list_requests, OpenRequests.filter())
    router.callback_query.register(open_request, views.OpenRequest.filter())
    router.callback_query.register(grant_request, views.GrantRequest.filter())
    router.callback_query.register(ask_reason, views.RefuseRequest.filter())
    router.callback_query.register(refuse_as_usual, views.RefuseAsUsual.filter())
    return router


@behind(Action.LIST_REQUESTS)
async def list_requests(
    _query: CallbackQuery, callback_data: OpenRequests, act: Act, state: FSMContext
) -> None:
    async with act.transaction() as session:
        await state.clear()
        waiting = await deciding.list_waiting(session, now=act.now, actor=act.actor)
    await act.show(views.requests_card(waiting, callback_data.page, act.reader))


@behind(Action.OPEN_REQUEST)
async def open_request(
    _query: CallbackQuery, callback_data: views.OpenRequest, act: Act, state: FSMContext
) -> None:
    opened = await _open(act, state, callback_data.request_id)
    await _show(act, opened, views.request_card)


@behind(Action.OPEN_REQUEST, Action.GRANT_REQUEST)
async def grant_request(
    _query: CallbackQuery, callback_data: views.GrantRequest, act: Act, state: FSMContext
) -> None:
    """Asked once whether that is so: what is said then is told to the asker."""
    if not callback_data.sure:
        opened = await _open(act, state, callback_data.request_id)
        return await _show(act, opened, _before(views.sure_card))
    async with act.transaction() as session:
        opened = await deciding.grant(
            session, now=act.now, actor=act.actor, profile=act.profile, request_id=callback_data.request_id
        )
    return await _show(act, opened, views.request_card)


@behind(Action.OPEN_REQUEST)
async def ask_reason(
    _query: CallbackQuery, callback_data: views.RefuseRequest, act: Act, state: FSMContext
) -> None:
    async with act.transaction() as session:
        await state.clear()
        opened = await deciding.open_request(
            session, now=act.now, actor=act.actor, request_id=callback_data.request_id
        )
        if isinstance(opened, Opened) and opened.ticket.is_granted is None:
            await state.set_state(Answering.reason)
            await state.set_data({"request_id": callback_data.request_id})
    await _show(act, opened, _before(views.reason_card))


@behind(Action.REFUSE_REQUEST)
async def refuse_as_usual(
    _query: CallbackQuery, callback_data: views.RefuseAsUsual, act: Act, state: FSMContext
) -> None:
    async with act.transaction() as session:
        await state.clear()
        opened = await deciding.refuse_as_usual(
            session, now=act.now, actor=act.actor, profile=act.profile,
            request_id=callback_data.request_id, usual=callback_data.why,
        )  # fmt: skip
    await _show(act, opened, views.request_card)


@behind(Action.REFUSE_REQUEST)
async def write_reason(message: Message, act: Act, state: FSMContext) -> None:
    """A reason that is none is asked for again: the state stays."""
    async with act.transaction() as session:
        opened = await deciding.refuse(
            session, now=act.now, actor=act.actor, profile=act.profile,
            request_id=(await state.get_data())["request_id"], text=message.text or "",
        )  # fmt: skip
        await state.clear()
    await _show(act, opened, views.request_card)


async def _open(act: Act, state: FSMContext, request_id: int) -> Opened | Denied:
    async with act.transaction() as session:
        await state.clear()
        return await deciding.open_request(session, now=act.now, actor=act.actor, request_id=request_id)


def _before(card: Callable[[Opened, Reader], Card]) -> Callable[[Opened, Reader], Card]:
    """A question that is of use only while nobody has answered."""

    def shown(opened: Opened, reader: Reader) -> Card:
        return (card if opened.ticket.is_granted is None else views.request_card)(opened, reader)

    return shown


async def _show(act: Act, opened: Opened | Denied, card: Callable[[Opened, Reader], Card]) -> None:
    await act.show(denied_card(act.reader) if isinstance(opened, Denied) else card(opened, act.reader))
