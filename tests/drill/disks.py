"""A small disk of one's own: filled, emptied, and made read-only."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.drill.run import CantBeHadError

CHUNK = 64 * 1024


@dataclass(frozen=True)
class Disk:
    path: Path

    def fill(self) -> None:
        """Take every byte that is left."""
        with (self.path / "filler").open("ab", buffering=0) as filler:
            for size in (CHUNK, 512, 1):
                try:
                    while filler.write(b"\0" * size):
                        pass
                except OSError:
                    continue

    def free(self) -> None:
        (self.path / "filler").unlink()

    async def make_read_only(self) -> None:
        await _run("mount", "-o", "remount,ro", str(self.path))


@asynccontextmanager
async def small_disk(path: Path, *, size: str) -> AsyncIterator[Disk]:
    """Mount a disk of `size` (such as 48m) in memory; raises CantBeHadError for whoever may not mount."""
    await asyncio.to_thread(path.mkdir)
    if os.geteuid() or await _run("mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", str(path)):
        raise CantBeHadError("a small disk is mounted by root alone")
    try:
        yield Disk(path)
    finally:
        await _run("umount", str(path))


async def _run(*command: str) -> int:
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
    return await process.wait()
