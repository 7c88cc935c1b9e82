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


@pytest.mark.db
async def test_a_waiting_notice_is_kept_by_0002(empty: Database) -> None:
    def fill_and_climb(connection: Connection) -> list[Any]:
        config = alembic_config(connection)
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO person (id, name, timezone, evening, created_at)"
            " VALUES (7, 'x', 'UTC', '19:30', '2026-11-01 00:00:00+00:00')"
        )
        connection.exec_driver_sql(
            "INSERT INTO notification (kind, priority, recipient_id, params, sending, not_before, attempts,"
            " fence, created_at) VALUES ('case_alert', 0, 7, '{}', 'queued', '2026-11-02 03:04:05+00:00', 0,"
            " 0, '2026-11-02 03:04:05+00:00')"
        )
        command.upgrade(config, "0002")
        connection.exec_driver_sql("UPDATE notification SET sending = 'expired'")
        kept = connection.exec_driver_sql("SELECT not_before = wanted_at, sending FROM notification")
        return [tuple(row) for row in kept]

    async with empty.engine.execution_options(writes=True).begin() as connection:
        assert await connection.run_sync(fill_and_climb) == [(1, "expired")]
