"""What a fresh copy would bring along: nothing that only one machine has."""

import subprocess

import pytest

from tests.gates.source import ROOT

LINK = "120000"  # git's mode of a symbolic link


def test_no_link_is_tracked() -> None:
    """A link to a folder that is elsewhere, such as an environment, stops the first `make` of a newcomer."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listed = subprocess.run(["git", "ls-files", "-s"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [line.split("\t")[1] for line in listed.stdout.splitlines() if line.startswith(LINK)] == []
