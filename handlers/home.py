"""Hear a report from home; no conversation is touched, so that whoever types next here notices nothing."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import speaking
from handlers.act import Act
from handlers.behind import behind
from services.access.rules import Action
from services.access.service import Denied
from services.alerts import home
from views import home as views
from views.errors import denied_card
from views.start import help_card


def make_router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(begin, views.HomeBegin.filter())
    router.callback_query.register(choose_child, views.HomeChild.filter())
    router.callback_query.register(tell, views.HomeTell.filter())
    router.callback_query.register(stop, views.HomeStop.filter())
    return router


@behind(Action.REPORT_FROM_HOME)
async def begin(_query: CallbackQuery, callback_data: views.HomeBegin, act: Act) -> None:
    """Ask which child, where there is more than one."""
    async with act.transaction() as session:
        found = await home.offer(session, now=act.now, actor=act.actor)
    if isinstance(found, home.Offer) and len(found.children) > 1:
        return await act.show(views.children_card(found, act.reader, asked=callback_data.asked))
    child_id = found.children[0].child_id if isinstance(found, home.Offer) else 0
    return await _show(act, found, views.HomeChild(child_id=child_id, asked=callback_data.asked))


@behind(Action.REPORT_FROM_HOME)
async def choose_child(_query: CallbackQuery, callback_data: views.HomeChild, act: Act) -> None:
    async with act.transaction() as session:
        found = await home.offer(session, now=act.now, actor=act.actor)
    await _show(act, found, callback_data)


@behind(Action.REPORT_FROM_HOME)
async def tell(query: CallbackQuery, callback_data: views.HomeTell, act: Act) -> None:
    """Store, send, and take the traces away: their rows see to it even if we end here."""
    places = (query.message.message_id if query.message else 0, callback_data.asked)
    async with act.transaction() as session:
        reported = await home.report(
            session, now=act.now, actor=act.actor, profile=act.profile, child_id=callback_data.child_id,
            code=callback_data.code, wants_word=callback_data.wants_word,
        )  # fmt: skip
        is_silent = isinstance(reported, home.Reported) and reported.is_silent
        if is_silent:
            await home.leave_nothing(session, now=act.now, chat_id=act.actor.telegram_id, message_ids=places)
    if isinstance(reported, Denied):
        await act.show(denied_card(act.reader))
    elif is_silent:
        await speaking.erase(act.bot, act.actor.telegram_id, places)
    else:
        await act.show(views.told_card(act.reader))


@behind()
async def stop(_query: CallbackQuery, callback_data: views.HomeStop, act: Act) -> None:
    """Nothing was stored: the card is again what it was, as if somebody had only asked for help."""
    await act.show(help_card(act.actor, act.reader, asked=callback_data.asked))


async def _show(act: Act, found: home.Offer | Denied, chosen: views.HomeChild) -> None:
    if isinstance(found, Denied) or chosen.child_id not in {one.child_id for one in found.children}:
        await act.show(denied_card(act.reader))
    else:
        await act.show(views.telling_card(found, chosen, act.profile, act.reader))
