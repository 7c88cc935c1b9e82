"""Open what the bot stands on: the key, the database in today's shape, and whose world it is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from cryptography.fernet import InvalidToken
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.backing_up import keep_copy
from bot.settings import Settings
from bot.words import OperatorError
from models.case_keys import CaseKeys
from models.codes import InstallationKind
from models.database import Database
from models.keys import KeyFileError, load_keys
from models.migrate import find_step, migrate
from services.people import queries as people_queries
from services.people import service as people


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """Migrate and open; raise OperatorError where an operator has to do something first."""
    file = settings.database_file
    is_new = not file.exists() if file else not await holds_anything(settings.database)
    try:
        keys = load_keys(settings.key_file, create=is_new)
    except KeyFileError as error:
        raise OperatorError(error.code, "SECRET_KEY_FILE", path=settings.key_file) from error
    except OSError as error:
        raise OperatorError("key_unreadable", "SECRET_KEY_FILE", path=settings.key_file) from error
    if file is not None:
        _ensure_usable(file)
    database = Database(settings.database, keys, CaseKeys(settings.case_keys))
    try:
        await _make_ready(database, settings)
        yield database
    finally:
        await database.close()


def _ensure_usable(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OperatorError("database_unreachable", "DATABASE_URL") from error
    if file.is_dir():
        raise OperatorError("database_unreachable", "DATABASE_URL")


async def holds_anything(url: str) -> bool:
    """Whether a database server already keeps an installation, which only its own key can read."""
    engine = create_async_engine(url, hide_parameters=True)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(lambda sync: inspect(sync).has_table("installation"))
    except (DBAPIError, OSError) as error:
        raise OperatorError("database_unreachable", "DATABASE_URL") from error
    finally:
        await engine.dispose()


async def _make_ready(database: Database, settings: Settings) -> None:
    try:
        step = await find_step(database.engine)
        if step is not None:
            await keep_copy(settings, step=step)
        await migrate(database.engine)
        await _ensure_one_world(database, settings)
    except (OperationalError, DBAPIError, OSError) as error:
        code = "database_locked" if "locked" in str(error) else "database_unreachable"
        raise OperatorError(code, "DATABASE_URL") from error
    except InvalidToken as error:
        raise OperatorError("key_is_another", "SECRET_KEY_FILE", path=settings.key_file) from error


async def _ensure_one_world(database: Database, settings: Settings) -> None:
    """A demo school can't go live, and living children can't be played with."""
    wanted = InstallationKind.SANDBOX if settings.is_sandbox else InstallationKind.LIVE
    async with database.transaction() as session:
        found = await people_queries.find_installation(session)
        if found is None:
            await people.mark_installation(session, now=datetime.now(UTC), kind=wanted)
        elif found is not wanted:
            code = "database_is_live" if found is InstallationKind.LIVE else "database_is_demo"
            raise OperatorError(code, "DATABASE_URL")
