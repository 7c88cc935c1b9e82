"""Routes: the Bot API, the control API, the page."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.access import Guarded
from sandbox.botapi.files import BotFiles
from sandbox.botapi.serve import BotApi
from sandbox.botapi.webhook import WebhookDelivery
from sandbox.control import clock, events, faults, files, groups, people, presence, writing
from sandbox.snapshot import keep
from sandbox.world import World

PAGE = Path(__file__).parent / "page"
_PERSON = "/api/people/{person_id:int}"
_HEADERS = {
    "cache-control": "no-cache",
    "referrer-policy": "no-referrer",  # the page's address carries the token
    "x-content-type-options": "nosniff",
    "content-security-policy": (
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
        "object-src 'none'; frame-ancestors 'none'; base-uri 'none'"
    ),
}


class PageFiles(StaticFiles):
    """Serve the page's files, asked for anew each time so that a newer page is seen at once."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "no-cache"
        return response


async def show_page(_request: Request) -> Response:
    """Answer the page."""
    return FileResponse(PAGE / "index.html", headers=_HEADERS)


async def refuse(_request: Request, refusal: Exception) -> Response:
    """Answer a refusal as JSON with its reason."""
    if not isinstance(refusal, HTTPException):
        raise refusal
    return JSONResponse({"error": refusal.detail}, refusal.status_code)


def _routes() -> list[Route | Mount]:
    return [
        Route("/", show_page),
        Mount("/page", PageFiles(directory=PAGE, check_dir=False)),
        Route("/api/people", people.list_people),
        Route("/api/people", people.add_person, methods=["POST"]),
        Route(f"{_PERSON}/messages", people.list_messages),
        Route(f"{_PERSON}/messages", writing.write, methods=["POST"]),
        Route(f"{_PERSON}/messages/{{message_id:int}}", writing.correct, methods=["PUT"]),
        Route(f"{_PERSON}/commands", people.list_commands),
        Route(f"{_PERSON}/presses", people.press, methods=["POST"]),
        Route(f"{_PERSON}/block", presence.block, methods=["PUT", "DELETE"]),
        Route("/api/groups", groups.add_group, methods=["POST"]),
        Route("/api/groups/{group_id}", groups.show_group),
        Route("/api/groups/{group_id}/messages", groups.write_in_group, methods=["POST"]),
        Route("/api/files/{file_id}/{name:path}", files.show_file),
        Route("/api/faults", faults.show_faults),
        Route("/api/faults", faults.set_faults, methods=["PUT"]),
        Route("/api/faults", faults.clear_faults, methods=["DELETE"]),
        Route("/api/flood", faults.set_flood, methods=["PUT"]),
        Route("/api/flood", faults.clear_flood, methods=["DELETE"]),
        Route("/api/clock", clock.look),
        Route("/api/clock", clock.move, methods=["POST"]),
        Route("/api/bot", clock.describe_bot),
        Route("/api/bot", clock.publish, methods=["PUT"]),
        Route("/api/events", events.stream),
        Route("/api/calls", events.list_calls),
        Route("/api/counts", events.count_calls),
    ]


class Application:
    """Send bots to the Bot API and everyone else through the guard; bots pass no middleware."""

    def __init__(self, bot_api: ASGIApp, bot_files: ASGIApp, site: ASGIApp) -> None:
        self._bot_api = bot_api
        self._bot_files = bot_files
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if path.startswith("/bot"):
            await self._bot_api(scope, receive, send)
        elif path.startswith("/file/bot"):
            await self._bot_files(scope, receive, send)
        else:
            await self._site(scope, receive, send)


def build_app(world: World, folder: Path | None = None) -> ASGIApp:
    """Build the application around a world; with a folder its snapshot is kept there."""
    bot_api = BotApi(world)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncGenerator[None, None]:
        async with asyncio.TaskGroup() as group:
            group.create_task(clock.watch_link(world))
            delivery = group.create_task(WebhookDelivery(world, bot_api).run())
            if folder:
                group.create_task(keep(world, folder))
            yield
            world.close()
            delivery.cancel()  # a bot's server may be slow to answer

    site = Starlette(routes=_routes(), lifespan=lifespan, exception_handlers={HTTPException: refuse})
    site.state.world = world
    return Application(bot_api, BotFiles(world), Guarded(site, world.token))
