"""Events for the page: what changed, as it changes."""

import asyncio
from typing import Any

BACKLOG = 2000

Event = tuple[str, dict[str, Any]]


class Feed:
    """Fan events out to the open pages; costs nothing when no page is open."""

    def __init__(self) -> None:
        self._subscribers: set[asyncio.Queue[Event | None]] = set()

    @property
    def listening(self) -> bool:
        return bool(self._subscribers)

    def publish(self, kind: str, content: dict[str, Any]) -> None:
        """Offer an event to every page; one that fell too far behind is closed and comes back by itself."""
        for queue in list(self._subscribers):
            if queue.qsize() >= BACKLOG:
                self.unsubscribe(queue)
                queue.put_nowait(None)
            else:
                queue.put_nowait((kind, content))

    def subscribe(self) -> asyncio.Queue[Event | None]:
        """Return a new queue of events; None in it means the end."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._subscribers.add(queue)
        return queue

    def unsubscribe(self, queue: asyncio.Queue[Event | None]) -> None:
        """Forget a queue."""
        self._subscribers.discard(queue)

    def close(self) -> None:
        """End every stream."""
        for queue in list(self._subscribers):
            queue.put_nowait(None)
