"""A key of its own for each case's file, apart from the database and its backups: the words end with it.

A file a key, its random name stands in the case. It is written before the words it seals are committed; if
we end in between, a key without words is left.
"""

import os
from pathlib import Path

from cryptography.fernet import Fernet

SUFFIX = ".key"


class CaseKeys:
    """The folder with the keys; made when the first one is needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, name: str) -> Fernet | None:
        """The key of that name; None: it was destroyed, or its folder is lost."""
        try:
            return Fernet(self._path(name).read_bytes())
        except FileNotFoundError:
            return None

    def find_or_make(self, name: str) -> Fernet:
        """The key of that name, on the disk before anything is sealed with it."""
        path = self._path(name)
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_whole(path, Fernet.generate_key())
        return Fernet(path.read_bytes())

    def put_back(self, name: str, key: bytes) -> bool:
        """Bring a key back from a copy, unless there is one; whether it was missing."""
        if self._path(name).exists():
            return False
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_whole(self._path(name), key)
        return True

    def destroy(self, name: str) -> bool:
        """Overwrite and remove a key; whether there was one."""
        path = self._path(name)
        if not path.exists():
            return False
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        _see_onto_the_disk(path.parent)
        return True

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{SUFFIX}"


def _write_whole(path: Path, key: bytes) -> None:
    """Whole or not at all; of two who write at once the first one's key stays."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    _see_onto_the_disk(path.parent)


def _see_onto_the_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
