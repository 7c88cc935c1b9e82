"""Fill a new sandbox with the demo school, and let everybody in it say hello."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import aiohttp

from bot.runtime import Runtime
from bot.settings import Settings
from services.demo import service as demo
from services.demo.people import ADULTS, ZONE

SCHOOL_ZONE = ZoneInfo(ZONE)
SCHOOL_OPENS, SCHOOL_CLOSES = time(9), time(17)


async def make_demo(settings: Settings, runtime: Runtime) -> None:
    """Make the people in the sandbox and the school in the database, once."""
    async with runtime.database.reading() as session:
        if await demo.exists_already(session):
            return
    headers = {"Authorization": f"Bearer {settings.sandbox_token}"}
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(settings.sandbox_base, headers=headers, timeout=timeout) as http:
        await _begin_at_school_hours(http, runtime.clock.now())
        accounts = {adult.name: await _arrive(http, adult.name, adult.language) for adult in ADULTS}
        async with runtime.database.transaction() as session:
            await demo.build(session, now=runtime.clock.now(), profile=runtime.profile, accounts=accounts)
        for telegram_id in accounts.values():
            await _say_hello(http, telegram_id)


async def _begin_at_school_hours(http: aiohttp.ClientSession, now: datetime) -> None:
    """A demo that is started at night begins in the morning, when people write to each other."""
    there = now.astimezone(SCHOOL_ZONE)
    if SCHOOL_OPENS <= there.time() < SCHOOL_CLOSES:
        return
    morning = datetime.combine(there.date(), SCHOOL_OPENS, SCHOOL_ZONE)
    morning += timedelta(days=1) if morning < there else timedelta()
    async with http.post("/api/clock", json={"to": morning.isoformat()}) as answer:
        answer.raise_for_status()


async def _arrive(http: aiohttp.ClientSession, name: str, language: str) -> int:
    async with http.post("/api/people", json={"name": name, "language": language}) as answer:
        answer.raise_for_status()
        return int((await answer.json())["person"]["id"])


async def _say_hello(http: aiohttp.ClientSession, telegram_id: int) -> None:
    """A bot can't write to somebody who never wrote to it."""
    path = f"/api/people/{telegram_id}/messages"
    async with http.post(path, params={"wait": "idle"}, json={"text": "/start"}) as answer:
        answer.raise_for_status()
