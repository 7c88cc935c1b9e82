"""The arrows between the rooms, as `pyproject.toml` draws them."""

import subprocess
import sys
from pathlib import Path

from tests.gates.source import ROOT


def test_the_import_contracts_hold() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_no_room_is_called_telegram() -> None:
    assert not (ROOT / "telegram").exists()  # it would shadow python-telegram-bot
