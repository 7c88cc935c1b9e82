"""Hear that somebody on duty is there."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.behind import behind
from services.access.rules import Action
from services.duty import checks
from views.duty import HereIAm, thanks_card
from views.errors import denied_card


def make_router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(answer_duty_check, HereIAm.filter())
    return router


@behind(Action.ANSWER_DUTY_CHECK)
async def answer_duty_check(_query: CallbackQuery, callback_data: HereIAm, act: Act) -> None:
    async with act.transaction() as session:
        is_theirs = await checks.answer(
            session, now=act.now, actor=act.actor, check_id=callback_data.check_id
        )
    await act.show(thanks_card(act.reader) if is_theirs else denied_card(act.reader))
