"""What others ask of us over HTTP: Telegram brings updates, a watcher asks how we are."""

import asyncio
import contextlib
import hashlib
import hmac
import socket
from collections.abc import Awaitable, Callable, Generator

import structlog
import uvicorn
from aiogram import Bot
from aiogram.types import Update
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.ears import ALLOWED
from bot.intake import Intake, is_number
from bot.settings import Settings
from bot.words import OperatorError

BODY_LIMIT = 1_000_000
SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the name, not the secret

log = structlog.get_logger()


def webhook_path(settings: Settings) -> str:
    """A path nobody can guess, the same after each start."""
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    return hmac.new(settings.token.encode(), f"webhook {secret}".encode(), hashlib.sha256).hexdigest()[:40]


async def announce(bot: Bot, settings: Settings) -> None:
    """Tell Telegram where to bring updates, or that we fetch them."""
    if settings.public_url is None or settings.webhook_secret is None:
        await bot.delete_webhook(drop_pending_updates=False)
        return
    await bot.set_webhook(
        f"{settings.public_url.rstrip('/')}/{webhook_path(settings)}",
        secret_token=settings.webhook_secret.get_secret_value(),
        allowed_updates=ALLOWED,
    )


class Web:
    """`check` says what is wrong (nothing: all is well), `measure` answers in Prometheus's text form."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        settings: Settings,
        check: Callable[[], Awaitable[dict[str, str]]],
        measure: Callable[[], Awaitable[bytes]],
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._settings = settings
        self._check = check
        self._measure = measure

    def app(self) -> Starlette:
        routes = [Route("/health", self.health), Route("/metrics", self.metrics)]
        if self._settings.public_url:
            routes.append(Route(f"/{webhook_path(self._settings)}", self.webhook, methods=["POST"]))
        return Starlette(routes=routes)

    async def serve(self) -> None:
        """Serve until cancelled. Raises OperatorError when the port is taken."""
        config = uvicorn.Config(
            self.app(), host=self._settings.web_host, port=self._settings.web_port or 0, access_log=False,
            log_config=None, server_header=False, lifespan="off", timeout_graceful_shutdown=1,
        )  # fmt: skip
        server = _Server(config)
        try:
            await server.serve()
        except SystemExit as error:  # uvicorn's way to say that it can't listen
            raise OperatorError("port_taken", "WEB_PORT", port=self._settings.web_port) from error

    async def webhook(self, request: Request) -> Response:
        """Store an update, then say that we have it: anything but 200 makes Telegram bring it again."""
        secret = self._settings.webhook_secret
        given = request.headers.get(SECRET_HEADER, "")
        if secret is None or not hmac.compare_digest(given.encode(), secret.get_secret_value().encode()):
            return Response(status_code=403)
        body = await _read(request)
        if body is None:
            return Response(status_code=413)
        try:
            return Response(status_code=200 if await self._take(body) else 400)
        except ClientDisconnect:
            raise
        except Exception:  # not stored: it is brought again
            log.exception("webhook.not_stored")
            return Response(status_code=503)

    async def _take(self, body: bytes) -> bool:
        try:
            update = Update.model_validate_json(body, context={"bot": self._bot})
        except ValidationError:
            return await self._intake.keep_unreadable(body.decode(errors="replace"))
        if not is_number(update.update_id):
            return False
        await self._intake.take([update])
        return True

    async def health(self, _request: Request) -> Response:
        wrong = await self._check()
        return JSONResponse({"ok": not wrong, "wrong": wrong}, 503 if wrong else 200)

    async def metrics(self, request: Request) -> Response:
        """For whoever holds METRICS_TOKEN; to others there is no such page."""
        token = self._settings.metrics_token
        given = request.headers.get("authorization", "")
        wanted = f"Bearer {token.get_secret_value()}" if token else ""
        if not token or not hmac.compare_digest(given.encode(), wanted.encode()):
            return PlainTextResponse("Not Found", 404)
        return Response(await self._measure(), media_type="text/plain; version=0.0.4")


class _Server(uvicorn.Server):
    """Leaves the signals to the bot, and lets nobody wait at its end."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().serve(sockets)
        except asyncio.CancelledError:
            self.should_exit = True
            await self.shutdown()
            raise


async def _read(request: Request) -> bytes | None:
    """The body, or None when it grows beyond the limit, whatever its length was said to be."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)
