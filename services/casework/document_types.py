"""A file on its way into a case, in it, and on its way out."""

from dataclasses import dataclass

from models.case_codes import Media


@dataclass(frozen=True)
class Sent:
    """A file that somebody sent, sealed already: `content` under `key`.

    `words`: what was written under it, or what it is called. `size` (bytes) and `digest` are of the file as
    it came.
    """

    media: Media
    suffix: str
    words: str
    size: int
    digest: str
    key: str
    content: bytes


@dataclass(frozen=True)
class Stored:
    """It is in the file, as its entry number `place`."""

    case_id: int
    place: int
    size: int


@dataclass(frozen=True)
class Kept:
    """A file of a case under the key that opens it; None: that was destroyed. `name` says nothing of it."""

    media: Media
    name: str
    key: str | None
    content: bytes


@dataclass(frozen=True)
class Document:
    """What stands of a file in a list, without itself; `size` in bytes."""

    media: Media
    suffix: str
    size: int
    digest: str
