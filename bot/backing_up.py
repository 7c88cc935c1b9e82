"""Back up: pour the database out, encrypt it, and open it again before it is called a backup."""

import asyncio
import fcntl
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import structlog
from pyrage.x25519 import Identity, Recipient
from sqlalchemy import make_url

from bot import own_copies
from bot.age_files import decrypting, encrypting, read_recipients
from bot.case_key_copies import write_copy
from bot.dumps import Dump, PostgresDump, SqliteDump, dump_of
from bot.settings import Settings
from bot.words import OperatorError
from models.database import Database
from models.keys import load_keys
from services.audit import chain
from services.audit.chain import Verdict
from services.people import queries as people

STAMP, NAME = "%Y%m%dT%H%M%SZ", re.compile(r"xiangban-\d{8}T\d{6}Z\.")
DAILY, LOOK_EACH = timedelta(hours=24), timedelta(hours=1)

log = structlog.get_logger()


@dataclass(frozen=True)
class Made:
    """A backup that has been opened again. `sealed`: how many audit entries are in it, `is_sound` or not."""

    path: Path
    size: int
    sealed: int
    is_sound: bool


async def back_up(settings: Settings, *, is_of_today: bool = True) -> Made:
    """Make one and try it; raise OperatorError with the reason why it is none.

    `is_of_today`: its tables are those this version knows, so that its contents can be looked at too.
    """
    folder, recipients = settings.backup_dir, read_recipients(settings.backup_recipient or "")
    if folder is None or not recipients:
        raise OperatorError("backup_not_set", "BACKUP_DIR")
    dump, now = dump_of(settings), datetime.now(UTC)
    path = folder / f"xiangban-{now:{STAMP}}{dump.suffix}.age"
    trial = Identity.generate()  # a second reader, known to this process only and only now
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone_in(folder):
            await asyncio.to_thread(_write, dump, path, [*recipients, trial.to_public()])
            made = await _try(settings, path, trial, is_of_today=is_of_today)
            stamp = f"{now:{STAMP}}"
            await asyncio.to_thread(write_copy, settings, stamp=stamp, recipients=recipients)
            for old in list_backups(folder)[: -settings.backup_keep]:
                old.unlink()
    except OSError as error:
        raise OperatorError("backup_unwritable", "BACKUP_DIR", path=folder) from error
    return made


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Two backups at once would use the same place for their trial."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OperatorError("backup_under_way") from error
        yield


async def keep_copy(settings: Settings, *, step: str) -> None:
    """Before a migration: a backup where they are set up; else a copy beside the file, under our own key.

    PostgreSQL has no place beside itself: without BACKUP_DIR its tables stay as they are (OperatorError).
    """
    if settings.backup_dir is not None:
        await back_up(settings, is_of_today=False)
    elif (file := settings.database_file) is not None:
        await asyncio.to_thread(own_copies.write_copy, settings, file, step=step)
    else:
        raise OperatorError("backup_before_change", "BACKUP_DIR")


def list_backups(folder: Path) -> list[Path]:
    """Oldest first."""
    return sorted(path for path in folder.glob("xiangban-*.age") if NAME.match(path.name))


async def keep_backing_up(settings: Settings) -> None:
    """One a day, for ever; what fails is loud in the log and in `doctor`, and tried again in an hour."""
    while settings.backup_dir is not None:
        try:
            found = list_backups(settings.backup_dir)
            if not found or datetime.now(UTC) - made_at(found[-1]) >= DAILY:
                made = await back_up(settings)
                log.info("backup.made", count=made.size)
        except OperatorError as error:
            log.error("backup.failed", code=error.code)  # noqa: TRY400 - its code says it all
        except Exception:  # whatever became of the backup, the bot goes on
            log.exception("backup.failed")
        await asyncio.sleep(LOOK_EACH.total_seconds())


def made_at(path: Path) -> datetime:
    """When a backup was made, by its name."""
    return datetime.strptime(path.name[len("xiangban-") :].split(".")[0], STAMP).replace(tzinfo=UTC)


def _write(dump: Dump, path: Path, recipients: Sequence[Recipient]) -> None:
    with encrypting(path, recipients) as out:
        dump.write(out)


async def _try(settings: Settings, path: Path, trial: Identity, *, is_of_today: bool) -> Made:
    """Restore it beside the real one, look into it, and forget it."""
    async with _scratch(settings, path) as (dump, url):
        await asyncio.to_thread(load, dump, path, [trial])
        found = await _look(settings, url) if is_of_today else Verdict(0, 0)
    size = (await asyncio.to_thread(path.stat)).st_size
    return Made(path, size, found.sealed, found.wrong is None)


async def _look(settings: Settings, url: str) -> Verdict:
    """Read it with our key, and walk its audit."""
    database = Database(url, load_keys(settings.key_file, create=False))
    try:
        async with database.reading() as session:
            if await people.find_installation(session) is None:
                raise OperatorError("backup_damaged")
            return await chain.verify(session)
    finally:
        await database.close()


def load(dump: Dump, path: Path, identities: list[Identity]) -> None:
    """Load a backup into its empty place; after OperatorError the place is as empty as before."""
    try:
        with decrypting(path, identities) as source:
            dump.load(source)
        dump.keep()
    except OperatorError:
        dump.discard()
        raise


@asynccontextmanager
async def _scratch(settings: Settings, path: Path) -> AsyncIterator[tuple[Dump, str]]:
    file = settings.database_file
    if file is not None:
        beside = file.with_name(f"{file.name}.trial")
        dump = SqliteDump(beside)
        dump.discard()  # of one that was killed
        try:
            yield dump, f"sqlite+aiosqlite:///{beside}"
        finally:
            dump.discard()
        return
    address = make_url(settings.database)
    name = f"xiangban_backup_trial_{address.database}"[:63]
    own = address.set(drivername="postgresql")
    connection = await asyncpg.connect(own.render_as_string(hide_password=False))
    try:
        await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await connection.execute(f'CREATE DATABASE "{name}"')
        url = address.set(database=name).render_as_string(hide_password=False)
        yield PostgresDump(url), url
    except asyncpg.InsufficientPrivilegeError as error:
        raise OperatorError("backup_untried", path=path) from error
    finally:
        await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await connection.close()
