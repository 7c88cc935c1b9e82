"""Hear that a child is no longer at the school, and that this was a mis-tap."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.behind import behind
from handlers.child_faces import face, open_file
from services.access.rules import Action
from services.access.service import Denied
from services.children import leaving
from views import leaving as views
from views.errors import denied_card


def make_router() -> Router:
    router = Router(name=__name__)
    press = router.callback_query.register
    press(ask_leaving, views.AskLeaving.filter())
    press(choose_leaving, views.ChooseLeaving.filter())
    press(put_back, views.PutBack.filter())
    return router


@behind(Action.LET_GO)
async def ask_leaving(_query: CallbackQuery, callback_data: views.AskLeaving, act: Act) -> None:
    async with act.transaction() as session:
        child = await leaving.ask(session, now=act.now, actor=act.actor, child_id=callback_data.child_id)
    card = denied_card(act.reader) if isinstance(child, Denied) else views.why_card(child, act.reader)
    await act.show(card)


@behind(Action.LET_GO)
async def choose_leaving(_query: CallbackQuery, callback_data: views.ChooseLeaving, act: Act) -> None:
    """Why, then once more; only the second yes changes anything."""
    child_id, why = callback_data.child_id, callback_data.why
    if not callback_data.sure:
        async with act.transaction() as session:
            child = await leaving.ask(session, now=act.now, actor=act.actor, child_id=child_id)
        if isinstance(child, Denied):
            return await act.show(denied_card(act.reader))
        return await act.show(views.sure_card(child, why, act.reader))
    async with act.transaction() as session:
        left = await leaving.leave(session, now=act.now, actor=act.actor, child_id=child_id, why=why)
    card = denied_card(act.reader) if isinstance(left, Denied) else views.left_card(left, act.reader)
    return await act.show(card)


@behind(Action.LET_GO, Action.SEE_CHILD)
async def put_back(_query: CallbackQuery, callback_data: views.PutBack, act: Act) -> None:
    child_id = callback_data.child_id
    async with act.transaction() as session:
        decided = await leaving.put_back(session, now=act.now, actor=act.actor, child_id=child_id)
        opened = decided if isinstance(decided, Denied) else await open_file(session, act, child_id)
    await act.show(face(opened, act))
