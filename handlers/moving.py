"""Hear that a child, or a whole class, goes to another class."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.behind import behind
from services.access.rules import Action
from services.access.service import Denied
from services.children import moving
from services.children.moving import Going, Moved, Ways
from views import moving as views
from views.card import Card
from views.errors import denied_card


def make_router() -> Router:
    router = Router(name=__name__)
    press = router.callback_query.register
    press(ask_move, views.AskMove.filter())
    press(move, views.Move.filter())
    press(ask_class_move, views.AskClassMove.filter())
    press(move_class, views.MoveClass.filter())
    return router


@behind(Action.MOVE_CLASS)
async def ask_move(_query: CallbackQuery, callback_data: views.AskMove, act: Act) -> None:
    async with act.transaction() as session:
        ways = await moving.list_ways(session, now=act.now, actor=act.actor, child_id=callback_data.child_id)
    await act.show(_card(ways, act))


@behind(Action.MOVE_CLASS)
async def move(_query: CallbackQuery, callback_data: views.Move, act: Act) -> None:
    async with act.transaction() as session:
        moved = await moving.move(
            session, now=act.now, actor=act.actor, child_id=callback_data.child_id, to_id=callback_data.to_id
        )
    await act.show(_card(moved, act))


@behind(Action.MOVE_CLASS)
async def ask_class_move(_query: CallbackQuery, callback_data: views.AskClassMove, act: Act) -> None:
    async with act.transaction() as session:
        ways = await moving.list_class_ways(
            session, now=act.now, actor=act.actor, class_id=callback_data.class_id
        )
    await act.show(_card(ways, act))


@behind(Action.MOVE_CLASS)
async def move_class(_query: CallbackQuery, callback_data: views.MoveClass, act: Act) -> None:
    """The first press says how many; only the second moves them."""
    class_id, to_id, count = callback_data.class_id, callback_data.to_id, callback_data.count
    async with act.transaction() as session:
        if count:
            found: Moved | Going | Denied = await moving.move_class(
                session, now=act.now, actor=act.actor, class_id=class_id, to_id=to_id, count=count
            )
        else:
            found = await moving.count_class(
                session, now=act.now, actor=act.actor, class_id=class_id, to_id=to_id
            )
    await act.show(_card(found, act))


def _card(found: Ways | Going | Moved | Denied, act: Act) -> Card:
    match found:
        case Ways():
            return views.ways_card(found, act.reader)
        case Going():
            return views.sure_card(found, act.reader)
        case Moved():
            return views.moved_card(found, act.reader)
        case Denied():
            return denied_card(act.reader)
