"""Backups: encrypted, opened again, and brought back into an empty place only."""

import asyncio
import fcntl
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pyrage.x25519 import Identity

from bot.backing_up import keep_backing_up, list_backups, load
from bot.dumps import SqliteDump
from bot.own_copies import unwrap
from bot.preparing import open_database
from bot.settings import Settings
from tests.audit.test_chain import append
from tests.audit.test_commands import fill
from tests.commands import run, settings_of


@pytest.fixture
def keys(tmp_path: Path) -> dict[str, str]:
    """A pair of keys and a folder; what the environment then says of them."""
    made = run(tmp_path, "backup-key", str(tmp_path / "private.txt"))
    assert made.exit_code == 0, made.stderr
    public = made.stdout.strip().rsplit("BACKUP_RECIPIENT=")[1]
    return {"BACKUP_DIR": str(tmp_path / "backups"), "BACKUP_RECIPIENT": public}


def backups(folder: Path) -> list[Path]:
    return sorted((folder / "backups").glob("*.age"))


def test_there_and_back(tmp_path: Path, keys: dict[str, str]) -> None:
    fill(tmp_path, 40)
    assert run(tmp_path, "audit", "head").exit_code == 0
    made = run(tmp_path, "backup", **keys)
    assert (made.exit_code, made.stderr) == (0, "")
    assert "40 entries" in made.stdout
    (backup,) = backups(tmp_path)
    assert backup.stat().st_mode & 0o777 == 0o600
    assert backup.read_bytes().startswith(b"age-encryption.org/v1")
    before = (tmp_path / "sandbox.sqlite3").read_bytes()
    for path in tmp_path.glob("sandbox.sqlite3*"):
        path.unlink()
    restored = run(tmp_path, "restore", str(backup), "--key", str(tmp_path / "private.txt"))
    assert (restored.exit_code, restored.stderr) == (0, "")
    assert (tmp_path / "sandbox.sqlite3").stat().st_mode & 0o777 == 0o600
    assert len((tmp_path / "sandbox.sqlite3").read_bytes()) == len(before)
    with closing(sqlite3.connect(tmp_path / "sandbox.sqlite3")) as file:
        assert file.execute("SELECT count(*) FROM audit_entry").fetchone() == (40,)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "backups", "private.txt", "sandbox.sqlite3", "secret.key",
    ]  # fmt: skip


def test_never_over_a_database(tmp_path: Path, keys: dict[str, str]) -> None:
    fill(tmp_path, 1)
    assert run(tmp_path, "backup", **keys).exit_code == 0
    before = (tmp_path / "sandbox.sqlite3").read_bytes()
    refused = run(tmp_path, "restore", str(backups(tmp_path)[0]), "--key", str(tmp_path / "private.txt"))
    assert (refused.exit_code, refused.stderr.startswith("DATABASE_URL: ")) == (2, True)
    assert (tmp_path / "sandbox.sqlite3").read_bytes() == before


@pytest.mark.parametrize("harm", ["another key", "cut short", "a byte", "nothing inside", "no file"])
def test_what_cannot_be_opened_changes_nothing(tmp_path: Path, keys: dict[str, str], harm: str) -> None:
    fill(tmp_path, 30)
    assert run(tmp_path, "backup", **keys).exit_code == 0
    (tmp_path / "sandbox.sqlite3").unlink()
    (backup,), key = backups(tmp_path), tmp_path / "private.txt"
    whole = bytearray(backup.read_bytes())
    if harm == "another key":
        key = tmp_path / "other.txt"
        assert run(tmp_path, "backup-key", str(key)).exit_code == 0
    elif harm == "cut short":
        backup.write_bytes(whole[:-2000])
    elif harm == "a byte":
        whole[len(whole) // 2] ^= 1
        backup.write_bytes(whole)
    elif harm == "nothing inside":
        backup.write_bytes(b"")
    else:
        backup.unlink()
    found = run(tmp_path, "restore", str(backup), "--key", str(key))
    assert (found.exit_code, found.stderr.count("\n")) == (2, 1), found.stderr
    assert not list(tmp_path.glob("sandbox.sqlite3*"))


def test_without_the_key_of_the_fields_it_is_refused(tmp_path: Path, keys: dict[str, str]) -> None:
    fill(tmp_path, 1)
    assert run(tmp_path, "backup", **keys).exit_code == 0
    (tmp_path / "sandbox.sqlite3").unlink()
    restore = ("restore", str(backups(tmp_path)[0]), "--key", str(tmp_path / "private.txt"))
    (tmp_path / "secret.key").rename(tmp_path / "kept.key")
    assert run(tmp_path, *restore).stderr.startswith("SECRET_KEY_FILE: ")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    fill(elsewhere, 1)
    (elsewhere / "secret.key").rename(tmp_path / "secret.key")
    assert run(tmp_path, *restore).stderr.startswith("SECRET_KEY_FILE: ")
    assert not list(tmp_path.glob("sandbox.sqlite3*"))
    (tmp_path / "kept.key").replace(tmp_path / "secret.key")
    assert run(tmp_path, *restore).exit_code == 0


def test_demo_children_are_not_restored_as_living_ones(tmp_path: Path, keys: dict[str, str]) -> None:
    fill(tmp_path, 1)
    assert run(tmp_path, "backup", **keys).exit_code == 0
    (tmp_path / "sandbox.sqlite3").unlink()
    restore = ("restore", str(backups(tmp_path)[0]), "--key", str(tmp_path / "private.txt"))
    refused = run(tmp_path, *restore, BOT_TOKEN="123456789:" + "A" * 35)
    assert (refused.exit_code, refused.stderr.startswith("DATABASE_URL: ")) == (2, True)
    assert not list(tmp_path.glob("sandbox.sqlite3*"))


def test_settings_that_make_no_backup(tmp_path: Path, keys: dict[str, str]) -> None:
    fill(tmp_path, 1)
    for wrong in (
        {}, {"BACKUP_DIR": keys["BACKUP_DIR"]}, {**keys, "BACKUP_RECIPIENT": "age1nonsense"},
        {**keys, "BACKUP_DIR": str(tmp_path / "secret.key")}, {**keys, "BACKUP_KEEP": "0"},
    ):  # fmt: skip
        found = run(tmp_path, "backup", **wrong)
        assert (found.exit_code, found.stderr.count("\n")) == (2, 1), found.stderr
    again = run(tmp_path, "backup-key", str(tmp_path / "private.txt"))
    assert again.exit_code == 2
    assert "AGE-SECRET-KEY" in (tmp_path / "private.txt").read_text()


def test_the_oldest_go_and_the_doctor_knows_the_newest(tmp_path: Path, keys: dict[str, str]) -> None:
    fill(tmp_path, 1)
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [folder / f"xiangban-202501{day:02}T000000Z.sqlite3.gz.age" for day in range(1, 6)]
    for path in (*old, folder / "xiangban-notes.age"):
        path.touch()
    os.utime(old[0])
    assert run(tmp_path, "doctor", **keys).exit_code == 1  # the newest is too old
    assert run(tmp_path, "backup", **keys, BACKUP_KEEP="3").exit_code == 0
    ours = list_backups(folder)
    assert (ours[:2], len(ours)) == (old[-2:], 3)
    seen = run(tmp_path, "doctor", **keys)
    assert (seen.exit_code, "0 h old" in seen.stdout) == (0, True)


def test_one_at_a_time_and_nothing_is_left_of_one_that_was_killed(
    tmp_path: Path, keys: dict[str, str]
) -> None:
    fill(tmp_path, 1)
    for rest in ("sandbox.sqlite3.trial", "sandbox.sqlite3.trial.part", "sandbox.sqlite3.snapshot"):
        (tmp_path / rest).write_text("half")
    (tmp_path / "backups").mkdir()
    with (tmp_path / "backups" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "under way" in run(tmp_path, "backup", **keys).stderr
    assert run(tmp_path, "backup", **keys).exit_code == 0
    assert [path.name for path in tmp_path.glob("sandbox.sqlite3*")] == ["sandbox.sqlite3"]


async def test_a_running_bot_makes_one_a_day_while_it_writes(tmp_path: Path) -> None:
    identity = Identity.generate()
    settings = Settings(
        database_url=f"sqlite+aiosqlite:///{tmp_path / 'care.sqlite3'}", backup_dir=tmp_path / "backups",
        secret_key_file=tmp_path / "secret.key", backup_recipient=str(identity.to_public()), _env_file=None,
    )  # fmt: skip
    for _ in range(2):
        async with open_database(settings) as database, asyncio.TaskGroup() as nursery:
            keeping = nursery.create_task(keep_backing_up(settings))
            for _ in range(50):
                await append(database, 20)
                await asyncio.sleep(0.02)
            while not list_backups(tmp_path / "backups"):  # noqa: ASYNC110 - a thread's work
                await asyncio.sleep(0.05)
            keeping.cancel()
    (backup,) = backups(tmp_path)
    copy = SqliteDump(tmp_path / "copy.sqlite3")
    load(copy, backup, [identity])
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as file:
        assert file.execute("SELECT count(*) % 20 FROM audit_entry").fetchone() == (0,)  # whole transactions


def test_before_a_migration_there_is_a_copy(tmp_path: Path, keys: dict[str, str]) -> None:
    fill(tmp_path, 3)
    file = tmp_path / "sandbox.sqlite3"
    asyncio.run(_step_down(file))
    assert run(tmp_path, "migrate").exit_code == 0
    (copy,) = tmp_path.glob("sandbox.sqlite3.before-*.age")
    wrapped = copy.with_name(f"{copy.name}.wrapped")
    assert {one.stat().st_mode & 0o777 for one in (copy, wrapped)} == {0o600}
    assert copy.read_bytes().startswith(b"age-encryption.org/v1")
    assert b"AGE-SECRET-KEY" not in wrapped.read_bytes()
    old = SqliteDump(tmp_path / "old.sqlite3")
    load(old, copy, [unwrap(settings_of(tmp_path), wrapped)])
    with closing(sqlite3.connect(tmp_path / "old.sqlite3")) as found:
        assert found.execute("SELECT version_num FROM alembic_version").fetchone() == ("0002",)
        assert found.execute("SELECT count(*) FROM audit_entry").fetchone() == (3,)
    for one in (copy, wrapped):
        one.unlink()
    assert run(tmp_path, "migrate").exit_code == 0
    assert not list(tmp_path.glob("sandbox.sqlite3.before-*"))
    asyncio.run(_step_down(file))
    assert run(tmp_path, "migrate", **keys).exit_code == 0
    assert len(backups(tmp_path)) == 1


def test_the_copy_of_a_migration_is_restored_with_our_own_key_only(tmp_path: Path) -> None:
    fill(tmp_path, 3)
    file, key = tmp_path / "sandbox.sqlite3", tmp_path / "secret.key"
    asyncio.run(_step_down(file))
    assert run(tmp_path, "migrate").exit_code == 0
    (copy,) = tmp_path.glob("*.age")
    (wrapped,) = tmp_path.glob("*.wrapped")
    file.rename(tmp_path / "away.sqlite3")
    ours = key.read_bytes()
    key.write_bytes(Fernet.generate_key())
    stolen = run(tmp_path, "restore", str(copy), "--key", str(wrapped))
    assert (stolen.exit_code, "put back the one" in stolen.stderr) == (2, True)
    assert not file.exists()
    key.write_bytes(ours)
    restored = run(tmp_path, "restore", str(copy), "--key", str(wrapped))
    assert (restored.exit_code, restored.stderr) == (0, "")
    with closing(sqlite3.connect(file)) as found:
        assert found.execute("SELECT count(*) FROM audit_entry").fetchone() == (3,)


async def _step_down(file: Path) -> None:
    from alembic import command

    from models.database import Database
    from models.migrate import alembic_config
    from tests.databases import KEYS

    database = Database(f"sqlite+aiosqlite:///{file}", KEYS)
    async with database.engine.execution_options(writes=True).begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(alembic_config(sync), "0002"))
    await database.close()
