"""The numbers of the place, for everybody who asks."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.behind import behind
from views import hotlines as views


def make_router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(list_hotlines, views.HotlineList.filter())
    router.callback_query.register(send_hotline, views.SendHotline.filter())
    return router


@behind()
async def list_hotlines(_query: CallbackQuery, act: Act) -> None:
    await act.say(views.hotlines_card(act.profile, act.reader))


@behind()
async def send_hotline(_query: CallbackQuery, callback_data: views.SendHotline, act: Act) -> None:
    await act.show(views.hotlines_card(act.profile, act.reader, sent=callback_data.number))
