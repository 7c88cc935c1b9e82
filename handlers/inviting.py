"""Links for families and staff, shown once as a picture and an address."""

from aiogram import Router
from aiogram.types import CallbackQuery

from documents.qr import qr_png
from handlers.act import Act
from handlers.behind import behind
from services.access.rules import Action
from services.access.service import Denied
from services.joining import service as joining
from services.joining.types import Invited, Waiting
from views import joining as views
from views.card import Card
from views.errors import denied_card
from views.presses import InviteFamily


def register(router: Router) -> None:
    router.callback_query.register(invite_family, InviteFamily.filter())
    router.callback_query.register(revoke_link, views.RevokeInvitation.filter())


@behind(Action.INVITE_FAMILY)
async def invite_family(query: CallbackQuery, callback_data: InviteFamily, act: Act) -> None:
    async with act.transaction() as session:
        result = await joining.invite_family(
            session,
            now=act.now,
            actor=act.actor,
            profile=act.profile,
            relation_id=callback_data.relation_id,
        )
    await act.say(await answer_to(result, act))


@behind(Action.DECIDE_JOIN, Action.INVITE_FAMILY)
async def revoke_link(query: CallbackQuery, callback_data: views.RevokeInvitation, act: Act) -> None:
    async with act.transaction() as session:
        stopped = await joining.revoke(
            session, now=act.now, actor=act.actor, invitation_id=callback_data.invitation_id
        )
    if isinstance(stopped, Denied):
        await act.show(denied_card(act.reader))
    else:
        await act.show(views.revoked_card(stopped, act.reader))


async def answer_to(result: Invited | Waiting | Denied, act: Act) -> Card:
    """The link with its picture; or whoever waits for that place already."""
    if isinstance(result, Denied):
        return denied_card(act.reader)
    if isinstance(result, Waiting):
        return views.pending_card(result, act.reader)
    bot = await act.bot.me()
    link = views.link_of(bot.username or "", result.token)
    return views.invitation_card(result, link, qr_png(link), act.reader)
