"""Who listens to what: every router, the most frequent first."""

from aiogram import Dispatcher
from aiogram.fsm.storage.base import BaseStorage

from handlers import routers
from handlers.behind import Declaring
from handlers.hearing import Hearing


def make_dispatcher(storage: BaseStorage, hearing: Hearing) -> Dispatcher:
    """Wire a dispatcher; its routers are made anew, so that two can live in one process."""
    dispatcher = Dispatcher(storage=storage)
    for observer in (dispatcher.message, dispatcher.edited_message, dispatcher.callback_query):
        observer.outer_middleware(hearing)
        observer.middleware(Declaring())
    dispatcher.my_chat_member.outer_middleware(hearing)
    dispatcher.my_chat_member.middleware(Declaring())
    dispatcher.include_routers(*routers.make())
    return dispatcher
