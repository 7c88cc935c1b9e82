"""The snapshot: the whole memory as one JSON file, written beside the files and moved into place."""

import asyncio
import logging
import os
import time
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from sandbox.state import State
from sandbox.world import World

NAME = "sandbox.json"
SHORTEST_PAUSE_S = 0.5
LOAD_SHARE = 10  # a large world is written less often, so that writing never takes over a tenth of the time

log = logging.getLogger("sandbox.snapshot")


class SnapshotError(Exception):
    """The folder holds a snapshot that can't be read."""


def load(folder: Path | None) -> State:
    """Return the memory kept in a folder, or a fresh one."""
    if folder is None:
        return State()
    kept = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return TypeAdapter(State).validate_json(kept.read_bytes()) if kept.exists() else State()
    except OSError as reason:
        raise SnapshotError(f"The sandbox can't use the folder {folder} given with --data.") from reason
    except ValidationError as reason:
        raise SnapshotError(f"The sandbox can't read {kept}; move it away to start afresh.") from reason


def encode(world: World) -> bytes:
    """Return the memory as JSON; the world counts as clean from here."""
    world.dirty = False
    world.state.updates = list(world.updates.waiting)
    return to_json(world.state)


def write(folder: Path, content: bytes) -> None:
    """Replace the snapshot in one step, so that a crash leaves the old one whole."""
    draft = folder / f"{NAME}.new"
    with draft.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(folder / NAME)


def attempt(world: World, folder: Path, content: bytes) -> None:
    """Write the snapshot, or say loudly why not and try again with the next one."""
    try:
        write(folder, content)
    except OSError as reason:
        world.touch()
        log.warning("the snapshot can't be written to %s: %s", folder, reason.strerror)


async def keep(world: World, folder: Path) -> None:
    """Write the snapshot soon after each change, and once more when the world closes."""
    pause = SHORTEST_PAUSE_S
    while not world.closing:
        await world.closed.wait(pause)
        if world.dirty:
            began = time.monotonic()
            await asyncio.to_thread(attempt, world, folder, encode(world))
            pause = max(SHORTEST_PAUSE_S, LOAD_SHARE * (time.monotonic() - began))
    if world.dirty:
        attempt(world, folder, encode(world))
