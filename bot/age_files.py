"""Files that only the holder of a key can read: age, streamed, whole or not at all."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from gzip import BadGzipFile
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage.x25519 import Identity, Recipient

from bot.words import OperatorError


def read_recipients(text: str) -> list[Recipient]:
    """Public keys (age1…), separated by spaces. Raises OperatorError backup_bad_recipient."""
    try:
        return [Recipient.from_str(one) for one in text.split()]
    except pyrage.RecipientError as error:
        raise OperatorError("backup_bad_recipient", "BACKUP_RECIPIENT") from error


def read_identities(path: Path) -> list[Identity]:
    """The private keys of a file as age-keygen writes it. Raises OperatorError backup_bad_key."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        found = [Identity.from_str(line.strip()) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise OperatorError("backup_bad_key", path=path) from error
    if not found:
        raise OperatorError("backup_bad_key", path=path)
    return found


@contextmanager
def encrypting(path: Path, recipients: Sequence[Recipient]) -> Iterator[BinaryIO]:
    """What is written into it stands in `path` afterwards, mode 600; after an exception nothing does."""
    part = path.with_name(f"{path.name}.part")
    try:
        with ThreadPoolExecutor(1) as thread:
            read_end, write_end = os.pipe()
            work = thread.submit(_encrypt, read_end, part, recipients)
            with open(write_end, "wb") as plain:  # noqa: PTH123 - a pipe
                yield plain
            work.result()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def decrypting(path: Path, identities: Sequence[Identity]) -> Iterator[BinaryIO]:
    """What a file holds. The end of the block raises OperatorError backup_unreadable unless it was whole."""
    fault: Exception | None = None
    with ThreadPoolExecutor(1) as thread:
        read_end, write_end = os.pipe()
        work = thread.submit(_decrypt, path, write_end, identities)
        with open(read_end, "rb") as plain:  # noqa: PTH123 - a pipe
            try:
                yield plain
            except (OSError, EOFError, OperatorError) as error:
                fault = error  # perhaps because only half of it came: then that is the reason to give
            finally:
                while plain.read(1 << 20):
                    pass
    if work.exception() is not None or isinstance(fault, EOFError | BadGzipFile):
        raise OperatorError("backup_unreadable", path=path) from fault or work.exception()
    if fault is not None:
        raise fault


def _encrypt(read_end: int, path: Path, recipients: Sequence[Recipient]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(read_end, "rb") as plain, os.fdopen(descriptor, "wb") as file:
        pyrage.encrypt_io(plain, file, list(recipients))
        file.flush()
        os.fsync(file.fileno())


def _decrypt(path: Path, write_end: int, identities: Sequence[Identity]) -> None:
    with open(write_end, "wb") as plain, path.open("rb") as file:
        pyrage.decrypt_io(file, plain, list(identities))
