"""Processes that are killed: forks of one warmed-up parent, each with its own log."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.processes import ROOT

PATIENCE = 60.0


def _future() -> asyncio.Future[Any]:
    return asyncio.get_running_loop().create_future()


@dataclass
class Fork:
    """One process. `ready` holds its first line, `said` all of them; `ended` its exit code, negative for a
    signal."""

    pid: int
    log: Path
    ready: asyncio.Future[str] = field(default_factory=_future)
    ended: asyncio.Future[int] = field(default_factory=_future)
    said: list[str] = field(default_factory=list)

    async def until_ready(self) -> None:
        """Wait for its first line; raise RuntimeError with the end of its log when it ends before."""
        async with asyncio.timeout(PATIENCE):
            either: list[asyncio.Future[Any]] = [self.ready, self.ended]
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not self.ready.done():
            raise RuntimeError(f"a process ended at its start:\n{self.log.read_text()[-2000:]}")

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Ask it to end, as an operator would, and return its exit code."""
        await self._end(signal.SIGINT)
        return self.ended.result()

    async def _end(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)
        async with asyncio.timeout(PATIENCE):
            await self.ended


class Warm:
    """The parent, and the forks it was asked for."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._forks: dict[int, Fork] = {}
        self._asked: list[tuple[Path, asyncio.Future[Fork]]] = []

    async def fork(self, play: str, settings: dict[str, Any], *, log: Path) -> Fork:
        assert self._process.stdin is not None
        made: asyncio.Future[Fork] = _future()
        self._asked.append((log, made))
        order = {"play": play, "settings": settings, "log": str(log)}
        self._process.stdin.write(f"{json.dumps(order)}\n".encode())
        async with asyncio.timeout(PATIENCE):
            return await made

    async def listen(self) -> None:
        """Pass on what the parent tells, until it ends."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self._note(json.loads(line))
        for _, made in self._asked:
            made.set_exception(RuntimeError("the warmed-up parent has ended: see its standard error"))

    def _note(self, told: dict[str, Any]) -> None:
        pid: int = told["pid"]
        if told["event"] == "forked":
            log, made = self._asked.pop(0)
            self._forks[pid] = Fork(pid, log)
            made.set_result(self._forks[pid])
        elif told["event"] == "said":
            self._forks[pid].said.append(told["line"])
            if not self._forks[pid].ready.done():
                self._forks[pid].ready.set_result(told["line"])
        elif told["event"] == "ended":
            self._forks.pop(pid).ended.set_result(told["code"])


@asynccontextmanager
async def warmed() -> AsyncIterator[Warm]:
    """Start the parent; it ends with the block, and its forks with it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.drill.warm", cwd=ROOT, stdin=PIPE, stdout=PIPE
    )
    assert process.stdin is not None
    warm = Warm(process)
    try:
        async with asyncio.TaskGroup() as nursery:
            nursery.create_task(warm.listen())
            yield warm
            process.stdin.close()
    finally:
        process.stdin.close()  # it ends its forks and itself
        await process.wait()
