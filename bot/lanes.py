"""One person's updates in order, different people's side by side."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiogram.types import Update

SIDE_BY_SIDE = 16  # SQLite's single writer gains nothing from more


@dataclass(frozen=True)
class Ticket:
    inbox_id: int
    lane: int
    update: Update


class Lanes:
    """Each lane is a queue with at most one task at work; at most `SIDE_BY_SIDE` tasks in all."""

    def __init__(self, nursery: asyncio.TaskGroup, handle: Callable[[Ticket], Awaitable[None]]) -> None:
        self._nursery = nursery
        self._handle = handle
        self._queues: dict[int, deque[Ticket]] = {}
        self._room = asyncio.Semaphore(SIDE_BY_SIDE)
        self._idle = asyncio.Event()
        self._idle.set()

    def put(self, ticket: Ticket) -> None:
        self._idle.clear()
        queue = self._queues.get(ticket.lane)
        if queue is not None:
            queue.append(ticket)
            return
        self._queues[ticket.lane] = deque([ticket])
        self._nursery.create_task(self._work(ticket.lane))

    @property
    def is_idle(self) -> bool:
        return self._idle.is_set()

    async def wait_idle(self) -> None:
        await self._idle.wait()

    async def _work(self, lane: int) -> None:
        queue = self._queues[lane]
        while queue:
            async with self._room:
                await self._handle(queue[0])
            queue.popleft()
        del self._queues[lane]
        if not self._queues:
            self._idle.set()
