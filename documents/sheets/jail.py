"""Read a stranger's workbook in a process of its own that can do nothing but reckon, and that may die.

On Linux the kernel holds it to 512 MB, 30 s and no file, network or other process (`bars`). Elsewhere it is a
process of its own all the same, but nothing stops it except our patience: `is_barred` says which.
"""

import asyncio
import contextlib
import json
import platform
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from documents.sheets.bars import can_shut
from services.sheets.types import Grid, Trouble, Unreadable, Workbook

ROOT = Path(__file__).resolve().parents[2]
BEGIN = "import sys; sys.path[:0] = [sys.argv[1]]; from documents.sheets.inside import main; main()"
PATIENCE = 45  # seconds by the clock on the wall: a machine may be busy
MOST_BYTES = 20 * 1024 * 1024  # of a file

_one_at_a_time = asyncio.Semaphore(1)  # each may take half a gigabyte


def is_barred() -> bool:
    """Whether this machine's kernel can hold whatever reads a file to reckoning."""
    return sys.platform == "linux" and can_shut(platform.machine())


async def read(content: bytes) -> Workbook | Unreadable:
    """Return the cells of a workbook or a .csv as text, or why they can't be read."""
    if len(content) > MOST_BYTES:
        return Unreadable(Trouble.BIG)
    async with _one_at_a_time:
        answer = await _ask(content)
    return await asyncio.to_thread(_workbook, answer)


async def _ask(content: bytes) -> bytes:
    """What the process said; nothing when it was stopped."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-c", BEGIN, str(ROOT),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env={"OPENPYXL_LXML": "False"}, start_new_session=True,
    )  # fmt: skip
    try:
        answer, _ = await asyncio.wait_for(process.communicate(content), PATIENCE)
    except TimeoutError:
        return b""
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    return answer if process.returncode == 0 else b""


def _workbook(answer: bytes) -> Workbook | Unreadable:
    if not answer:
        return Unreadable(Trouble.HEAVY)
    found: Mapping[str, Any] = json.loads(answer)
    if "trouble" in found:
        return Unreadable(Trouble(found["trouble"]))
    sheets = tuple(
        Grid(one["name"], tuple(tuple(row) for row in one["rows"]), has_more=one["more"])
        for one in found["sheets"]
    )
    return Workbook(sheets, tuple(found["hidden"]))
