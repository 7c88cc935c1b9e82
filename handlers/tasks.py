"""Hear about what waits to be done."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Key
from services.access.rules import Action
from services.access.service import Denied
from services.contacts import tasks
from views.errors import denied_card
from views.tasks import FinishTask, OpenTasks, tasks_card


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(list_tasks, Key("menu.tasks"))
    router.callback_query.register(turn_page, OpenTasks.filter())
    router.callback_query.register(finish_task, FinishTask.filter())
    return router


@behind(Action.SEE_CHILD)
async def list_tasks(_message: Message, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await tasks.list_open(session, now=act.now, actor=act.actor)
    await act.say(tasks_card(found, 0, act.reader))


@behind(Action.SEE_CHILD)
async def turn_page(_query: CallbackQuery, callback_data: OpenTasks, act: Act) -> None:
    async with act.transaction() as session:
        found = await tasks.list_open(session, now=act.now, actor=act.actor)
    await act.show(tasks_card(found, callback_data.page, act.reader))


@behind(Action.FINISH_TASK, Action.SEE_CHILD)
async def finish_task(_query: CallbackQuery, callback_data: FinishTask, act: Act) -> None:
    """Mark it, and show what is left."""
    async with act.transaction() as session:
        finished = await tasks.finish(session, now=act.now, actor=act.actor, task_id=callback_data.task_id)
        found = await tasks.list_open(session, now=act.now, actor=act.actor)
    if isinstance(finished, Denied):
        return await act.show(denied_card(act.reader))
    return await act.show(tasks_card(found, 0, act.reader))
