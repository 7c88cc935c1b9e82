"""The Bot API as an ASGI application: the token, the faults, the method, the answer."""

import inspect
import logging
from typing import Any

from pydantic_core import to_json
from starlette.types import Receive, Scope, Send

from sandbox.botapi.calls import Call, read_call
from sandbox.botapi.errors import ApiError, forbidden, too_many_requests
from sandbox.botapi.methods import METHODS
from sandbox.botapi.polling import RawJson
from sandbox.botapi.tokens import BotToken
from sandbox.faults import Fault
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
        status, body, fault = await self.answer(name, call)
        if call.method != "getupdates":
            self._world.record(name, call.chat_id(), None if fault else status)
        if fault:
            await hang_up(scope, receive)
        else:
            await respond(send, status, body)

    async def answer(self, name: str, call: Call) -> tuple[int, bytes, Fault | None]:
        """Return status and body of a call, and the fault that eats the answer on its way."""
        fault = None
        try:
            if self._world.faults.active:
                fault = self._world.faults.take(call.method, call.chat_id())
                refuse_by(fault)
            return 200, await self._result(name, call), fault
        except ApiError as refusal:
            return refusal.code, to_json(refusal.body()), _dropping(fault)

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


def refuse_by(fault: Fault | None) -> None:
    """Raise the refusal of a fault that comes before the effect."""
    if fault is None:
        return
    if fault.kind in ("429", "flood"):
        raise too_many_requests(fault.retry_after)
    if fault.kind == "403":
        raise forbidden("bot was blocked by the user")


def _dropping(fault: Fault | None) -> Fault | None:
    return fault if fault is not None and fault.kind == "drop_after" else None


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
