"""`rotate-key`: a new key for what is secret, and in a second step an end to the old ones.

    one key ──rotate-key──▶ new key first, old ones behind it ──every value──▶ all under the new one
                                                      ──rotate-key --finish──▶ one key, the old ones set aside

Killed anywhere, everything can still be read with the ring in the file, and the same command goes on.
"""

from datetime import UTC, datetime

from cryptography.fernet import Fernet, MultiFernet

from bot.preparing import open_database
from bot.settings import Settings
from bot.words import OperatorError, say
from models.alone import is_in_use
from models.database import Database
from models.keys import new_key, read_lines, set_aside, write_lines
from models.rotating import UnreadableValueError, count_older, rotate
from services.audit import service as audit


async def rotate_key(settings: Settings, *, finish: bool) -> None:
    """Raises OperatorError: somebody is at work, the wrong key, a value that no key reads, not done yet."""
    async with open_database(settings) as database:
        try:
            await _ensure_alone(database)
            await (_finish if finish else _rotate)(settings, database)
        except OSError as error:
            raise OperatorError("key_unreadable", "SECRET_KEY_FILE", path=settings.key_file) from error


async def _ensure_alone(database: Database) -> None:
    """A running bot knows the old ring only: it couldn't read what the new key writes."""
    if await is_in_use(database):
        raise OperatorError("rotate_at_work")


async def _rotate(settings: Settings, database: Database) -> None:
    path = settings.key_file
    lines = read_lines(path)
    if len(lines) == 1:  # more of them: a rotation that was begun goes on
        lines = [new_key(), *lines]
        write_lines(path, lines)
        await _ensure_alone(database)  # nobody has come between our look and the new ring
    ring = [Fernet(line) for line in lines]
    try:
        count = await rotate(database, ring[0], MultiFernet(ring))
    except UnreadableValueError as error:
        raise OperatorError(
            "rotate_unreadable", "SECRET_KEY_FILE", path=path, table=error.table, row=error.row
        ) from error
    await _write_down(database, "rotate_key")
    print(say("rotated", count=count, path=path))  # noqa: T201


async def _finish(settings: Settings, database: Database) -> None:
    """Drop the old keys once a whole pass has shown that nothing needs them."""
    path = settings.key_file
    lines = read_lines(path)
    older = await count_older(database, Fernet(lines[0]))
    if older:
        raise OperatorError("rotate_unfinished", count=older)
    if len(lines) == 1:
        print(say("rotate_one_key"))  # noqa: T201
        return
    await _write_down(database, "drop_keys")  # while every key is still there
    copy = set_aside(path, name=f"until-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    write_lines(path, lines[:1])
    print(say("rotate_finished", path=copy))  # noqa: T201


async def _write_down(database: Database, action: str) -> None:
    async with database.transaction() as session:
        await audit.record(
            session, now=datetime.now(UTC), actor=None, action=action, subject="installation",
            subject_id=None, allowed=True,
        )  # fmt: skip
