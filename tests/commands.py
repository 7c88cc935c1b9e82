"""The command line as an operator types it, in the test's own process: its imports are made already."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import Settings
from tests.databases import lay


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What a command finds around it: nothing of ours, and a folder of its own."""
    unset = ("BOT_TOKEN", "BOT_API_URL", "SANDBOX_URL", "LC_ALL", "PYTEST_CURRENT_TEST")
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return {
        **kept, "LANG": "en_US.UTF-8", "PYTHONUTF8": "1", "SECRET_KEY_FILE": str(folder / "secret.key"),
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'sandbox.sqlite3'}", **more,
    }  # fmt: skip


def settings_of(folder: Path) -> Settings:
    """How to open what the commands have left there; what the first one would leave is laid there."""
    file, key = folder / "sandbox.sqlite3", folder / "secret.key"
    lay(file, key)
    return Settings(database_url=f"sqlite+aiosqlite:///{file}", secret_key_file=key, _env_file=None)


def run(folder: Path, *arguments: str, given: str = "", **more: str) -> Result:
    """Run `python -m bot …` with more of the environment set."""
    unset: dict[str, str | None] = dict.fromkeys(os.environ)
    with _umask_kept():
        return CliRunner().invoke(
            app, arguments, input=given, env=unset | environment(folder, **({"BOT_TOKEN": ""} | more))
        )


@contextmanager
def _umask_kept() -> Iterator[None]:
    """Commands tighten it for their process, which is ours here."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)
