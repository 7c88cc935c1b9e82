"""Groups: made by a person who adds the bot, written in, and seen to be left."""

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from sandbox import shapes, wire
from sandbox.control.requests import Body, finish, group_of, person_of, read, reply, world_of
from sandbox.control.writing import Words, say
from sandbox.state import Chat


class NewGroup(Body):
    """A group to create."""

    title: Annotated[str, Field(min_length=1, max_length=128, pattern=r"\S")]
    person_id: int


class GroupWriting(Body):
    """A text that a member writes."""

    person_id: int
    text: Words


async def add_group(request: Request) -> Response:
    """Create a group with a person and the bot in it."""
    new = await read(request, NewGroup)
    world, person = world_of(request), person_of(request, new.person_id)
    world.state.last_group_id -= 1
    chat = Chat(world.state.last_group_id, new.title, person.id, [person.id])
    world.state.chats[chat.id] = chat
    world.membership(chat, wire.user(person), "left", "member")
    message = world.post(chat, person.id, content={"group_chat_created": True})
    update_id = world.hear("message", message)
    return await finish(request, {"group": {"id": chat.id, "title": chat.title}, "update_id": update_id}, 201)


async def write_in_group(request: Request) -> Response:
    """Write in a group; whoever writes is a member from then on."""
    group = group_of(request)
    writing = await read(request, GroupWriting)
    world, person = world_of(request), person_of(request, writing.person_id)
    if person.id not in group.members:
        group.members.append(person.id)
    return await finish(request, say(world, group, person, writing.text))


async def show_group(request: Request) -> Response:
    """Answer a group with its messages; `left` once the bot has gone."""
    world, group = world_of(request), group_of(request)
    messages = [shapes.message(world.state, world.token, said) for said in group.messages.values()]
    return reply(
        {
            "id": group.id,
            "title": group.title,
            "members": group.members,
            "left": group.left,
            "messages": messages,
        }
    )
