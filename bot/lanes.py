"""One person's updates in order, different people's side by side."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from aiogram.types import Update

SIDE_BY_SIDE = 16  # SQLite's single writer gains nothing from more
Errand = Coroutine[Any, Any, None]  # what may follow an update, beside the lane

ROOM = 1000  # tickets in memory; the others wait in the table


@dataclass(frozen=True)
class Ticket:
    """`is_left_over`: it was stored before this process began."""

    inbox_id: int
    lane: int
    update: Update
    is_left_over: bool = False


class Lanes:
    """Each lane is a queue with at most one task at work; at most `SIDE_BY_SIDE` tasks in all."""

    def __init__(
        self,
        nursery: asyncio.TaskGroup,
        handle: Callable[[Ticket], Awaitable[Errand | None]],
        *,
        room: int = ROOM,
    ) -> None:
        self._nursery = nursery
        self._handle = handle
        self._queues: dict[int, deque[Ticket]] = {}
        self._side_by_side = asyncio.Semaphore(SIDE_BY_SIDE)
        self._left = room
        self._errands = 0
        self._changed = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    def put(self, ticket: Ticket) -> None:
        self._idle.clear()
        self._left -= 1
        queue = self._queues.get(ticket.lane)
        if queue is not None:
            queue.append(ticket)
            return
        self._queues[ticket.lane] = deque([ticket])
        self._nursery.create_task(self._work(ticket.lane))

    @property
    def is_full(self) -> bool:
        return self._left <= 0

    @property
    def is_idle(self) -> bool:
        return self._idle.is_set()

    async def wait_idle(self) -> None:
        await self._idle.wait()

    async def wait_room(self) -> None:
        """Wait until there is room for one more."""
        while self.is_full:
            self._changed.clear()
            await self._changed.wait()

    async def _work(self, lane: int) -> None:
        queue = self._queues[lane]
        while queue:
            async with self._side_by_side:
                errand = await self._handle(queue[0])
            if errand is not None:
                self._errands += 1
                self._nursery.create_task(self._run(errand))
            queue.popleft()
            self._left += 1
            self._changed.set()
        del self._queues[lane]
        self._note_idle()

    async def _run(self, errand: Errand) -> None:
        try:
            await errand
        finally:
            self._errands -= 1
            self._note_idle()

    def _note_idle(self) -> None:
        if not self._queues and not self._errands:
            self._idle.set()
