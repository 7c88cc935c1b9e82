"""Let somebody elsewhere hear that all is well: when this falls silent, they raise the alarm."""

from collections.abc import Awaitable, Callable

import aiohttp
import structlog

TIME_OUT = aiohttp.ClientTimeout(total=10)

log = structlog.get_logger()


def heartbeat(url: str | None) -> Callable[[], Awaitable[None]]:
    """Return what asks for `url`; its failure is logged without the address, which holds a secret."""

    async def beat() -> None:
        if url is None:
            return
        try:
            async with aiohttp.ClientSession(timeout=TIME_OUT) as http, http.get(url) as answer:
                answer.raise_for_status()
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("heartbeat.unheard", code=type(error).__name__)

    return beat
