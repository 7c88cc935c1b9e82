"""The page of threats names tests that exist, drills that run, and all twenty threats."""

import re
from pathlib import Path

from tests.drill.register import DRILLS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "threats.md").read_text()
ROWS = re.findall(r"^\| (T\d+) \|(.*)$", PAGE, re.MULTILINE)


def test_every_threat_has_its_row() -> None:
    assert [name for name, _ in ROWS] == [f"T{n}" for n in range(1, 21)]


def test_every_named_test_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)
    missing = [test for path, test in named if f"def {test}(" not in (ROOT / path).read_text()]
    assert len(named) > 30
    assert missing == []


def test_every_threat_is_shown_by_a_test() -> None:
    assert [name for name, row in ROWS if "::test_" not in row] == []


def test_every_named_drill_can_be_run() -> None:
    assert set(re.findall(r"drill `(\w+)`", PAGE)) <= set(DRILLS)
