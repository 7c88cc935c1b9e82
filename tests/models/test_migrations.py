"""Every migration goes up, down and up again, and none of them differs from the tables in code."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlmodel import SQLModel

from models.database import Database
from models.migrate import alembic_config
from tests.databases import KEYS, Postgres, Sqlite


@pytest.fixture
async def empty(databases: Sqlite | Postgres, tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'stairs.sqlite3'}"
    if isinstance(databases, Postgres):
        url = await databases.empty()
    database = Database(url, KEYS)
    yield database
    await database.close()


@pytest.mark.db
async def test_stairway(empty: Database) -> None:
    def climb(connection: Connection) -> None:
        config = alembic_config(connection)
        steps = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]
        for revision in reversed(steps):
            command.upgrade(config, revision)
            command.downgrade(config, "-1")
            command.upgrade(config, revision)

    async with empty.engine.execution_options(writes=True).begin() as connection:
        await connection.run_sync(climb)


@pytest.mark.db
async def test_no_drift(empty: Database) -> None:
    def compare(connection: Connection) -> list[Any]:
        command.upgrade(alembic_config(connection), "head")
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, SQLModel.metadata))

    async with empty.engine.execution_options(writes=True).begin() as connection:
        assert await connection.run_sync(compare) == []
