"""Methods that change what was sent: edit, delete, answer a press."""

import time
from typing import Any

from sandbox import wire
from sandbox.botapi.calls import Call
from sandbox.botapi.errors import bad_request
from sandbox.botapi.reach import open_chat, own_message
from sandbox.botapi.sending import caption, words
from sandbox.keyboards import parse_markup
from sandbox.state import Message, Wire
from sandbox.world import CALLBACK_LIFE_S, World

DELETABLE_S = 48 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def _edit(world: World, message: Message, **fields: Any) -> Wire:
    """Change a message, unless nothing would change."""
    if message.markup is not None and "inline_keyboard" not in message.markup:
        raise bad_request("message can't be edited")
    if all(getattr(message, name) == value for name, value in fields.items()):
        raise bad_request(_NOT_MODIFIED)
    for name, value in fields.items():
        setattr(message, name, value)
    message.edit_date = int(world.clock.timestamp())
    world.changed("edited", message)
    return wire.message(world.state, message)


def _inline_markup(call: Call) -> Wire | None:
    markup = parse_markup(call.parsed("reply_markup"))
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def edit_message_text(world: World, call: Call) -> Wire:
    """Replace text and buttons; buttons that are not given again are gone."""
    message = own_message(world, call, "edit")
    text, entities = words(call)
    if message.file or message.content:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, message, text=text, entities=entities, markup=_inline_markup(call))


def edit_message_caption(world: World, call: Call) -> Wire:
    """Replace caption and buttons."""
    message = own_message(world, call, "edit")
    text, entities = caption(call)
    if not message.file:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, message, text=text, entities=entities, markup=_inline_markup(call))


def edit_message_reply_markup(world: World, call: Call) -> Wire:
    """Replace only the buttons."""
    message = own_message(world, call, "edit")
    return _edit(world, message, markup=_inline_markup(call))


def delete_message(world: World, call: Call) -> bool:
    """Delete one message, the bot's or the person's."""
    message = open_chat(world, call).messages.get(call.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to delete not found")
    if not _is_deletable(world, message):
        raise bad_request("message can't be deleted for everyone")
    world.remove(message)
    return True


def delete_messages(world: World, call: Call) -> bool:
    """Delete up to a hundred messages; those that are gone are passed over."""
    chat = open_chat(world, call)
    numbers = call.parsed("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad_request("message identifiers are not specified")
    for number in numbers:
        message = chat.messages.get(number) if isinstance(number, int) else None
        if message is not None and _is_deletable(world, message):
            world.remove(message)
    return True


def _is_deletable(world: World, message: Message) -> bool:
    return world.clock.timestamp() - message.date <= DELETABLE_S


def answer_callback_query(world: World, call: Call) -> bool:
    """Answer a press, once or again, while it is fresh; words become a toast."""
    person_id, asked_at = world.callbacks.get(call.text("callback_query_id"), (0, 0.0))
    if not person_id or time.monotonic() - asked_at > CALLBACK_LIFE_S:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = call.text("text")
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    if text:
        toast = {"person_id": person_id, "text": text, "alert": call.flag("show_alert")}
        world.feed.publish("toast", toast)
    return True
