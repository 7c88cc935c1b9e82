"""getFile, and the files themselves under /file/bot<token>/<path>."""

from pydantic_core import to_json
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sandbox import wire
from sandbox.botapi.calls import Call
from sandbox.botapi.errors import ApiError, bad_request
from sandbox.botapi.tokens import BotToken
from sandbox.state import Wire
from sandbox.world import World

MAX_DOWNLOAD = 20 * 1024 * 1024


def get_file(world: World, call: Call) -> Wire:
    """Return where a file can be fetched; more than 20 MB is refused."""
    stored = world.state.files.get(call.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if stored.size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {**wire.file(stored), "file_path": stored.path}


class BotFiles:
    """Serve /file/bot<token>/<path>."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._token = BotToken(world.token)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        token, _, path = scope["path"].removeprefix("/file/bot").partition("/")
        try:
            self._token.check(token)
            response = Response(self._content(path), media_type="application/octet-stream")
        except ApiError as refusal:
            response = Response(to_json(refusal.body()), refusal.code, media_type="application/json")
        await response(scope, receive, send)

    def _content(self, path: str) -> bytes:
        stored = self._world.files.find_by_path(path)
        content = self._world.files.read(stored) if stored else None
        if stored is None or content is None or stored.size > MAX_DOWNLOAD:
            raise ApiError(404, "Not Found")
        return content
