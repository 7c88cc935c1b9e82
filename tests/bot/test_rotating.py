"""`rotate-key` as an operator types it: refused beside a running bot, resumed after a kill, ended at last."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, MultiFernet

from bot.preparing import open_database
from models.database import Database
from models.keys import load_keys, read_lines
from tests.bot.test_backups import backups, keys
from tests.bot.test_run import PATIENCE, ROOT
from tests.commands import environment, run, settings_of
from tests.models.secrets import WORDS, keep_secrets, read_secrets

__all__ = ["keys"]
LIVE = {"BOT_TOKEN": "123456789:" + "A" * 35}


def fill(folder: Path, each: int = 1) -> None:
    async def build() -> None:
        async with open_database(settings_of(folder)) as database, database.transaction() as session:
            await keep_secrets(session, each=each)

    asyncio.run(build())


def read(folder: Path, keys: MultiFernet) -> set[str]:
    """Everything secret in the file but the installation's own check. Raises InvalidToken."""

    async def look() -> set[str]:
        database = Database(settings_of(folder).database, keys)
        async with database.reading() as session:
            found = await read_secrets(session)
        await database.close()
        return {one for name, ones in found.items() if name != "installation.key_check" for one in ones}

    return asyncio.run(look())


def test_there_and_to_the_end(tmp_path: Path) -> None:
    fill(tmp_path)
    path = tmp_path / "secret.key"
    (old,) = read_lines(path)
    turned = run(tmp_path, "rotate-key")
    assert (turned.exit_code, turned.stderr) == (0, "")
    assert turned.stdout.startswith("20 values")
    newest, behind = read_lines(path)
    assert behind == old
    assert path.stat().st_mode & 0o777 == 0o600
    assert read(tmp_path, MultiFernet([Fernet(newest)])) == {WORDS}
    ended = run(tmp_path, "rotate-key", "--finish")
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert read_lines(path) == [newest]
    (aside,) = tmp_path.glob("secret.key.until-*")
    assert (read_lines(aside), aside.stat().st_mode & 0o777) == ([newest, old], 0o600)
    assert run(tmp_path, "migrate").exit_code == 0
    assert run(tmp_path, "rotate-key", "--finish").stdout.startswith("There is one key")


def test_old_keys_are_not_dropped_while_anything_needs_them(tmp_path: Path) -> None:
    fill(tmp_path)
    path = tmp_path / "secret.key"
    path.write_bytes(Fernet.generate_key() + b"\n" + path.read_bytes())  # as one did by hand before
    refused = run(tmp_path, "rotate-key", "--finish")
    assert (refused.exit_code, refused.stderr.startswith("20 values")) == (2, True)
    assert len(read_lines(path)) == 2
    before = path.read_bytes()
    assert run(tmp_path, "rotate-key").stdout.startswith("20 values")  # with that key, not with a third
    assert path.read_bytes() == before
    assert run(tmp_path, "rotate-key", "--finish").exit_code == 0


def test_killed_on_the_way_it_goes_on(tmp_path: Path) -> None:
    fill(tmp_path, each=500)
    path = tmp_path / "secret.key"
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "rotate-key"], cwd=ROOT, env=environment(tmp_path),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while len(read_lines(path)) == 1 and process.poll() is None:
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)
    newest, _ = read_lines(path)
    assert read(tmp_path, load_keys(path, create=False)) == {WORDS}
    assert run(tmp_path, "rotate-key").exit_code == 0
    assert read_lines(path)[0] == newest
    assert read(tmp_path, MultiFernet([Fernet(newest)])) == {WORDS}


@pytest.mark.parametrize("arguments", [(), ("--finish",)])
async def test_refused_while_somebody_has_the_database_open(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    async with open_database(settings_of(tmp_path)) as database:
        async with database.reading() as session:
            await read_secrets(session)
        before = (tmp_path / "secret.key").read_bytes()
        refused = await asyncio.to_thread(run, tmp_path, "rotate-key", *arguments)
    assert (refused.exit_code, refused.stderr.startswith("another program")) == (2, True)
    assert (tmp_path / "secret.key").read_bytes() == before


def test_another_key_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    fill(tmp_path)
    path = tmp_path / "secret.key"
    path.write_bytes(Fernet.generate_key())
    before = path.read_bytes()
    refused = run(tmp_path, "rotate-key")
    assert (refused.exit_code, refused.stderr.startswith("SECRET_KEY_FILE: ")) == (2, True)
    assert path.read_bytes() == before


def test_a_backup_of_before_is_restored_with_the_ring_of_before(tmp_path: Path, keys: dict[str, str]) -> None:
    fill(tmp_path)
    assert run(tmp_path, "backup", **keys).exit_code == 0
    (tmp_path / "before").mkdir()  # two of one second share a name
    before = backups(tmp_path)[0].rename(tmp_path / "before" / backups(tmp_path)[0].name)
    for step in ((), ("--finish",)):
        assert run(tmp_path, "rotate-key", *step).exit_code == 0
    assert run(tmp_path, "backup", **keys).exit_code == 0  # opened again with the new key
    (tmp_path / "sandbox.sqlite3").unlink()
    restore = ("restore", str(before), "--key", str(tmp_path / "private.txt"))
    refused = run(tmp_path, *restore)
    assert (refused.exit_code, refused.stderr.startswith("SECRET_KEY_FILE: ")) == (2, True)
    assert not list(tmp_path.glob("sandbox.sqlite3*"))
    (aside,) = tmp_path.glob("secret.key.until-*")
    assert run(tmp_path, *restore, SECRET_KEY_FILE=str(aside)).exit_code == 0
    assert read(tmp_path, load_keys(aside, create=False)) == {WORDS}


def test_a_link_to_the_key_stays_a_link(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "safe").mkdir()
    (tmp_path / "secret.key").rename(tmp_path / "safe" / "real.key")
    (tmp_path / "secret.key").symlink_to(tmp_path / "safe" / "real.key")
    assert run(tmp_path, "rotate-key").exit_code == 0
    assert (tmp_path / "secret.key").is_symlink()
    assert len(read_lines(tmp_path / "safe" / "real.key")) == 2


def test_the_doctor_sees_a_key_beside_the_data_and_keys_that_lie_about(tmp_path: Path) -> None:
    fill(tmp_path)
    assert "lies in" not in run(tmp_path, "doctor").stdout  # invented children only
    assert run(tmp_path, "rotate-key").exit_code == 0
    half = run(tmp_path, "doctor")
    assert (half.exit_code, "holds 2 keys" in half.stdout) == (0, True)
    assert run(tmp_path, "rotate-key", "--finish").exit_code == 0
    (aside,) = tmp_path.glob("secret.key.until-*")
    after = run(tmp_path, "doctor")
    assert (after.exit_code, f"✗ Older keys still lie at {aside}" in after.stdout) == (1, True)
    aside.unlink()
    assert run(tmp_path, "doctor").exit_code == 0
    live = run(tmp_path, "doctor", **LIVE, BOT_API_URL="http://127.0.0.1:9")
    assert f"✗ The key at {tmp_path / 'secret.key'} lies in {tmp_path}" in live.stdout
    elsewhere = {"DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'data' / 'x.sqlite3'}"}
    apart = run(tmp_path, "doctor", **LIVE, **elsewhere, BOT_API_URL="http://127.0.0.1:9")
    assert "lies in" not in apart.stdout


def test_the_doctor_sees_a_key_that_others_can_read(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "secret.key").chmod(0o640)
    seen = run(tmp_path, "doctor")
    assert (seen.exit_code, "Others can read the key" in seen.stdout) == (1, True)
