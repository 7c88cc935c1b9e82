"""A mail server and a webhook on this machine, which keep what they are given."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiohttp import web
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.ports import free_port

USER, PASSWORD = "xiangban", "mima-42"


@dataclass
class Mail:
    """A mail server. `answer` is what it says to each letter, `welcome` to each recipient."""

    port: int
    sources: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answer: str = "250 OK"
    welcome: str = "250 OK"

    def url(self, *, password: str = PASSWORD, to: str = "duty@example.org") -> str:
        query = f"smtp=127.0.0.1&from=bot@example.org&to={to}"
        return f"mailto://{USER}:{password}@127.0.0.1:{self.port}?{query}"

    @property
    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(one, _class=EmailMessage, policy=default) for one in self.sources]

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.welcome

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            content = envelope.content or b""
            self.sources.append(content if isinstance(content, bytes) else content.encode())
            self.recipients += envelope.rcpt_tos
        return self.answer


def _authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _how: str, login: Any) -> AuthResult:
    is_right = (login.login, login.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@contextmanager
def mail_server(port: int | None = None) -> Iterator[Mail]:
    """A server that lets nobody in without the password."""
    mail = Mail(port or free_port())
    controller = Controller(
        mail, hostname="127.0.0.1", port=mail.port, authenticator=_authenticate, auth_require_tls=False
    )
    controller.start()
    try:
        yield mail
    finally:
        controller.stop()


@dataclass
class Hook:
    """A webhook. `status` and `body` are its answer, after `delay` seconds."""

    port: int = 0
    status: int = 200
    body: dict[str, Any] = field(default_factory=dict)
    delay: float = 0
    asked: list[dict[str, Any]] = field(default_factory=list)
    sources: list[bytes] = field(default_factory=list)
    queries: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.port}/knock/s3cret"

    async def hear(self, request: web.Request) -> web.Response:
        headers = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
        self.sources.append(headers.encode() + b"\n\n" + await request.read())
        self.asked.append(await request.json())
        self.queries.append(dict(request.query))
        await asyncio.sleep(self.delay)
        elsewhere = {"Location": "/elsewhere"} if self.status in range(300, 400) else {}
        return web.json_response(self.body, status=self.status, headers=elsewhere)


@asynccontextmanager
async def webhook() -> AsyncIterator[Hook]:
    hook = Hook()
    application = web.Application()
    application.router.add_post("/{path:.*}", hook.hear)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    hook.port = int(runner.addresses[0][1])
    try:
        yield hook
    finally:
        await runner.cleanup()
