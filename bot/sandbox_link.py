"""The link to the sandbox: take its time from there, tell it when we are idle and what is due next."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import aiohttp
import structlog

from bot.clocks import SandboxClock
from bot.intake import Intake
from bot.lanes import Lanes
from models.database import Database
from scheduler.metronome import Metronome
from services.people.queries import list_public_roles

POLL_SECONDS = 25
PUBLISH_SECONDS = 1.0

log = structlog.get_logger()


class SandboxLink:
    def __init__(self, base: str, token: str, clock: SandboxClock) -> None:
        self._base = base
        self._headers = {"Authorization": f"Bearer {token}"}
        self._clock = clock
        self._changed = asyncio.Event()

    async def set_clock(self) -> None:
        """Read the sandbox's clock once, before anything else asks for the time."""
        async with self._session() as http, http.get(f"{self._base}/api/clock") as answer:
            answer.raise_for_status()
            self._apply(await answer.json())

    async def follow(self) -> None:
        """Wait for the clock to be moved, for ever."""
        async with self._session() as http:
            while True:
                await self._once(lambda: self._wait_for_move(http))

    async def publish(self, database: Database, lanes: Lanes, intake: Intake, metronome: Metronome) -> None:
        """Settle what is due and tell the sandbox where we stand, at each change and each second."""
        async with self._session() as http:
            while True:
                self._changed.clear()
                await self._once(lambda: self._publish(http, database, lanes, intake, metronome))
                try:
                    async with asyncio.timeout(PUBLISH_SECONDS):
                        await self._changed.wait()
                except TimeoutError:
                    continue

    def touch(self) -> None:
        """Something was handled: the sandbox may be waiting to hear of it."""
        self._changed.set()

    async def _publish(
        self,
        http: aiohttp.ClientSession,
        database: Database,
        lanes: Lanes,
        intake: Intake,
        metronome: Metronome,
    ) -> None:
        generation, last_update_id = self._clock.generation, intake.last_update_id
        await lanes.wait_idle()
        await metronome.settle()
        due = await metronome.next_due_at()
        async with database.reading() as session:
            roles = await list_public_roles(session, now=self._clock.now())
        body = {
            "generation": generation,
            "last_update_id": last_update_id,
            "idle": lanes.is_idle and last_update_id == intake.last_update_id,
            "next_due": due.isoformat() if due else None,
            "roles": {str(telegram_id): role for telegram_id, role in roles.items()},
        }
        async with http.put(f"{self._base}/api/bot", json=body) as answer:
            answer.raise_for_status()

    async def _wait_for_move(self, http: aiohttp.ClientSession) -> None:
        query = {"after": str(self._clock.generation), "timeout": str(POLL_SECONDS)}
        async with http.get(f"{self._base}/api/clock", params=query) as answer:
            answer.raise_for_status()
            self._apply(await answer.json())

    def _apply(self, body: dict[str, Any]) -> None:
        self._clock.offset = timedelta(seconds=body["offset_s"])
        if body["generation"] != self._clock.generation:
            self._clock.generation = body["generation"]
            self._changed.set()

    async def _once(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except (aiohttp.ClientError, TimeoutError):
            log.warning("sandbox.unreachable")
            await asyncio.sleep(1)
        except Exception:  # a job's accident is its own; the clock must go on
            log.exception("sandbox.link_failed")
            await asyncio.sleep(1)

    def _session(self) -> aiohttp.ClientSession:
        timeout = aiohttp.ClientTimeout(total=POLL_SECONDS + 10)
        return aiohttp.ClientSession(headers=self._headers, timeout=timeout)
