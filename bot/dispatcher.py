"""Who listens to what: every router, the most frequent first."""

from collections.abc import Iterable

from aiogram import Dispatcher, Router
from aiogram.fsm.storage.base import BaseStorage

from handlers.behind import Declaring
from handlers.hearing import Hearing


def make_dispatcher(storage: BaseStorage, hearing: Hearing, routers: Iterable[Router]) -> Dispatcher:
    """Wire a dispatcher around routers that no other has."""
    dispatcher = Dispatcher(storage=storage)
    for observer in (dispatcher.message, dispatcher.edited_message, dispatcher.callback_query):
        observer.outer_middleware(hearing)
        observer.middleware(Declaring())
    dispatcher.my_chat_member.outer_middleware(hearing)
    dispatcher.my_chat_member.middleware(Declaring())
    dispatcher.include_routers(*routers)
    return dispatcher
