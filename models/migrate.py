"""Bring a database to the shape this version of the code expects."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

ROOT = Path(__file__).resolve().parent.parent


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings, bound to a connection that is already open."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "models" / "migrations"))
    config.attributes["connection"] = connection
    return config


async def find_step(engine: AsyncEngine) -> str | None:
    """The revision a database stands at, if it isn't the newest; None for an empty one too."""

    def read(connection: Connection) -> str | None:
        at = MigrationContext.configure(connection).get_current_revision()
        newest = ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
        return None if at == newest else at

    async with engine.connect() as connection:
        return await connection.run_sync(read)


async def migrate(engine: AsyncEngine, revision: str = "head") -> None:
    """Upgrade to `revision`, all or nothing."""
    async with engine.execution_options(writes=True).begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), revision))


def make_revision(connection: Connection, message: str, **options: Any) -> None:
    """Write a new migration from the difference between tables and code (a developer's verb)."""
    command.revision(alembic_config(connection), message, autogenerate=True, **options)
