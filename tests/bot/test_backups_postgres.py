"""The same on PostgreSQL, with its own programs."""

import asyncio
import os
from pathlib import Path

import pytest
from alembic import command

from models.database import Database
from models.migrate import alembic_config, find_step
from tests.bot.test_backups import backups, keys
from tests.commands import run
from tests.databases import KEYS, Postgres

__all__ = ["keys"]


@pytest.fixture
def tools(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{postgres.programs}:{os.environ['PATH']}")


@pytest.mark.usefixtures("tools")
def test_there_and_back(tmp_path: Path, keys: dict[str, str], postgres: Postgres) -> None:
    old, new = (asyncio.run(postgres.empty()) for _ in range(2))
    assert run(tmp_path, "migrate", DATABASE_URL=old).exit_code == 0
    made = run(tmp_path, "backup", **keys, DATABASE_URL=old)
    assert (made.exit_code, made.stderr) == (0, "")
    (backup,) = backups(tmp_path)
    restore = ("restore", str(backup), "--key", str(tmp_path / "private.txt"))
    over = run(tmp_path, *restore, DATABASE_URL=old)
    assert (over.exit_code, over.stderr.startswith("DATABASE_URL: ")) == (2, True)
    into_a_file = run(tmp_path, *restore)
    assert (into_a_file.exit_code, into_a_file.stderr.count("\n")) == (2, 1)
    other = tmp_path / "other.txt"
    assert run(tmp_path, "backup-key", str(other)).exit_code == 0
    wrong_key = run(tmp_path, "restore", str(backup), "--key", str(other), DATABASE_URL=new)
    assert (wrong_key.exit_code, "can't be opened with this key" in wrong_key.stderr) == (2, True)
    restored = run(tmp_path, *restore, DATABASE_URL=new)
    assert (restored.exit_code, restored.stderr) == (0, "")
    assert run(tmp_path, "doctor", DATABASE_URL=new).exit_code == 0


def test_without_the_programs_it_says_so(
    tmp_path: Path, keys: dict[str, str], postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = asyncio.run(postgres.empty())
    assert run(tmp_path, "migrate", DATABASE_URL=url).exit_code == 0
    monkeypatch.setenv("PATH", str(tmp_path))
    found = run(tmp_path, "backup", **keys, DATABASE_URL=url)
    assert (found.exit_code, "pg_dump" in found.stderr) == (2, True)
    assert not backups(tmp_path)


def test_without_a_place_for_a_copy_the_tables_stay_as_they_are(tmp_path: Path, postgres: Postgres) -> None:
    url = asyncio.run(postgres.empty())
    assert run(tmp_path, "migrate", DATABASE_URL=url).exit_code == 0

    async def step_down() -> None:
        database = Database(url, KEYS)
        async with database.engine.execution_options(writes=True).begin() as connection:
            await connection.run_sync(lambda sync: command.downgrade(alembic_config(sync), "0002"))
        assert await find_step(database.engine) == "0002"
        await database.close()

    async def revision() -> str | None:
        database = Database(url, KEYS)
        found = await find_step(database.engine)
        await database.close()
        return found

    asyncio.run(step_down())
    refused = run(tmp_path, "migrate", DATABASE_URL=url)
    assert (refused.exit_code, refused.stderr.startswith("BACKUP_DIR: ")) == (2, True)
    assert asyncio.run(revision()) == "0002"
