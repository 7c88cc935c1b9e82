"""Whom the bot can reach: the chat of a call, its message, or Telegram's refusal."""

from sandbox.botapi.calls import Call
from sandbox.botapi.errors import bad_request, forbidden
from sandbox.state import Chat, Message
from sandbox.world import World


def known_chat(world: World, call: Call) -> Chat:
    """Return the chat a call names."""
    if not call.text("chat_id"):
        raise bad_request("chat_id is empty")
    number = call.chat_id()
    chat = world.state.chats.get(number) if number is not None else None
    if chat is None:
        raise bad_request("chat not found")
    return chat


def open_chat(world: World, call: Call) -> Chat:
    """Return the chat a call names, when the bot may write there."""
    chat = known_chat(world, call)
    if chat.is_group:
        if chat.left:
            raise forbidden("bot is not a member of the group chat")
        return chat
    person = world.state.people[chat.id]
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")
    return chat


def own_message(world: World, call: Call, act: str) -> Message:
    """Return the bot's message a call names, to `act` upon (edit)."""
    chat = open_chat(world, call)
    message = chat.messages.get(call.integer("message_id") or 0)
    if message is None:
        raise bad_request(f"message to {act} not found")
    if not message.from_bot:
        raise bad_request(f"message can't be {act}ed")
    return message
