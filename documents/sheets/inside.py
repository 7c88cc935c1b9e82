"""What runs in the jail: a stranger's workbook comes in by stdin, its cells leave as JSON by stdout.

    {"sheets": [{"name": …, "rows": [["…", …], …], "more": false}], "hidden": ["…"]}
    {"trouble": "encrypted"}                one of the words below

Every cell is text: a date as 2015-03-01, a number as its digits. No formula is worked out; what a program has
stored as its result is what counts. Imports nothing of ours that isn't in this folder.
"""

import csv
import json
import platform
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any

import openpyxl

from documents.sheets import bars

ROWS, COLUMNS, CELL = 20_000, 60, 200  # rows of all sheets together; characters of a cell
UNPACKED, RATIO, PARTS = 192 * 1024 * 1024, 150, 2_000
SMALL = 8 * 1024 * 1024  # unpacked; below that any ratio does no harm
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")


class TroubleError(Exception):
    """Why it can't be read: encrypted, old, macros, bomb, broken, heavy, empty."""


def main() -> None:
    """Read, shut the door behind, answer."""
    _warm_up()
    if sys.platform == "linux":
        bars.set_limits()
    content = sys.stdin.buffer.read()
    if sys.platform == "linux" and bars.can_shut(platform.machine()):
        bars.shut()
    try:
        answer = read(content)
    except TroubleError as error:
        answer = {"trouble": error.args[0]}
    except (MemoryError, RecursionError):
        answer = {"trouble": "heavy"}
    except Exception:  # noqa: BLE001 - whatever a library stumbles over in a stranger's file
        answer = {"trouble": "broken"}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _warm_up() -> None:
    """What a library loads at its first use is a file too, and none can be opened later."""
    for codec in ("cp437", "utf-8-sig", "utf-16", "gb18030"):
        "".encode(codec).decode(codec)
    book = openpyxl.Workbook()
    book.active.append(["", 1, date(2015, 3, 1)])  # type: ignore[union-attr]
    kept = BytesIO()
    book.save(kept)
    read(kept.getvalue())


def read(content: bytes) -> dict[str, Any]:
    """Return the cells. Raises TroubleError, or whatever the library does."""
    if content.startswith(OLE):
        raise TroubleError("encrypted" if LOCKED in content else "old")
    found = _workbook(content) if content.startswith(ZIP) else _csv(content)
    if not any(sheet["rows"] for sheet in found["sheets"]):
        raise TroubleError("empty")
    return found


def _workbook(content: bytes) -> dict[str, Any]:
    _ensure_harmless(content)
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheets: list[dict[str, Any]] = []
    hidden, left = [], ROWS
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        sheet.reset_dimensions()  # what it declares of its size is a stranger's word
        rows = sheet.iter_rows(max_row=left + 1, max_col=COLUMNS, values_only=True)
        sheets.append(_sheet(sheet.title, rows, left))
        left -= len(sheets[-1]["rows"])
    return {"sheets": sheets, "hidden": hidden}


def _ensure_harmless(content: bytes) -> None:
    """By the list of its parts alone: nothing is unpacked before it is known how large it becomes."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > PARTS or unpacked > UNPACKED or unpacked > max(SMALL, RATIO * len(content)):
        raise TroubleError("bomb")
    names = {part.filename.lower() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise TroubleError("macros")
    if any(part.flag_bits & 1 for part in parts):
        raise TroubleError("encrypted")


def _csv(content: bytes) -> dict[str, Any]:
    text = _decoded(content)
    if "\0" in text:
        raise TroubleError("broken")
    first = text.partition("\n")[0]
    parts = max((",", "\t", ";"), key=first.count)
    rows: Iterable[tuple[Any, ...]] = (
        tuple(row[:COLUMNS]) for row in csv.reader(StringIO(text), delimiter=parts)
    )
    return {"sheets": [_sheet("", rows, ROWS)], "hidden": []}


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _sheet(name: str, rows: Iterable[tuple[Any, ...]], most: int) -> dict[str, Any]:
    kept = list(_trimmed(rows, most + 1))
    while kept and not kept[-1]:
        kept.pop()
    return {"name": name[:CELL], "rows": kept[:most], "more": len(kept) > most}


def _trimmed(rows: Iterable[tuple[Any, ...]], most: int) -> Iterator[list[str]]:
    """Empty cells at the end of a row aren't worth carrying."""
    for _, row in zip(range(most), rows, strict=False):
        cells = [_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case datetime():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e18:
            return str(int(value))
        case _:
            return str(value).strip()[:CELL]
