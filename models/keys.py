"""The key that makes a person's words unreadable to whoever steals the disk."""

import os
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet


class KeyFileError(ValueError):
    """The key file is missing where data already needs it ("key_lost"), or holds no key ("key_broken")."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def load_keys(path: Path, *, create: bool) -> MultiFernet:
    """Read the key ring: one key a line, the first encrypts, all of them decrypt.

    With `create`, a missing file is made with mode 600; otherwise it raises KeyFileError.
    """
    if not path.exists():
        if not create:
            raise KeyFileError("key_lost")
        _make(path)
    try:
        return MultiFernet([Fernet(line) for line in path.read_bytes().split()])
    except ValueError as error:
        raise KeyFileError("key_broken") from error


def _make(path: Path) -> None:
    """Write a new key and see it onto the disk before anything is encrypted with it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(Fernet.generate_key() + b"\n")
        file.flush()
        os.fsync(file.fileno())
