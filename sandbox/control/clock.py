"""The clock for programs, and the bot's publications about itself."""

import math
import time
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, model_validator
from starlette.requests import Request
from starlette.responses import Response

from sandbox.control.requests import Body, Unprocessable, number_in_query, read, reply, wait_idle, world_of
from sandbox.state import BOT_NAME, BOT_USERNAME, Wire
from sandbox.timekeeper import iso
from sandbox.world import World

STEP_WAIT_S = 30.0
MAX_STEPS = 2000
LONGEST_LOOK_S = 60.0
GLANCE_S = 2.0
FURTHEST = datetime(2200, 1, 1, tzinfo=UTC)

Role = Literal["parent", "guardian", "teacher", "administrator"]
Instant = Annotated[AwareDatetime, Field(strict=False)]


class ClockMove(Body):
    """Exactly one way to move the clock."""

    advance_s: Annotated[float, Field(allow_inf_nan=False)] | None = None
    to: Instant | None = None
    next_due: Literal[True] | None = None

    @model_validator(mode="after")
    def _is_one_way(self) -> "ClockMove":
        if sum(way is not None for way in (self.advance_s, self.to, self.next_due)) != 1:
            raise ValueError("give exactly one of advance_s, to, next_due")
        return self


class Publication(Body):
    """What the bot says of its own progress."""

    generation: int
    last_update_id: int
    idle: bool
    next_due: Instant | None = None
    roles: dict[str, Role | None] = Field(default_factory=dict)


def shape(world: World) -> Wire:
    """Return the clock and the bot's state as programs see them."""
    link = world.link
    connected = link.is_connected()
    due = link.next_due if connected else None
    return {
        "now": iso(world.clock.now()),
        "offset_s": world.state.offset_s,
        "generation": world.state.generation,
        "next_due": iso(due) if due else None,
        "bot": {"connected": connected, "idle": link.is_idle(world.state)},
    }


async def look(request: Request) -> Response:
    """Answer the clock; with `after`, wait until its generation is higher or `timeout` seconds pass."""
    world = world_of(request)
    after = number_in_query(request, "after", -1)
    timeout = number_in_query(request, "timeout", 0)
    deadline = time.monotonic() + (min(max(timeout, 0), LONGEST_LOOK_S) if math.isfinite(timeout) else 0)
    while world.state.generation <= after and not world.closing:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        await world.clock.bell.wait(left)
    return reply(shape(world))


async def move(request: Request) -> Response:
    """Step the clock through every due instant up to the wanted one."""
    world = world_of(request)
    wanted = await read(request, ClockMove)
    async with world.stepping:
        await step(world, await _target(world, wanted))
    return reply(shape(world))


async def _target(world: World, wanted: ClockMove) -> datetime:
    now = world.clock.now()
    if wanted.next_due:
        await wait_idle(world, STEP_WAIT_S)
        due = world.link.next_due if world.link.is_connected() else None
        if due is None:
            raise Unprocessable("next_due: the bot has nothing due")
        return due
    if wanted.to is not None:
        target = wanted.to
    elif wanted.advance_s is not None and abs(wanted.advance_s) < (FURTHEST - now).total_seconds():
        target = now + timedelta(seconds=wanted.advance_s)
    else:
        target = FURTHEST
    if target < now:
        raise Unprocessable("the clock can't go backwards")
    if target >= FURTHEST:
        raise Unprocessable("the clock stops at the year 2200")
    return target


async def step(world: World, target: datetime) -> None:
    """Set the clock to each due instant in turn, the bot idle before each, and at last to `target`."""
    for _ in range(MAX_STEPS):
        await wait_idle(world, STEP_WAIT_S)
        if world.closing:
            return
        due = world.link.next_due if world.link.is_connected() else None
        if due is None or not world.clock.now() < due <= target:
            break
        set_clock(world, due)
    set_clock(world, target)
    await wait_idle(world, STEP_WAIT_S)


def set_clock(world: World, instant: datetime) -> None:
    """Set the clock and tell everyone."""
    world.clock.set(instant)
    tell_clock(world)


def tell_clock(world: World) -> None:
    """Tell the pages the clock and the bot's state."""
    world.touch()
    if world.feed.listening:
        world.feed.publish("clock", {"person_id": None, **shape(world)})


async def publish(request: Request) -> Response:
    """Take the bot's publication."""
    world = world_of(request)
    said = await read(request, Publication)
    link = world.link
    before = (link.is_connected(), link.is_idle(world.state), link.next_due)
    link.generation, link.last_update_id = said.generation, said.last_update_id
    link.idle, link.next_due, link.published_at = said.idle, said.next_due, time.monotonic()
    link.bell.ring()
    _set_roles(world, said.roles)
    if before != (True, link.is_idle(world.state), link.next_due) and world.feed.listening:
        world.feed.publish("clock", {"person_id": None, **shape(world)})
    return Response(status_code=204)


def _set_roles(world: World, roles: dict[str, Role | None]) -> None:
    for person in world.state.people.values():
        role = roles.get(str(person.id))
        if role != person.role:
            person.role = role
            world.people_changed(person)


async def watch_link(world: World) -> None:
    """Tell the pages when the bot falls silent: silence publishes nothing by itself."""
    was = False
    while not world.closing:
        await world.closed.wait(GLANCE_S)
        connected = world.link.is_connected()
        if was and not connected:
            world.link.bell.ring()
            tell_clock(world)
        was = connected


async def describe_bot(request: Request) -> Response:
    """Answer what the bot shows of itself."""
    profile = world_of(request).state.profile
    return reply(
        {
            "name": BOT_NAME,
            "username": BOT_USERNAME,
            "descriptions": profile.descriptions,
            "short_descriptions": profile.short_descriptions,
        }
    )
