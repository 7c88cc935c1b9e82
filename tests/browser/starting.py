"""Start what a newcomer starts: the bot as a process of its own, and a browser at the address it prints."""

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds for the bot to end; a quarter of it for the page to answer
QUIET = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
LAPTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@contextmanager
def bot_process(folder: Path) -> Iterator[str]:
    """`python -m bot run` with its database and key under `folder`; yields the address it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=_environment(folder),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    try:
        printed = next((line for line in process.stdout if line.startswith("http://")), None)
        assert printed, "the bot printed no address"
        yield printed.strip()
    finally:
        process.terminate()
        process.wait(PATIENCE)
        process.stdout.close()


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium, headless. Raises FileNotFoundError where there is none."""
    executable = shutil.which("chromium")
    if executable is None:
        raise FileNotFoundError("chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=QUIET)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def open_page(
    browser: Browser, address: str, *, language: str = "zh-CN", size: ViewportSize = LAPTOP
) -> AsyncIterator[Page]:
    """The sandbox's page in a fresh profile; whatever breaks inside it breaks the test."""
    context = await browser.new_context(locale=language, viewport=size, has_touch=size is PHONE)
    problems: list[str] = []
    page = await context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.set_default_timeout(PATIENCE / 4 * 1000)
    await page.goto(address)
    try:
        yield page
    finally:
        await context.close()
    assert not problems, problems


def _environment(folder: Path) -> dict[str, str]:
    unset = ("BOT_TOKEN", "BOT_API_URL", "SANDBOX_URL", "PROFILE", "DEFAULT_LOCALE", "TIMEZONE")
    return {
        **{name: value for name, value in os.environ.items() if name not in unset},
        "PYTHONUTF8": "1", "PORT": str(free_port()), "SECRET_KEY_FILE": str(folder / "secret.key"),
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'care.sqlite3'}",
    }  # fmt: skip
