"""Bring a backup back: into an empty place only, whole or not at all."""

import asyncio
import os
from pathlib import Path

from pyrage.x25519 import Identity

from bot import own_copies
from bot.age_files import read_identities
from bot.backing_up import back_up, load
from bot.case_key_copies import read_copy
from bot.dumps import dump_of
from bot.preparing import holds_anything, open_database
from bot.settings import Settings
from bot.words import OperatorError, say
from models.case_keys import CaseKeys
from models.keys import KeyFileError, load_keys
from services.audit import chain
from services.casework.queries import list_released


async def make_backup(settings: Settings) -> None:
    made = await back_up(settings)
    print(say("backup_made", path=made.path, size=f"{made.size:,}", sealed=made.sealed))  # noqa: T201
    if not made.is_sound:
        print(say("backup_unsound"))  # noqa: T201


async def restore(settings: Settings, *, file: Path, key: Path) -> None:
    """Raises OperatorError, with nothing changed: not empty, a wrong key of either kind, a damaged file."""
    dump = dump_of(settings)
    own = key.name.endswith(own_copies.SUFFIX)
    if await _is_there(settings):
        raise OperatorError("restore_not_empty", "DATABASE_URL")
    if not file.name.endswith(f"{dump.suffix}.age"):
        raise OperatorError("restore_other_kind", "DATABASE_URL", path=file)
    try:
        load_keys(settings.key_file, create=False)
    except (KeyFileError, OSError) as error:
        raise OperatorError("key_lost", "SECRET_KEY_FILE", path=settings.key_file) from error
    identities = [own_copies.unwrap(settings, key)] if own else read_identities(key)
    await asyncio.to_thread(load, dump, file, identities)
    try:
        async with open_database(settings) as database, database.reading() as session:
            found = await chain.verify(session)
    except OperatorError:
        await asyncio.to_thread(dump.discard)
        raise
    print(say("restored", sealed=found.sealed))  # noqa: T201
    if found.wrong:
        print(say("backup_unsound"))  # noqa: T201


async def restore_case_keys(settings: Settings, *, file: Path, key: Path) -> None:
    """Put back the keys that are missing, but for those of files that two people have let go.

    Raises OperatorError: a wrong key, a damaged file.
    """
    found = await asyncio.to_thread(read_copy, file, read_identities(key))
    async with open_database(settings) as database, database.reading() as session:
        released = await list_released(session)
    store = CaseKeys(settings.case_keys)
    kept = {name: words for name, words in found.items() if name not in released}
    put_back = sum([store.put_back(name, words) for name, words in kept.items()])
    print(say("case_keys_restored", count=put_back, released=len(found) - len(kept)))  # noqa: T201


async def make_key(_settings: Settings, *, path: Path) -> None:
    """Write a new private key and print the public one that belongs to it."""
    identity = Identity.generate()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise OperatorError("backup_key_there", path=path) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"# public key: {identity.to_public()}\n{identity}\n")
        file.flush()
        os.fsync(descriptor)
    print(say("backup_key_made", path=path, public=identity.to_public()))  # noqa: T201


async def _is_there(settings: Settings) -> bool:
    file = settings.database_file
    return file.exists() if file else await holds_anything(settings.database)
