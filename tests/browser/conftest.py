"""A browser in front of the real bot. Without Chromium these tests are skipped, unless they are required."""

import os
import shutil
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser.starting import bot_process, chromium

NO_CHROMIUM = "There is no Chromium here, so the browser tests did not run: apt install chromium."


@pytest.fixture(scope="session")
def has_chromium() -> None:
    """Skip loudly, or fail, where there is none."""
    if shutil.which("chromium") is not None:
        return
    if os.environ.get("XIANGBAN_BROWSER") == "required":
        pytest.fail(
            "XIANGBAN_BROWSER is `required`, and there is no Chromium: apt install chromium.", pytrace=False
        )
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        warnings.warn(pytest.PytestWarning(NO_CHROMIUM), stacklevel=1)
    pytest.skip(NO_CHROMIUM)


@pytest.fixture(scope="module")
def address(has_chromium: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A bot and a demo school for the tests of one file."""
    with bot_process(tmp_path_factory.mktemp("bot")) as address:
        yield address


@pytest.fixture
async def browser(has_chromium: None) -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where the screenshots go: XIANGBAN_SHOTS, or a folder of this test's own."""
    folder = Path(os.environ.get("XIANGBAN_SHOTS") or tmp_path / "shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
