"""We work in private chats: say so once and leave; and notice who has blocked us."""

import structlog
from aiogram import Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import BaseFilter
from aiogram.types import ChatMemberUpdated, Message

from handlers import speaking
from handlers.act import Act
from handlers.behind import behind
from services.joining import preferences
from views.start import group_card

log = structlog.get_logger()

PRESENT = {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR}


class Elsewhere(BaseFilter):
    """Matches what happens outside private chats; asked for each message, so without F's thread."""

    async def __call__(self, event: Message | ChatMemberUpdated) -> bool:
        return event.chat.type != ChatType.PRIVATE


def make_router() -> Router:
    router = Router(name=__name__)
    elsewhere = Elsewhere()
    router.message.register(leave_group, elsewhere)
    router.edited_message.register(leave_group, elsewhere)
    router.my_chat_member.register(answer_membership, elsewhere)
    router.my_chat_member.register(notice_block)
    return router


@behind()
async def leave_group(message: Message, act: Act) -> None:
    """Being added is heard twice, as a membership and as a message of the chat itself: answer one of them."""
    if not (message.new_chat_members or message.group_chat_created or message.left_chat_member):
        await _leave(message.chat.id, act)


@behind()
async def answer_membership(event: ChatMemberUpdated, act: Act) -> None:
    if event.new_chat_member.status in PRESENT:
        await _leave(event.chat.id, act)


@behind()
async def notice_block(event: ChatMemberUpdated, act: Act) -> None:
    reachable = event.new_chat_member.status != ChatMemberStatus.KICKED
    async with act.transaction() as session:
        await preferences.mark_reach(session, now=act.now, actor=act.actor, reachable=reachable)


async def _leave(chat_id: int, act: Act) -> None:
    try:
        await speaking.send(act.bot, chat_id, group_card(act.reader))
        await act.bot.leave_chat(chat_id)
    except TelegramAPIError:  # muted, or put out already
        log.info("group.left_before", chat_id=chat_id)
