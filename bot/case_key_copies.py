"""A copy of the keys of cases: apart from the database, and short-lived: what is destroyed stays so."""

import io
import re
import tarfile
from collections.abc import Sequence
from pathlib import Path

from pyrage.x25519 import Identity, Recipient

from bot.age_files import decrypting, encrypting
from bot.settings import Settings
from models.case_keys import SUFFIX

KEPT = 7  # copies: a week of days
NAME = re.compile(rf"([0-9a-f]{{32}}){re.escape(SUFFIX)}")


def write_copy(settings: Settings, *, stamp: str, recipients: Sequence[Recipient]) -> None:
    """Write today's keys into a folder of their own under BACKUP_DIR and drop what is older than a week's.

    Raises OSError.
    """
    if settings.backup_dir is None or not settings.case_keys.exists():
        return
    folder = settings.backup_dir / "case-keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    copy = folder / f"case-keys-{stamp}.tar.age"
    with encrypting(copy, recipients) as out, tarfile.open(fileobj=out, mode="w|") as tar:
        for path in sorted(settings.case_keys.glob(f"*{SUFFIX}")):
            tar.add(path, arcname=path.name)
    for old in sorted(folder.glob("case-keys-*.tar.age"))[:-KEPT]:
        old.unlink()


def read_copy(file: Path, identities: Sequence[Identity]) -> dict[str, bytes]:
    """The keys of a copy by their names. Raises OperatorError backup_unreadable."""
    with decrypting(file, identities) as source:
        whole = source.read()
    found = {}
    with tarfile.open(fileobj=io.BytesIO(whole)) as tar:
        for member in tar:
            name, content = NAME.fullmatch(member.name), tar.extractfile(member)
            if name and content:
                found[name[1]] = content.read()
    return found
