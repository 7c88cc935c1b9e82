"""Whoever has taken a case notes whom at home they have told."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.alerts_told import show_or_deny
from handlers.behind import behind
from services.access.rules import Action
from services.casework import telling_home
from views.case_home import TellHome, home_card
from views.casework import road_card


def register(router: Router) -> None:
    router.callback_query.register(tell_home, TellHome.filter())


@behind(Action.KEEP_CASE)
async def tell_home(_query: CallbackQuery, callback_data: TellHome, act: Act) -> None:
    case_id, adult = callback_data.case_id, callback_data.adult
    if adult is None:
        async with act.transaction() as session:
            home = await telling_home.look(
                session, now=act.now, actor=act.actor, profile=act.profile, case_id=case_id
            )
        return await show_or_deny(act, home, lambda found: home_card(found, act.reader))
    async with act.transaction() as session:
        road = await telling_home.tell(
            session, now=act.now, actor=act.actor, profile=act.profile, case_id=case_id, adult=adult
        )
    return await show_or_deny(act, road, lambda found: road_card(found, act.profile, act.reader))
