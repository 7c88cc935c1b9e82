"""The keys that make a person's words unreadable to whoever steals the disk."""

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
    return MultiFernet([Fernet(line) for line in read_lines(path)])


def read_lines(path: Path) -> list[bytes]:
    """Return the keys themselves, the newest first. Raises KeyFileError."""
    if not path.exists():
        raise KeyFileError("key_lost")
    lines = path.read_bytes().split()
    try:
        MultiFernet([Fernet(line) for line in lines])
    except ValueError as error:
        raise KeyFileError("key_broken") from error
    return lines


def write_lines(path: Path, lines: list[bytes]) -> None:
    """Put these keys in the file's place, whole or not at all, for whoever owned it and nobody else."""
    path = path.resolve()  # a link goes on pointing where it did
    part, was = path.with_name(f"{path.name}.part"), path.stat()
    part.unlink(missing_ok=True)
    _write(part, lines, owner=(was.st_uid, was.st_gid))
    part.replace(path)
    _see_onto_the_disk(path.parent)


def set_aside(path: Path, *, name: str) -> Path:
    """Copy the whole ring beside itself, where an older backup can find the keys that it needs."""
    path = path.resolve()
    copy, was = path.with_name(f"{path.name}.{name}"), path.stat()
    _write(copy, read_lines(path), owner=(was.st_uid, was.st_gid))
    _see_onto_the_disk(path.parent)
    return copy


def new_key() -> bytes:
    return Fernet.generate_key()


def _make(path: Path) -> None:
    """Write a first key and see it onto the disk before anything is encrypted with it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(path, [new_key()])


def _write(path: Path, lines: list[bytes], *, owner: tuple[int, int] | None = None) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        if owner:
            os.fchown(descriptor, *owner)  # root may turn the key of a service's user
        file.writelines(line + b"\n" for line in lines)
        file.flush()
        os.fsync(descriptor)


def _see_onto_the_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
