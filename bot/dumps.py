"""A whole database as one stream, and back: each with its own tool, while the bot is at work.

SQLite's backup interface and pg_dump both see one instant; what is committed meanwhile isn't in it.
"""

import gzip
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, Protocol

from sqlalchemy import make_url

from bot.settings import Settings
from bot.words import OperatorError

A_CHUNK = 1 << 20


class Dump(Protocol):
    """A database to be poured out, or into while it is empty. All of it blocks: use a thread."""

    suffix: str

    def write(self, out: BinaryIO) -> None: ...

    def load(self, source: BinaryIO) -> None: ...

    def keep(self) -> None:
        """What was loaded was whole: from now on it is the database."""

    def discard(self) -> None:
        """Forget what was loaded."""


def dump_of(settings: Settings) -> Dump:
    file = settings.database_file
    return SqliteDump(file) if file else PostgresDump(settings.database)


class SqliteDump:
    """A file; plain copies stand beside it only, for its owner alone, and as long as it takes."""

    suffix = ".sqlite3.gz"

    def __init__(self, file: Path) -> None:
        self._file = file
        self._part = file.with_name(f"{file.name}.part")

    def write(self, out: BinaryIO) -> None:
        plain = self._file.with_name(f"{self._file.name}.snapshot")
        try:
            self.copy_to(plain)
            with plain.open("rb") as snapshot, gzip.open(out, "wb", compresslevel=6) as packed:
                shutil.copyfileobj(snapshot, packed, A_CHUNK)
        finally:
            plain.unlink(missing_ok=True)

    def copy_to(self, path: Path) -> None:
        """Make a consistent copy, mode 600."""
        os.close(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(self._file)) as source, closing(sqlite3.connect(path)) as copy:
            source.backup(copy)

    def load(self, source: BinaryIO) -> None:
        self._part.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with gzip.open(source, "rb") as packed, os.fdopen(descriptor, "wb") as file:
            shutil.copyfileobj(packed, file, A_CHUNK)
            file.flush()
            os.fsync(file.fileno())

    def keep(self) -> None:
        with closing(sqlite3.connect(self._part)) as copy:
            try:
                copy.execute("SELECT version_num FROM alembic_version")
                is_sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            except sqlite3.DatabaseError as error:
                raise OperatorError("backup_damaged") from error
        if not is_sound:
            raise OperatorError("backup_damaged")
        self._part.replace(self._file)

    def discard(self) -> None:
        for ending in ("", "-wal", "-shm", ".part"):
            self._file.with_name(self._file.name + ending).unlink(missing_ok=True)


class PostgresDump:
    """A database of a server's, by PostgreSQL's own programs, which must stand on the PATH."""

    suffix = ".pgdump"

    def __init__(self, url: str) -> None:
        address = make_url(url)
        plain = address.set(drivername="postgresql", password=None)
        self._address = plain.render_as_string(hide_password=False)
        # Not among the arguments, where every user of the machine could read it.
        self._environment = {**os.environ, **({"PGPASSWORD": address.password} if address.password else {})}

    def write(self, out: BinaryIO) -> None:
        self._run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", stdout=out)

    def load(self, source: BinaryIO) -> None:
        self._run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", stdin=source)

    def keep(self) -> None:
        """It is all in, or nothing: one transaction."""

    def discard(self) -> None:
        sweep = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
        self._run("psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--command={sweep}")

    def _run(
        self, program: str, *options: str, stdin: BinaryIO | None = None, stdout: BinaryIO | None = None
    ) -> None:
        path = shutil.which(program)
        if path is None:
            raise OperatorError("backup_no_tools", program=program)
        done = subprocess.run(  # noqa: S603
            [path, f"--dbname={self._address}", *options], env=self._environment, check=False,
            stdin=stdin or subprocess.DEVNULL, stdout=stdout or subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        if done.returncode:
            raise OperatorError("backup_tool_failed", program=program)
