"""What a drill saw, kept as JSON, and the table that strangers read."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

HEAD = "| drill | must show | seen | baseline beside it | |\n|---|---|---|---|---|"
BEGIN, END = "<!-- drill: written by `python -m tests.drill --write` -->", "<!-- /drill -->"


@dataclass(frozen=True)
class Seen:
    """One line of the table. `figures` are what its words were made from.

    `met` is what a busy machine can't change: counts; `in_time` is what it can. A test asks for the first.
    """

    drill: str
    must_show: str
    seen: str
    met: bool
    baseline: str = "–"
    figures: dict[str, Any] = field(default_factory=dict)
    in_time: bool = True

    @property
    def is_good(self) -> bool:
        return self.met and self.in_time

    def line(self) -> str:
        verdict = "met" if self.is_good else "**not met**"
        return f"| {self.drill} | {self.must_show} | {self.seen} | {self.baseline} | {verdict} |"


@dataclass(frozen=True)
class Shelf:
    """A folder of finished results, and of what an unfinished drill has done so far."""

    folder: Path
    form: str  # "", ".short" or ".x0.05": results of another length are others

    def find(self, name: str) -> Seen | None:
        kept = self._read(self._result(name))
        return Seen(**kept) if kept else None

    def put(self, name: str, seen: Seen) -> None:
        """Keep a finished result; its checkpoint is no longer needed."""
        self._write(self._result(name), asdict(seen))
        self._checkpoint(name).unlink(missing_ok=True)

    def find_checkpoint(self, name: str) -> dict[str, Any] | None:
        return self._read(self._checkpoint(name))

    def put_checkpoint(self, name: str, done: dict[str, Any]) -> None:
        self._write(self._checkpoint(name), done)

    def forget(self, name: str) -> None:
        for path in (self._result(name), self._checkpoint(name)):
            path.unlink(missing_ok=True)

    def _result(self, name: str) -> Path:
        return self.folder / f"{name}{self.form}.json"

    def _checkpoint(self, name: str) -> Path:
        return self.folder / f"{name}{self.form}.part.json"

    def _read(self, path: Path) -> dict[str, Any] | None:
        found: dict[str, Any] | None = json.loads(path.read_text()) if path.exists() else None
        return found

    def _write(self, path: Path, content: dict[str, Any]) -> None:
        """Whole or not at all: a drill may be killed as well."""
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".tmp")
        draft.write_text(f"{json.dumps(content, ensure_ascii=False, indent=1)}\n")
        draft.replace(path)


def table(lines: Iterable[Seen]) -> str:
    return "\n".join((HEAD, *(one.line() for one in lines)))


def write_into(page: Path, lines: Iterable[Seen]) -> None:
    """Replace what stands between the marks of a page; raises ValueError where there are none."""
    text = page.read_text()
    before, found, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not found or not ended:
        raise ValueError(f"{page} has no place for the table: {BEGIN} … {END}")
    page.write_text(f"{before}{BEGIN}\n\n{table(lines)}\n\n{END}{after}")
