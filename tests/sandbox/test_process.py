"""The sandbox as a process: its one line, its end, its memory."""

import io
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import segno

from sandbox.__main__ import main
from sandbox.serving import bind
from sandbox.snapshot import NAME, SnapshotError, attempt, encode, load
from sandbox.world import World
from tests.sandbox.running import BOT_TOKEN, TOKEN, run_sandbox

COMMAND = [sys.executable, "-m", "sandbox"]


@contextmanager
def started(*arguments: str) -> Generator[tuple[subprocess.Popen[str], str], None, None]:
    """Start the process and give its address."""
    with subprocess.Popen(
        [*COMMAND, "--port", "0", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def test_one_line_with_a_random_token() -> None:
    with started() as (process, address):
        found = re.fullmatch(r"(http://127\.0\.0\.1:\d+)/\?token=([\w-]{20,})", address)
        assert found
        assert httpx.get(f"{found[1]}/api/people?token={found[2]}").json() == {"people": []}
        process.terminate()
        assert process.wait(5) == 0
        assert process.stdout
        assert process.stdout.read() == ""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_with_polls_and_pages_open(how: signal.Signals, tmp_path: Path) -> None:
    with started("--token", TOKEN, "--data", str(tmp_path)) as (process, address):
        base = address.split("/?")[0]
        httpx.post(f"{base}/api/people?token={TOKEN}", json={"name": "周阿桂", "language": "zh-hans"})
        waiting = [f"{base}/bot{BOT_TOKEN}/getUpdates?timeout=30", f"{base}/api/events?token={TOKEN}"]
        threads = [threading.Thread(target=httpx.get, args=(url,), kwargs={"timeout": 20}) for url in waiting]
        for thread in threads:
            thread.start()
        httpx.get(f"{base}/api/clock?token={TOKEN}&after=99&timeout=0.2")
        process.send_signal(how)
        assert process.wait(10) == 0
        for thread in threads:
            thread.join(5)
    assert "周阿桂" in (tmp_path / NAME).read_text(encoding="utf-8")


def test_a_taken_port_is_said_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with bind(0) as listener:
        port = listener.getsockname()[1]
        assert main(["--port", str(port)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert (
        said.err == f"Port {port} on 127.0.0.1 is taken by another program; choose another one with --port.\n"
    )


def test_an_impossible_port(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--port", "99999"]) == 2
    assert capsys.readouterr().err.startswith("The sandbox can't listen on port 99999")


def test_a_broken_snapshot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / NAME).write_text("{")
    assert main(["--port", "0", "--data", str(tmp_path)]) == 2
    assert "move it away to start afresh" in capsys.readouterr().err
    with pytest.raises(SnapshotError, match="can't use the folder"):
        load(tmp_path / NAME)


def _memory(sandbox: Any, person: int) -> list[Any]:
    return [sandbox.get("people"), sandbox.messages(person), sandbox.get("clock")["generation"]]


def test_everything_survives_a_restart(tmp_path: Path) -> None:
    stream = io.BytesIO()
    segno.make("x").save(stream, kind="png")
    with run_sandbox(tmp_path) as sandbox:
        person = sandbox.person("石奶奶")
        group = sandbox.post("groups", {"title": "群", "person_id": person}, 201)["group"]["id"]
        files = {"photo": ("x.png", stream.getvalue())}
        fields = {"chat_id": person, "caption": "<b>码</b>", "parse_mode": "HTML"}
        sandbox.http.post(f"/bot{BOT_TOKEN}/sendPhoto", files=files, data=fields)
        sandbox.call("setMyCommands", commands=[{"command": "help", "description": "帮助"}])
        sandbox.call("setChatMenuButton", chat_id=person, menu_button={"type": "commands"})
        sandbox.post("clock", {"advance_s": 86400}, 200)
        before, waiting = _memory(sandbox, person), sandbox.updates()
    with run_sandbox(tmp_path) as sandbox:
        assert _memory(sandbox, person) == before
        assert sandbox.updates() == waiting
        assert sandbox.get("clock")["offset_s"] >= 86399
        assert sandbox.http.get(sandbox.messages(person)[-1]["file"]["url"]).content == stream.getvalue()
        assert sandbox.get(f"people/{person}/commands")["commands"][0]["description"] == "帮助"
        assert sandbox.get(f"groups/{group}")["title"] == "群"
        assert sandbox.person() == person + 1
        assert sandbox.say(person, "x")["update_id"] == waiting[-1]["update_id"] + 2


def test_a_snapshot_that_fails_is_loud_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world = World(TOKEN)
    attempt(world, tmp_path / "missing", encode(world))
    assert "can't be written" in caplog.text
    assert world.dirty


def test_the_snapshot_is_written_soon_and_whole(tmp_path: Path) -> None:
    with run_sandbox(tmp_path) as sandbox:
        person = sandbox.person()
        watched = tmp_path / NAME
        while not watched.exists():
            sandbox.get("people")
        kept = load(tmp_path)
        assert kept.people[person].name == "周阿桂"
        assert [path.name for path in tmp_path.iterdir()] == [NAME]
