"""Whether a person's chat is open to the bot: never written to, open, blocked."""

from starlette.requests import Request
from starlette.responses import Response

from sandbox import wire
from sandbox.control.requests import Unprocessable, finish, person_of, world_of
from sandbox.state import Person
from sandbox.world import World


def ensure_unblocked(person: Person) -> None:
    """Refuse an act of a person who blocked the bot."""
    if person.blocked:
        raise Unprocessable("this person has blocked the bot; unblock it first")


def set_blocked(world: World, person: Person, *, blocked: bool) -> None:
    """Change whether the bot is blocked, and tell it as Telegram does."""
    if person.blocked == blocked:
        return
    person.blocked = blocked
    old, new = ("member", "kicked") if blocked else ("kicked", "member")
    world.membership(world.state.chats[person.id], wire.user(person), old, new)
    world.people_changed(person)


def welcome(world: World, person: Person, text: str = "") -> None:
    """Open the chat for the bot at the first word; /start also lifts a block, as Telegram's button does."""
    if person.blocked and text.startswith("/start"):
        set_blocked(world, person, blocked=False)
    ensure_unblocked(person)
    if not person.started:
        person.started = True
        world.people_changed(person)


async def block(request: Request) -> Response:
    """Block the bot (PUT) or let it in again (DELETE)."""
    world, person = world_of(request), person_of(request)
    set_blocked(world, person, blocked=request.method == "PUT")
    return await finish(request, None, 204)
