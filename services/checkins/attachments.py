"""What a family sends beside words: kept by Telegram, remembered here as a line of the secret text.

A line that begins with a unit separator names an attachment; nothing a person types can hold one.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MARK = "\x1f"


@dataclass(frozen=True)
class Attachment:
    """`kind` is voice, photo, video, video_note, audio or document; `seconds` 0 where nothing runs."""

    kind: str
    file_id: str
    seconds: int = 0


@dataclass(frozen=True)
class Letter:
    text: str
    attachments: tuple[Attachment, ...] = ()

    @property
    def kind(self) -> str:
        """What it mainly is: its first attachment's kind, or text."""
        return self.attachments[0].kind if self.attachments else "text"


def clean(text: str) -> str:
    """Drop what can't be seen; keep every word, however many."""
    return "".join(one for one in text if one == "\n" or unicodedata.category(one) != "Cc").strip()


def pack(text: str, attachments: Sequence[Attachment]) -> str:
    """Return one text to be kept, from which `unpack` gives both back."""
    marked = [f"{MARK}{one.kind} {one.seconds} {one.file_id}" for one in attachments]
    return "\n".join([*marked, clean(text)]) if text else "\n".join(marked)


def unpack(kept: str) -> Letter:
    lines = kept.split("\n")
    marked = [line[1:].split(" ", 2) for line in lines if line.startswith(MARK)]
    text = "\n".join(line for line in lines if not line.startswith(MARK))
    return Letter(text, tuple(Attachment(kind, file_id, int(seconds)) for kind, seconds, file_id in marked))
