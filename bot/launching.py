"""Start a sandbox beside the bot, and end it with the bot."""

import asyncio
import secrets
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.settings import Settings
from bot.words import OperatorError

READY_SECONDS = 60


@asynccontextmanager
async def sandbox_beside(settings: Settings) -> AsyncIterator[Settings]:
    """Yield settings that name a running sandbox: the one that is set, or one of our own."""
    if not settings.is_sandbox or settings.sandbox_url:
        yield settings
        return
    _ensure_free(settings.port)
    token = secrets.token_urlsafe(12)
    folder = (settings.database_file or Path("var/sandbox.sqlite3")).with_suffix("")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", str(settings.port), "--token", token,
        "--data", str(folder), "--with-parent", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the bot; it ends the sandbox when its own work is done
    )  # fmt: skip
    try:
        yield settings.model_copy(update={"sandbox_url": await _address(process, settings.port)})
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _ensure_free(port: int) -> None:
    """Say it before anything starts: two programs complaining are harder to read than one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise OperatorError("port_taken", "PORT", port=port) from error


async def _address(process: asyncio.subprocess.Process, port: int) -> str:
    """The line a sandbox prints once it listens."""
    if process.stdout is None:
        raise RuntimeError("the sandbox was started without a pipe")
    try:
        async with asyncio.timeout(READY_SECONDS):
            line = (await process.stdout.readline()).decode().strip()
    except TimeoutError:
        line = ""
    if not line.startswith("http://"):
        raise OperatorError("port_taken", "PORT", port=port)
    return line
