"""A parent that has imported everything and holds nothing: each fork of it is a bot that starts at once.

`python -m tests.drill.warm` reads {"play", "settings", "log"} from standard input, a line each, and forks.
It answers {"event": "forked" | "said" | "ended", "pid", …}. When it forks it has one thread, no event loop,
no database and no connection, so that a child is what a new process would be, some seconds later.
"""

import asyncio
import contextlib
import gc
import importlib
import json
import os
import random
import re
import selectors
import signal
import sys
import zoneinfo
from pathlib import Path
from typing import Any

from sqlalchemy.orm import configure_mappers

from bot.words import sentence_of
from locales import LOCALES, translate
from services import profile as profiles
from services.calendar.state import state_of

NEEDED = (
    "bot.running",
    "tests.drill.plays",
    "alembic.command",
    "aiosqlite",
    "asyncpg",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "sqlalchemy.dialects.postgresql.asyncpg",
)
OPERATOR_ERROR = 2  # the command line's exit code for what an operator can mend


def warm_up() -> None:
    """Import and parse what every start needs; whatever opens a thread must not be among it."""
    zoneinfo.reset_tzpath(to=())
    for name in NEEDED:
        importlib.import_module(name)
    configure_mappers()
    state_of(profiles.load("CN").country)
    for locale in LOCALES:
        translate(locale, "menu.open")
    gc.collect()
    gc.freeze()


def threads() -> int:
    """How many threads this process has, those of libraries included."""
    found = re.search(r"^Threads:\s+(\d+)", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(found[1]) if found else 0


def serve() -> None:
    """Fork on demand until standard input ends; then end what was forked."""
    children: dict[int, int] = {}  # the reading end of a child's standard output: its process id
    with selectors.DefaultSelector() as selector:
        selector.register(sys.stdin.fileno(), selectors.EVENT_READ)
        waiting = b""
        while True:
            for key, _ in selector.select():
                if key.fd != sys.stdin.fileno():
                    _hear(selector, children, key.fd)
                    continue
                read = os.read(key.fd, 65536)
                if not read:
                    return _end(children)
                *orders, waiting = (waiting + read).split(b"\n")
                for order in orders:
                    pid, output = _fork(json.loads(order), children)
                    children[output] = pid
                    selector.register(output, selectors.EVENT_READ)
                    _say(event="forked", pid=pid)


def _fork(order: dict[str, Any], inherited: dict[int, int]) -> tuple[int, int]:
    if threads() != 1:
        raise RuntimeError(f"{threads()} threads: a fork would lose all but one of them")
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    for descriptor in (reading, *inherited):
        os.close(descriptor)
    os.dup2(writing, sys.stdout.fileno())
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, sys.stderr.fileno())
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    os._exit(_play(order))


def _play(order: dict[str, Any]) -> int:
    """Run one play to its end, as the command line would; return the exit code."""
    from tests.drill import plays

    random.seed()
    os.umask(0o077)
    try:
        asyncio.run(plays.PLAYS[order["play"]](order["settings"]))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 0
    except BaseException as error:  # noqa: BLE001 - a fork must tell how it ended
        sentence = sentence_of(error)
        sys.stderr.write(f"{sentence or f'accident: {error!r}'}\n")
        sys.stderr.flush()
        return OPERATOR_ERROR if sentence else 1
    return 0


def _hear(selector: selectors.BaseSelector, children: dict[int, int], output: int) -> None:
    pid, read = children[output], os.read(output, 65536)
    if read:
        for line in read.decode().splitlines():
            _say(event="said", pid=pid, line=line)
        return
    selector.unregister(output)
    os.close(output)
    del children[output]
    _, status = os.waitpid(pid, 0)
    _say(event="ended", pid=pid, code=os.waitstatus_to_exitcode(status))


def _end(children: dict[int, int]) -> None:
    for pid in children.values():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _say(**event: object) -> None:
    sys.stdout.write(f"{json.dumps(event)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the drill, which ends us
    warm_up()
    serve()
