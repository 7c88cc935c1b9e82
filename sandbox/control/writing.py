"""What a person writes: text, a contact, a place, a sticker, files, corrections."""

from typing import Annotated, Any

from pydantic import Field, model_validator
from starlette.requests import Request
from starlette.responses import Response

from sandbox import wire
from sandbox.control.presence import ensure_unblocked, welcome
from sandbox.control.requests import Body, Unprocessable, finish, message_of, person_of, read, world_of
from sandbox.control.uploads import queued, write_files
from sandbox.entities import detect, trim
from sandbox.state import Chat, Person, Wire
from sandbox.world import World

TEXT_LIMIT = 4096

Words = Annotated[str, Field(min_length=1, max_length=TEXT_LIMIT, pattern=r"\S")]


class ContactCard(Body):
    """A contact to share; `own` when it is the person's own number."""

    phone: Annotated[str, Field(min_length=3, max_length=32)]
    name: str | None = None
    own: bool = False


class Location(Body):
    """A place."""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class Writing(Body):
    """Exactly one of the things a person can send."""

    text: Words | None = None
    contact: ContactCard | None = None
    location: Location | None = None
    sticker: Annotated[str, Field(min_length=1, max_length=16)] | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> "Writing":
        given = [name for name in Writing.model_fields if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of text, contact, location, sticker")
        return self


class Correction(Body):
    """The new text of a message."""

    text: Words


async def write(request: Request) -> Response:
    """Send a message as a person: JSON for words, multipart for files."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await write_files(request)
    world, person = world_of(request), person_of(request)
    writing = await read(request, Writing)
    welcome(world, person, writing.text or "")
    chat = world.state.chats[person.id]
    if writing.text is not None:
        return await finish(request, say(world, chat, person, writing.text))
    message = world.post(chat, person.id, content=_content(person, writing))
    return await finish(request, queued(world, message))


def say(world: World, chat: Chat, person: Person, text: str) -> Wire:
    """Post a text and queue it for the bot."""
    text, _ = trim(text, [])
    message = world.post(chat, person.id, text=text, entities=detect(text, []))
    return queued(world, message)


def _content(person: Person, writing: Writing) -> Wire:
    if contact := writing.contact:
        card: dict[str, Any] = {
            "phone_number": contact.phone,
            "first_name": contact.name or person.name,
        }
        return {"contact": card | ({"user_id": person.id} if contact.own else {})}
    if location := writing.location:
        return {"location": {"latitude": location.latitude, "longitude": location.longitude}}
    return {"sticker": wire.sticker(writing.sticker or "")}


async def correct(request: Request) -> Response:
    """Change the text of a person's own message."""
    world, person = world_of(request), person_of(request)
    correction = await read(request, Correction)
    ensure_unblocked(person)
    message = message_of(world.state.chats[person.id], request.path_params["message_id"])
    if message.from_bot or message.content:
        raise Unprocessable("only a person's own text or caption can be edited")
    text, _ = trim(correction.text, [])
    message.text, message.entities = text, detect(text, [])
    message.edit_date = int(world.clock.timestamp())
    world.changed("edited", message)
    update_id = world.hear("edited_message", message)
    return await finish(request, {"message_id": message.message_id, "update_id": update_id})
