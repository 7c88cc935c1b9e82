"""The door of everything but the Bot API: the access token, compared in constant time."""

import hmac
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

_NO_PAGE = "Open the address that the sandbox printed when it started: it carries the access token.\n"


def given_token(scope: Scope) -> str:
    """Return the token of a request, from its Authorization header or its query; empty when there is none."""
    scheme, _, bearer = Headers(scope=scope).get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return bearer.strip()
    query = str(scope.get("query_string", b""), "latin-1")
    return parse_qs(query).get("token", [""])[0]


class Guarded:
    """Let requests through that carry the token; the page's own files need none."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._admits(scope):
            await _refusal(scope)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _admits(self, scope: Scope) -> bool:
        if scope["path"].startswith("/page/"):
            return True
        return hmac.compare_digest(self._token, given_token(scope).encode())


def _refusal(scope: Scope) -> Response:
    if scope["path"].startswith("/api"):
        return JSONResponse({"error": "the access token is missing or wrong"}, 401)
    return PlainTextResponse(_NO_PAGE, 401)
