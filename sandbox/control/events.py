"""Events for the page as a stream, and the log of Bot API calls."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from itertools import islice

from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sandbox.control.requests import number_in_query, reply, world_of
from sandbox.timekeeper import iso
from sandbox.world import World

HEARTBEAT_S = 15.0
CALLS_AT_ONCE = 10_000


async def stream(request: Request) -> Response:
    """Stream events until the page goes away or the sandbox ends."""
    return StreamingResponse(
        _events(world_of(request)), media_type="text/event-stream", headers={"cache-control": "no-store"}
    )


async def _events(world: World) -> AsyncGenerator[bytes, None]:
    queue = world.feed.subscribe()
    try:
        yield b"retry: 1000\n\n"
        while not world.closing:
            try:
                async with asyncio.timeout(HEARTBEAT_S):
                    event = await queue.get()
            except TimeoutError:
                yield b": still here\n\n"
                continue
            if event is None:
                return
            yield b"event: %s\ndata: %s\n\n" % (event[0].encode(), to_json(event[1]))
    finally:
        world.feed.unsubscribe(queue)


async def list_calls(request: Request) -> Response:
    """Answer the log of Bot API calls after a number."""
    after, limit = number_in_query(request, "after", 0), number_in_query(request, "limit", CALLS_AT_ONCE)
    world = world_of(request)
    first = world.calls[0].n if world.calls else 0  # they are numbered without a gap
    start = max(0, int(after) - first + 1)
    calls = [
        {
            "n": call.n,
            "method": call.method,
            "chat_id": call.chat_id,
            "status": call.status,
            "at": iso(datetime.fromtimestamp(call.at, UTC)),
            "fault": call.fault,
        }
        for call in islice(world.calls, start, start + int(max(0, limit)))
    ]
    return reply({"calls": calls})


async def count_calls(request: Request) -> Response:
    """Answer how often each method was called, by what was answered."""
    counts = world_of(request).counts
    found = [{"method": method, "status": status, "count": n} for (method, status), n in counts.items()]
    return reply({"counts": found})
