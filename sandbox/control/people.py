"""People: who they are, what they see, what they press."""

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from sandbox import menus, shapes, wire
from sandbox.control.presence import ensure_unblocked
from sandbox.control.requests import (
    Body,
    Unprocessable,
    finish,
    message_of,
    number_in_query,
    person_of,
    read,
    reply,
    world_of,
)
from sandbox.state import Message, Person, Wire
from sandbox.world import World


class NewPerson(Body):
    """An account to create; `language` is a BCP-47 code such as zh-hans."""

    name: Annotated[str, Field(min_length=1, max_length=64, pattern=r"\S")]
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "zh-hans"


class Press(Body):
    """A press on an inline button, by label or flat index."""

    message_id: int
    button: str | int


async def list_people(request: Request) -> Response:
    """Answer everyone, in the order they came."""
    people = world_of(request).state.people.values()
    return reply({"people": [shapes.person(person) for person in people]})


async def add_person(request: Request) -> Response:
    """Create an account."""
    new = await read(request, NewPerson)
    person = world_of(request).add_person(new.name, new.language)
    return await finish(request, {"person": shapes.person(person)}, 201)


async def list_messages(request: Request) -> Response:
    """Answer the chat of a person, oldest first, from after a message on."""
    world, person = world_of(request), person_of(request)
    after = number_in_query(request, "after", 0)
    messages = world.state.chats[person.id].messages.values()
    return reply({"messages": [_shape(world, said) for said in messages if said.message_id > after]})


def _shape(world: World, message: Message) -> Wire:
    return shapes.message(world.state, world.token, message)


async def list_commands(request: Request) -> Response:
    """Answer the menu of commands this person sees."""
    world, person = world_of(request), person_of(request)
    return reply({"commands": menus.commands_for(world.state, person, world.state.chats[person.id])})


async def press(request: Request) -> Response:
    """Press an inline button."""
    world, person = world_of(request), person_of(request)
    wanted = await read(request, Press)
    ensure_unblocked(person)
    message = message_of(world.state.chats[person.id], wanted.message_id)
    button = find_button(message, wanted.button)
    if "url" in button:
        raise Unprocessable(f"this button opens a link: {button['url']}")
    if "callback_data" not in button:
        raise Unprocessable("this button does nothing for the bot: it copies a text or opens something")
    return await finish(request, queue_press(world, person, message, str(button["callback_data"])))


def find_button(message: Message, wanted: str | int) -> Wire:
    """Return the button with this label or at this index; refuses a button that is gone."""
    buttons = shapes.flat_buttons(message)
    if isinstance(wanted, int):
        if 0 <= wanted < len(buttons):
            return buttons[wanted]
        raise Unprocessable(f"button {wanted} is gone: the message has {len(buttons)} buttons")
    for button in buttons:
        if button["text"] == wanted:
            return button
    labels = ", ".join(button["text"] for button in buttons) or "none"
    raise Unprocessable(f"button {wanted!r} is gone; buttons now: {labels}")


def queue_press(world: World, person: Person, message: Message, callback: str) -> Wire:
    """Queue the callback query of a press and return its ids."""
    callback_id = world.ask(person.id)
    payload = {
        "id": callback_id,
        "from": wire.user(person),
        "message": wire.message(world.state, message),
        "chat_instance": world.state.chat_instance,
        "data": callback,
    }
    world.touch()
    update_id = world.updates.put("callback_query", message.chat_id, payload)
    return {"update_id": update_id, "callback_id": callback_id}
