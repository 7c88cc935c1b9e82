"""The bot's routers for tests: made once, then lent to one room after the other.

Making them takes longer than most tests, and they hold nothing of the dispatcher that they served; all but
the last, which remembers albums and is made anew.
"""

from aiogram import Router

from handlers import routers, unknown

_idle: list[list[Router]] = []


def borrow() -> list[Router]:
    """Routers that no dispatcher has."""
    return [*(_idle.pop() if _idle else routers.make()[:-1]), unknown.make_router()]


def give_back(lent: list[Router]) -> None:
    """Take them from their dispatcher, which hears nothing from now on."""
    for router in lent:
        assert router.parent_router is not None
        router.parent_router.sub_routers.remove(router)
        router._parent_router = None
    _idle.append(lent[:-1])
