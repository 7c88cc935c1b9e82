"""getUpdates and the webhook's settings; only one of the two can be in force."""

import ipaddress
import time
from typing import Any
from urllib.parse import urlsplit

from sandbox.botapi.calls import Call
from sandbox.botapi.errors import bad_request, conflict
from sandbox.state import Webhook, Wire
from sandbox.world import World

LONGEST_POLL_S = 50


class RawJson(bytes):
    """A result that is encoded already."""


async def get_updates(world: World, call: Call) -> RawJson:
    """Return waiting updates, or wait for one; a later poller ends this one."""
    _ensure_no_webhook(world)
    limit = min(max(call.integer("limit") or 100, 1), 100)
    deadline = time.monotonic() + min(max(call.integer("timeout") or 0, 0), LONGEST_POLL_S)
    _accept_allowed(world, call)
    _confirm(world, call.integer("offset") or 0)
    world.updates.ticket += 1
    ticket = world.updates.ticket
    world.updates.bell.ring()
    while not (batch := world.updates.head(limit)) and not world.closing:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        await world.updates.bell.wait(left)
        if world.updates.ticket != ticket:
            raise conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        if world.state.webhook.url:
            raise conflict("terminated by setWebhook request")
    return RawJson(f"[{','.join(update.body for update in batch)}]".encode())


def _ensure_no_webhook(world: World) -> None:
    if world.state.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )


def _confirm(world: World, offset: int) -> None:
    before = len(world.updates.waiting)
    world.updates.confirm(offset)
    if len(world.updates.waiting) != before:
        world.touch()


def _accept_allowed(world: World, call: Call) -> None:
    allowed = call.parsed("allowed_updates")
    if isinstance(allowed, list) and allowed != world.state.allowed_updates:
        world.state.allowed_updates = [str(kind) for kind in allowed]
        world.touch()


def set_webhook(world: World, call: Call) -> bool:
    """Post updates to a loopback address from now on; an empty address goes back to polling."""
    url = call.text("url")
    if url:
        _ensure_loopback(url)
    _accept_allowed(world, call)
    if call.flag("drop_pending_updates"):
        world.updates.clear()
    connections = min(max(call.integer("max_connections") or 40, 1), 100)
    world.state.webhook = Webhook(url, call.text("secret_token"), connections)
    world.touch()
    world.updates.bell.ring()
    return True


def delete_webhook(world: World, call: Call) -> bool:
    """Go back to long polling."""
    if call.flag("drop_pending_updates"):
        world.updates.clear()
    world.state.webhook = Webhook()
    world.touch()
    world.updates.bell.ring()
    return True


def get_webhook_info(world: World, _call: Call) -> Wire:
    """Return the webhook's settings and its last failure."""
    webhook = world.state.webhook
    body: dict[str, Any] = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.waiting),
        "max_connections": webhook.max_connections,
    }
    if webhook.last_error_date is not None:
        body["last_error_date"] = webhook.last_error_date
        body["last_error_message"] = webhook.last_error_message
    if world.state.allowed_updates:
        body["allowed_updates"] = world.state.allowed_updates
    return body


def _ensure_loopback(url: str) -> None:
    """Refuse any address that is not on this machine: invented people stay here."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        is_loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if parts.scheme != "http" or not is_loopback:
        raise bad_request("bad webhook: the sandbox posts only to http:// addresses of this machine")
