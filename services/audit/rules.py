"""What binds one entry of the audit to all before it. Pure."""

import hashlib
import json
from dataclasses import dataclass

from models import AuditEntry

NOTHING_BEFORE = "0" * 64


@dataclass(frozen=True)
class Link:
    """A place in the chain (1, 2, …) and the digest there: SHA-256 in hex of this entry and all before it."""

    place: int
    digest: str


START = Link(0, NOTHING_BEFORE)


def next_link(before: Link, entry: AuditEntry) -> Link:
    """The link that `entry` makes after `before`; every column counts except the two that hold the link."""
    place = before.place + 1
    told = [
        before.digest, place, entry.id, f"{entry.at:%Y-%m-%dT%H:%M:%S.%f}", entry.telegram_id,
        entry.person_id, entry.action, entry.subject, entry.subject_id, entry.allowed,
    ]  # fmt: skip
    if entry.purpose is not None:  # what was sealed before there were purposes stays as it was
        told.append(entry.purpose)
    return Link(place, hashlib.sha256(json.dumps(told).encode()).hexdigest())
