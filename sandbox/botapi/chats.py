"""Methods about chats: getChat, getChatMember, leaveChat."""

from sandbox import wire
from sandbox.botapi.calls import Call
from sandbox.botapi.errors import bad_request, forbidden
from sandbox.botapi.reach import known_chat
from sandbox.state import BOT_ID, Chat, Wire
from sandbox.world import World

# fields that Telegram always sends and that both libraries require
_FULL: Wire = {
    "accent_color_id": 0,
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    },
}


def _inside(world: World, call: Call) -> Chat:
    chat = known_chat(world, call)
    if chat.left:
        raise forbidden("bot is not a member of the group chat")
    return chat


def get_chat(world: World, call: Call) -> Wire:
    """Return a chat in full."""
    return wire.chat(world.state, _inside(world, call)) | _FULL


def get_chat_member(world: World, call: Call) -> Wire:
    """Return what someone is in a chat."""
    chat, number = _inside(world, call), call.integer("user_id")
    if number == BOT_ID:
        return wire.member("member", wire.BOT_USER)
    person = world.state.people.get(number or 0)
    if person is None:
        raise bad_request("invalid user_id specified")
    is_member = number in chat.members if chat.is_group else number == chat.id
    if not is_member:
        return wire.member("left", wire.user(person))
    return wire.member("creator" if number == chat.owner_id else "member", wire.user(person))


def leave_chat(world: World, call: Call) -> bool:
    """Leave a group; the group sees it, and the bot hears of its own departure."""
    chat = _inside(world, call)
    if not chat.is_group:
        raise bad_request("chat member status can't be changed in private chats")
    world.membership(chat, wire.BOT_USER, "member", "left")
    world.post(chat, BOT_ID, content={"left_chat_member": wire.BOT_USER})
    chat.left = True
    return True
