"""The bytes of files: in memory, or in a folder beside the snapshot."""

import secrets
from pathlib import Path

from sandbox.state import State, StoredFile

_FOLDERS = {"photo": "photos", "voice": "voice", "document": "documents"}
_ENDINGS = {"photo": ".jpg", "voice": ".oga"}


class FileStore:
    """Keep the bytes of files under the path that getFile tells."""

    def __init__(self, state: State, folder: Path | None) -> None:
        self._state = state
        self._folder = folder
        self._held: dict[str, bytes] = {}

    def add(
        self, kind: str, name: str, mime: str, content: bytes, size: tuple[int, int] = (0, 0)
    ) -> StoredFile:
        """Store a file and return its record with a fresh `file_id`."""
        ending = Path(name).suffix[:12] or _ENDINGS.get(kind, "")
        path = f"{_FOLDERS[kind]}/file_{len(self._state.files)}_{secrets.token_hex(4)}{_plain(ending)}"
        stored = StoredFile(
            file_id=f"{kind[:2].upper()}{secrets.token_urlsafe(30)}",
            unique_id=secrets.token_urlsafe(9),
            kind=kind,
            name=name,
            mime=mime,
            size=len(content),
            path=path,
            width=size[0],
            height=size[1],
        )
        self._write(path, content)
        self._state.files[stored.file_id] = stored
        return stored

    def _write(self, path: str, content: bytes) -> None:
        if self._folder is None:
            self._held[path] = content
            return
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    def read(self, stored: StoredFile) -> bytes | None:
        """Return the bytes of a file, or None when they are gone."""
        if self._folder is None:
            return self._held.get(stored.path)
        target = self._folder / stored.path
        return target.read_bytes() if target.is_file() else None

    def find_by_path(self, path: str) -> StoredFile | None:
        """Return the record of the file at `path`; only paths given out by getFile exist."""
        return next((stored for stored in self._state.files.values() if stored.path == path), None)


def _plain(ending: str) -> str:
    """Keep an ending only when it is plain letters and digits: it becomes part of a path."""
    return ending if ending[1:].isascii() and ending[1:].isalnum() else ""
