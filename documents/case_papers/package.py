"""Put the files of a case into one that only a passphrase opens: AES-256, as 7-Zip and others read it.

The names of files inside an encrypted zip can be read without the passphrase: they carry the case's number
and nothing else.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from io import BytesIO

import pyzipper

from services.casework.paper_types import CasePaper

GROUPS, DIGITS = 6, 5  # 10^30: what a zip's key derivation spares an attacker, the length makes up for
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


def new_passphrase() -> str:
    """Groups of digits: they can be read out on a telephone, in any language."""
    return " ".join(f"{secrets.randbelow(10**DIGITS):0{DIGITS}}" for _ in range(GROUPS))


def fingerprint(file: bytes) -> str:
    return hashlib.sha256(file).hexdigest()


def sealed_zip(facts: CasePaper, files: Mapping[str, bytes], passphrase: str) -> bytes:
    """Return the files with a list of their digests, encrypted; spaces of the passphrase count."""
    digests = {name: fingerprint(content) for name, content in files.items()}
    sums = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
    whole = {**files, MANIFEST: _manifest(facts, digests), SUMS: sums.encode()}
    file = BytesIO()
    with pyzipper.AESZipFile(
        file, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as made:
        made.setpassword(passphrase.encode())
        made.setencryption(pyzipper.WZ_AES, nbits=256)
        for name, content in whole.items():
            made.writestr(name, content)
    return file.getvalue()


def _manifest(facts: CasePaper, digests: Mapping[str, str]) -> bytes:
    """What is inside, and how far the record of accesses had come when it was made."""
    chain = facts.chain
    told = {
        "case": facts.number,
        "made_at": facts.made_at.isoformat(),
        "sha256": dict(digests),
        "audit_head": {"place": chain.place, "sha256": chain.digest} if chain else None,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
