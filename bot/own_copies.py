"""A copy before a migration where no backups are set up: beside the database, and never readable by itself.

It is an age file like every backup. Its private key lies beside it, encrypted with the installation's own
key: who steals the disk without SECRET_KEY_FILE can read neither.
"""

import os
from pathlib import Path

from cryptography.fernet import InvalidToken
from pyrage.x25519 import Identity

from bot.age_files import encrypting
from bot.dumps import SqliteDump
from bot.settings import Settings
from bot.words import OperatorError
from models.keys import load_keys

SUFFIX = ".wrapped"


def write_copy(settings: Settings, file: Path, *, step: str) -> Path:
    """Copy a SQLite file; return where to. Raises OperatorError: the secret key is another than at first."""
    dump = SqliteDump(file)
    path = file.with_name(f"{file.name}.before-leaving-{step}{dump.suffix}.age")
    identity = _identity_of(settings, path.with_name(path.name + SUFFIX))
    with encrypting(path, [identity.to_public()]) as out:
        dump.write(out)
    return path


def unwrap(settings: Settings, key: Path) -> Identity:
    """The private key of such a copy. Raises OperatorError: the secret key doesn't open it."""
    try:
        words = load_keys(settings.key_file, create=False).decrypt(key.read_bytes())
    except InvalidToken as error:
        raise OperatorError("key_is_another", "SECRET_KEY_FILE", path=settings.key_file) from error
    return Identity.from_str(words.decode())


def _identity_of(settings: Settings, key: Path) -> Identity:
    """One that is there is used again: a migration that failed left a copy that only it can open."""
    if key.exists():
        return unwrap(settings, key)
    identity = Identity.generate()
    wrapped = load_keys(settings.key_file, create=False).encrypt(str(identity).encode())
    part = key.with_name(f"{key.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(wrapped)
        file.flush()
        os.fsync(descriptor)
    part.replace(key)
    return identity
