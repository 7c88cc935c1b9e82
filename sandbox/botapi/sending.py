"""Methods that send words: sendMessage, sendContact, sendChatAction."""

from typing import Any

from sandbox import wire
from sandbox.botapi.calls import Call
from sandbox.botapi.errors import bad_request
from sandbox.botapi.reach import open_chat
from sandbox.entities import detect, given_entities, trim
from sandbox.keyboards import parse_markup
from sandbox.markup import parse_html, utf16_length
from sandbox.state import BOT_ID, Chat, Message, Wire
from sandbox.world import World

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def formatted(text: str, parse_mode: str, given: Any) -> tuple[str, list[Wire]]:
    """Return text and entities, whether they came as markup or as entities."""
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad_request("unsupported parse_mode")
        text, entities = parse_html(text)
    else:
        entities = given_entities(given, text) if given else []
    text, entities = trim(text, entities)
    return text, detect(text, entities)


def words(call: Call) -> tuple[str, list[Wire]]:
    """Return the text of a message; refuses none and too much."""
    text, entities = formatted(call.text("text"), call.text("parse_mode"), call.parsed("entities"))
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, entities


def caption(call: Call) -> tuple[str, list[Wire]]:
    """Return the caption of a file, which may be empty."""
    text, entities = formatted(call.text("caption"), call.text("parse_mode"), call.parsed("caption_entities"))
    if utf16_length(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text, entities


def deliver(world: World, chat: Chat, call: Call, **fields: Any) -> Message:
    """Put the bot's message into a chat with the keyboard and the options of the call."""
    return world.post(
        chat,
        BOT_ID,
        markup=parse_markup(call.parsed("reply_markup")),
        protected=call.flag("protect_content"),
        reply_to=_answered(chat, call),
        **fields,
    )


def _answered(chat: Chat, call: Call) -> int | None:
    parameters = call.parsed("reply_parameters")
    if not isinstance(parameters, dict):
        return None
    number = parameters.get("message_id")
    if isinstance(number, int) and number in chat.messages:
        return number
    if parameters.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def send_message(world: World, call: Call) -> Wire:
    """Send text."""
    chat = open_chat(world, call)
    text, entities = words(call)
    return wire.message(world.state, deliver(world, chat, call, text=text, entities=entities))


def send_contact(world: World, call: Call) -> Wire:
    """Send a contact card."""
    chat = open_chat(world, call)
    phone, first_name = call.text("phone_number"), call.text("first_name")
    if not phone:
        raise bad_request("PHONE_NUMBER_EMPTY")
    if not first_name:
        raise bad_request("FIRST_NAME_EMPTY")
    contact = {"phone_number": phone, "first_name": first_name}
    contact |= {name: call.text(name) for name in ("last_name", "vcard") if call.text(name)}
    return wire.message(world.state, deliver(world, chat, call, content={"contact": contact}))


def send_chat_action(world: World, call: Call) -> bool:
    """Show that the bot is busy."""
    chat = open_chat(world, call)
    action = call.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.feed.publish("typing", {**world.where(chat.id), "action": action})
    return True
