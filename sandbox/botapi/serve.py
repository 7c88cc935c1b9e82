"""The Bot API as an ASGI application: the token, the faults, the method, the answer."""

import asyncio
import inspect
import logging
from typing import Any

from pydantic_core import to_json
from starlette.types import Receive, Scope, Send

from sandbox.botapi.calls import Call, read_call
from sandbox.botapi.errors import ApiError, too_many_requests
from sandbox.botapi.methods import METHODS
from sandbox.botapi.polling import RawJson
from sandbox.botapi.tokens import BotToken
from sandbox.faults import REFUSALS, Fault
from sandbox.world import World

log = logging.getLogger("sandbox.botapi")


class BotApi:
    """Serve /bot<token>/<method>."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._token = BotToken(world.token)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        token, _, name = scope["path"].removeprefix("/bot").partition("/")
        try:
            self._token.check(token)
            call = await read_call(name.lower(), scope, receive)
        except ApiError as refusal:
            await respond(send, refusal.code, to_json(refusal.body()))
            return
        fault = self._strike(call)
        kind = fault.kind if fault else None
        if fault and kind == "delay_before" and await is_gone_within(fault.seconds, receive):
            self._note(name, call, None, kind)
            return
        status, body = (0, b"") if kind == "drop_before" else await self.answer(name, call, fault)
        dropped = kind in ("drop_before", "drop_after")
        self._note(name, call, None if dropped else status, kind)
        if dropped:
            await hang_up(scope, receive)
        elif not (fault and kind == "delay_after" and await is_gone_within(fault.seconds, receive)):
            await respond(send, status, body)

    async def answer(self, name: str, call: Call, fault: Fault | None = None) -> tuple[int, bytes]:
        """Return status and body of a call that this fault has struck, if any."""
        try:
            if fault and not fault.kind.endswith("_after"):
                refuse_by(fault, call)
            result = await self._result(name, call)
            if fault and fault.kind == "502_after":
                refuse_by(fault, call)
        except ApiError as refusal:
            return refusal.code, to_json(refusal.body())
        return 200, result

    def _strike(self, call: Call) -> Fault | None:
        faults = self._world.faults
        return faults.take(call.method, call.chat_id()) if faults.any else None

    def _note(self, name: str, call: Call, status: int | None, fault: str | None) -> None:
        if call.method != "getupdates":
            self._world.record(name, call.chat_id(), status, fault)

    async def _result(self, name: str, call: Call) -> bytes:
        method = METHODS.get(call.method)
        if method is None:
            log.error("UNKNOWN METHOD %r: the sandbox has no such method", name[:64])
            raise ApiError(404, "Not Found: method not found")
        result: Any = method(self._world, call)
        if inspect.isawaitable(result):
            result = await result
        encoded = result if isinstance(result, RawJson) else to_json(result)
        return b'{"ok":true,"result":' + encoded + b"}"


def refuse_by(fault: Fault, call: Call) -> None:
    """Raise the refusal of a fault; one that only delays or drops has none."""
    if fault.kind in ("429", "flood"):
        raise too_many_requests(fault.wait_of(call.chat_id()))
    if fault.kind in REFUSALS:
        code, description = REFUSALS[fault.kind]
        raise ApiError(code, fault.description or description)


async def is_gone_within(seconds: float, receive: Receive) -> bool:
    """Wait, and tell whether the caller hung up meanwhile."""
    try:
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return False
    return True


async def respond(send: Send, status: int, body: bytes) -> None:
    """Send a JSON answer."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def hang_up(scope: Scope, receive: Receive) -> None:
    """Close the connection without a word; the server's protocol lends its transport for this."""
    scope["state"]["transport"].abort()
    while (await receive())["type"] != "http.disconnect":
        pass
