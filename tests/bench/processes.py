"""The processes that are measured: `python -m bot run`, and a bare echo bot."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

from bot.settings import SANDBOX_BOT_ID, Settings

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds until a hung process ends the run


def live_settings(address: str, folder: Path) -> Settings:
    """The bot as it is with a token of Telegram's, the sandbox standing where Telegram would.

    So it keeps Telegram's pace and the machine's clock, and spends nothing on the sandbox's own link.
    """
    base, token = account_of(address)
    return Settings.model_validate({
        "bot_token": token, "bot_api_url": base, "sandbox_url": None, "port": 8080,
        "database_url": _database(folder), "secret_key_file": folder / "secret.key", "profile": "CN",
    })  # fmt: skip


def account_of(address: str) -> tuple[str, str]:
    """The Bot API server and the token of the sandbox at `address`."""
    base, _, token = address.partition("/?token=")
    return base, f"{SANDBOX_BOT_ID}:{token}"


def live_environment(address: str, folder: Path) -> dict[str, str]:
    settings = live_settings(address, folder)
    return {**_common(folder), "BOT_TOKEN": settings.token, "BOT_API_URL": settings.bot_api_url}


def demo_environment(folder: Path, port: int) -> dict[str, str]:
    """What `make run` starts: the bot with a sandbox of its own."""
    return {**_common(folder), "BOT_TOKEN": "", "PORT": str(port)}


@asynccontextmanager
async def running(
    *arguments: str, folder: Path, environment: Mapping[str, str] | None = None
) -> AsyncIterator[psutil.Process]:
    """Run `python …` until the block ends; enters when the process has printed its first line."""
    path = folder / f"{arguments[1]}.log"
    log = path.open("ab")
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, env={**os.environ, **(environment or {})}, stdout=PIPE,
        stderr=log,
    )  # fmt: skip
    try:
        await _first_line(process, path)
        yield psutil.Process(process.pid)
    finally:
        log.close()
        if process.returncode is None:
            process.send_signal(signal.SIGCONT)
            process.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE):
            await process.wait()


async def _first_line(process: Process, log: Path) -> None:
    """Wait for it; raise RuntimeError with the end of the log when there is none."""
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        line = await process.stdout.readline()
    if not line:
        said = await asyncio.to_thread(log.read_text)
        raise RuntimeError(f"a process ended at its start:\n{said[-2000:]}")


def _common(folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": _database(folder), "SECRET_KEY_FILE": str(folder / "secret.key"), "SANDBOX_URL": "",
        "PROFILE": "CN", "DEFAULT_LOCALE": "zh_CN", "PYTHONUTF8": "1",
    }  # fmt: skip


def _database(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'care.sqlite3'}"
