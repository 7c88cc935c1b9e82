"""Control requests: read, checked, refused with a reason, and answered, at once or when the bot is idle."""

import math
import re
import time
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sandbox.state import Chat, Message, Person
from sandbox.world import World

IDLE_WAIT_S = 20.0
GLANCE_S = 0.5


class Unprocessable(HTTPException):
    """Refuse a malformed request with a reason (422)."""

    def __init__(self, reason: str) -> None:
        super().__init__(422, reason)


class Body(BaseModel):
    """A control request's JSON body; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


BodyT = TypeVar("BodyT", bound=Body)


async def read(request: Request, shape: type[BodyT]) -> BodyT:
    """Return the body of a request in its shape; refuses anything else in one sentence."""
    content = await request.body()
    try:
        return shape.model_validate_json(content or b"{}")
    except ValidationError as refusal:
        first = refusal.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Unprocessable(f"{where}: {first['msg']}" if where else first["msg"]) from None


def world_of(request: Request) -> World:
    """Return the world this application serves."""
    world: World = request.app.state.world
    return world


def person_of(request: Request, person_id: int | None = None) -> Person:
    """Return the person a path (or `person_id`) names, or refuse with 404."""
    number = request.path_params["person_id"] if person_id is None else person_id
    person = world_of(request).state.people.get(number)
    if person is None:
        raise HTTPException(404, f"no person has the id {number}")
    return person


def group_of(request: Request) -> Chat:
    """Return the group a path names, or refuse with 404."""
    number = request.path_params["group_id"]  # negative, so Starlette's own int convertor passes it by
    chat = (
        world_of(request).state.chats.get(int(number))
        if re.fullmatch(r"-?\d{1,18}", number, re.ASCII)
        else None
    )
    if chat is None or not chat.is_group:
        raise HTTPException(404, f"no group has the id {number}")
    return chat


def message_of(chat: Chat, message_id: int) -> Message:
    """Return a message of a chat, or refuse with 422: a page can be a moment behind."""
    message = chat.messages.get(message_id)
    if message is None:
        raise Unprocessable(f"message {message_id} is not in this chat, or was deleted")
    return message


def number_in_query(request: Request, name: str, default: float) -> float:
    """Return a number from the query string."""
    raw = request.query_params.get(name)
    try:
        number = default if raw is None else float(raw)
    except ValueError:
        raise Unprocessable(f"{name}: must be a number") from None
    if not math.isfinite(number):
        raise Unprocessable(f"{name}: must be a number")
    return number


async def wait_idle(world: World, seconds: float) -> bool:
    """Wait until the bot is idle, it goes away, or `seconds` of real time pass; tell whether it is idle."""
    deadline = time.monotonic() + seconds
    while not world.link.is_idle(world.state):
        left = deadline - time.monotonic()
        if left <= 0 or world.closing or not world.link.is_connected():
            return False
        await world.link.bell.wait(min(left, GLANCE_S))
    return True


async def finish(request: Request, answer: dict[str, Any] | None, status: int = 202) -> Response:
    """Answer an act; with ?wait=idle the answer is held until the bot is idle and says whether it is."""
    if request.query_params.get("wait") != "idle":
        return reply(answer, status) if answer is not None else Response(status_code=204)
    idle = await wait_idle(world_of(request), IDLE_WAIT_S)
    return reply({**(answer or {}), "idle": idle}, 200 if answer is None else status)


def reply(content: dict[str, Any], status: int = 200) -> Response:
    """Answer with JSON, encoded quickly."""
    return Response(to_json(content), status, media_type="application/json")
