"""Hear about classes, children and their cards."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import correcting, leaving, moving, registering
from handlers.act import Act
from handlers.behind import behind
from handlers.child_faces import face, open_file
from handlers.keys import Key
from services.access import service as access
from services.access.queries import find_cover
from services.access.rules import Action
from services.access.service import Denied
from services.children import corrections
from services.children import service as children
from views.child_card import AddCarer, SetBoards
from views.children import class_card, classes_card, own_children_card, village_card
from views.errors import denied_card
from views.household import covered_card
from views.presses import OpenChild, OpenClass


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(list_classes, Key("menu.children"))
    router.message.register(list_own_children, Key("menu.own_children"))
    router.callback_query.register(open_class, OpenClass.filter())
    router.callback_query.register(open_child, OpenChild.filter())
    router.callback_query.register(set_boards, SetBoards.filter())
    router.callback_query.register(add_carer, AddCarer.filter())
    router.include_routers(
        registering.make_router(), correcting.make_router(), leaving.make_router(), moving.make_router()
    )
    return router


@behind(Action.SEE_CHILD)
async def list_classes(_message: Message, act: Act, state: FSMContext) -> None:
    """Show the only class at once, or let the teacher choose."""
    async with act.transaction() as session:
        await state.clear()
        classes = await access.list_classes(session, actor=act.actor, action=Action.SEE_CHILD)
        neighbours = await access.list_village_children(session, now=act.now, actor=act.actor)
        if len(classes) == 1:
            found = await children.open_class(
                session, now=act.now, actor=act.actor, class_id=classes[0].class_id
            )
    if neighbours or not classes:
        return await act.say(village_card(neighbours, classes, act.reader))
    if len(classes) > 1:
        return await act.say(classes_card(classes, act.reader))
    return await act.say(
        denied_card(act.reader) if isinstance(found, Denied) else class_card(found, 0, act.reader)
    )


@behind(Action.SEE_CHILD)
async def list_own_children(_message: Message, act: Act, state: FSMContext) -> None:
    """Show the only child's card at once, or let the family choose."""
    async with act.transaction() as session:
        await state.clear()
        own = await access.list_own_children(session, now=act.now, actor=act.actor)
        opened = await open_file(session, act, own[0].child_id) if len(own) == 1 else None
        cover = None if own else await find_cover(session, now=act.now, person_ids=act.actor.person_ids)
    if cover is not None:
        return await act.say(covered_card(cover, act.reader))
    if opened is None:
        return await act.say(own_children_card(own, act.reader, is_family=act.actor.is_family))
    return await act.say(face(opened, act))


@behind(Action.SEE_CHILD)
async def open_class(_query: CallbackQuery, callback_data: OpenClass, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await children.open_class(
            session, now=act.now, actor=act.actor, class_id=callback_data.class_id
        )
    if isinstance(found, Denied):
        return await act.show(denied_card(act.reader))
    return await act.show(class_card(found, callback_data.page, act.reader))


@behind(Action.SEE_CHILD)
async def open_child(_query: CallbackQuery, callback_data: OpenChild, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await state.clear()
        opened = await open_file(session, act, callback_data.child_id)
    await act.show(face(opened, act))


@behind(Action.CORRECT_CHILD, Action.SEE_CHILD)
async def set_boards(_query: CallbackQuery, callback_data: SetBoards, act: Act) -> None:
    child_id = callback_data.child_id
    async with act.transaction() as session:
        decided = await corrections.set_boards(
            session, now=act.now, actor=act.actor, child_id=child_id, boards=callback_data.boards
        )
        opened = decided if isinstance(decided, Denied) else await open_file(session, act, child_id)
    await act.show(face(opened, act))


@behind(Action.CORRECT_CHILD, Action.SEE_CHILD)
async def add_carer(_query: CallbackQuery, callback_data: AddCarer, act: Act) -> None:
    child_id = callback_data.child_id
    async with act.transaction() as session:
        decided = await corrections.add_carer(session, now=act.now, actor=act.actor, child_id=child_id)
        opened = decided if isinstance(decided, Denied) else await open_file(session, act, child_id)
    await act.show(face(opened, act))
