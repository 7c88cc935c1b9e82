"""`python -m bot run` as a newcomer starts it: a process, an address, an answer, an end."""

import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot.running import open_bot
from bot.settings import load_settings
from bot.words import sentence_of
from tests import commands
from tests.commands import environment
from tests.journeys.stage import sandbox_process
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds until a hung process fails the test


@contextmanager
def started(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The bot as a process, and the address it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=environment(folder, PORT=str(free_port())),
        stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    try:
        address = next((line for line in process.stdout if line.startswith("http")), None)
        assert address is not None, f"it ended with {process.wait(PATIENCE)}"
        yield process, address.strip()
    finally:
        process.kill()
        process.wait(PATIENCE)
        process.stdout.close()


def command(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=ROOT, env=environment(folder, **more),
        capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE,
    )  # fmt: skip


Refused = Callable[..., Awaitable[str]]


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Refused:
    """What an operator reads when a bot with more of the environment set can't start."""

    async def start(**more: str) -> str:
        monkeypatch.setattr("os.environ", environment(tmp_path, **more))
        with pytest.raises(Exception) as raised:  # noqa: PT011 - its sentence is what counts
            async with open_bot(load_settings()):
                pass
        sentence = sentence_of(raised.value)
        assert sentence is not None
        assert sentence.count("\n") == 0
        return sentence

    return start


def test_it_starts_answers_and_ends_clean(tmp_path: Path) -> None:
    """By SIGTERM, as a service manager ends it; by SIGINT each drill does."""
    with started(tmp_path) as (process, address):
        base, _, token = address.partition("/?token=")
        with httpx.Client(base_url=base, headers={"Authorization": f"Bearer {token}"}, timeout=60) as http:
            assert "Xiangban" in http.get("/", params={"token": token}).text
            people = http.get("/api/people").json()["people"]
            teacher = next(one["id"] for one in people if one["name"] == "许一诺")
            http.post(f"/api/people/{teacher}/messages?wait=idle", json={"text": "/start"})
            messages = http.get(f"/api/people/{teacher}/messages").json()["messages"]
        assert [one["from"] for one in messages].count("bot") >= 2
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    with sqlite3.connect(tmp_path / "sandbox.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        waiting = "SELECT count(*) FROM inbox_update WHERE handling = 'waiting'"
        assert database.execute(waiting).fetchone() == (0,)
    database.close()


async def test_a_taken_port_is_one_sentence(refused: Refused) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        sentence = await refused(PORT=str(taken.getsockname()[1]))
    assert sentence.startswith("PORT: ")


async def test_a_refused_token_is_one_sentence(refused: Refused) -> None:
    token = "987654321:" + "A" * 35
    async with sandbox_process(token="right") as address:
        sentence = await refused(BOT_TOKEN=token, BOT_API_URL=address.partition("/?")[0])
    assert sentence.startswith("BOT_TOKEN: ")
    assert token not in sentence


async def test_a_profile_that_is_not_there(refused: Refused) -> None:
    assert (await refused(PROFILE="XX")).startswith("PROFILE: ")


def test_a_locked_database_is_one_sentence(tmp_path: Path) -> None:
    assert commands.run(tmp_path, "migrate").exit_code == 0
    holder = sqlite3.connect(tmp_path / "sandbox.sqlite3", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    result = commands.run(tmp_path, "migrate")
    holder.close()
    assert result.exit_code == 2
    assert result.stderr.startswith("DATABASE_URL: ")


def test_a_lost_key_is_never_replaced(tmp_path: Path) -> None:
    assert commands.run(tmp_path, "migrate").exit_code == 0
    (tmp_path / "secret.key").unlink()
    result = commands.run(tmp_path, "migrate")
    assert result.exit_code == 2
    assert result.stderr.startswith("SECRET_KEY_FILE: ")
    assert not (tmp_path / "secret.key").exists()


def test_another_key_is_named(tmp_path: Path) -> None:
    assert commands.run(tmp_path, "migrate").exit_code == 0
    (tmp_path / "secret.key").unlink()
    other = tmp_path / "elsewhere"
    other.mkdir()
    assert commands.run(other, "migrate").exit_code == 0
    (other / "secret.key").rename(tmp_path / "secret.key")
    result = commands.run(tmp_path, "migrate")
    assert result.exit_code == 2
    assert result.stderr.startswith("SECRET_KEY_FILE: ")


def test_demo_children_never_go_live(tmp_path: Path) -> None:
    assert commands.run(tmp_path, "migrate").exit_code == 0
    result = commands.run(tmp_path, "migrate", BOT_TOKEN="123456789:" + "A" * 35)
    assert result.exit_code == 2
    assert result.stderr.startswith("DATABASE_URL: ")


def test_the_doctor_says_what_leaves_the_country(tmp_path: Path) -> None:
    result = commands.run(tmp_path, "doctor")
    assert result.exit_code == 0, result.stdout + result.stderr
    assert "nothing leaves" in result.stdout


def test_the_doctor_looks_at_the_offices_template(tmp_path: Path) -> None:
    result = commands.run(tmp_path, "doctor", REPORT_TEMPLATE="office.docx")
    assert result.exit_code == 1
    assert "✗ REPORT_TEMPLATE: office.docx isn't there" in result.stdout


def test_help_needs_no_settings(tmp_path: Path) -> None:
    result = command(tmp_path, "--help", PORT="nonsense")
    assert result.returncode == 0
    assert "invite-admin" in result.stdout
