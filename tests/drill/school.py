"""A school with people at their phones, and the settings of a bot that serves it."""

import random
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.preparing import open_database
from bot.settings import Settings
from models import Notification
from models.codes import Notice, Sending
from models.database import Database
from tests.bench.crowd import Crowd, each
from tests.bench.layout import FIRST_TELEGRAM_ID, Layout
from tests.bench.processes import account_of
from tests.bench.rows import fill
from tests.databases import lay
from tests.drill.people import Phone
from tests.drill.witness import Witness, witnessing
from tests.journeys.stage import Stage, open_stage, sandbox_process

TOKEN = "drill-with-the-length-of-a-real-one"
UNHURRIED = {"sends_per_second": 500.0, "chat_spacing": 0.0}  # where flood limits aren't the subject


@dataclass(frozen=True)
class School:
    """A sandbox, what is seen in it, and the settings of the bot; its database is not open here."""

    address: str
    stage: Stage
    crowd: Crowd
    witness: Witness
    layout: Layout
    settings: dict[str, Any]

    def phone(self, person: int, rng: random.Random, *, pause: float = 0.0) -> Phone:
        return Phone(self.stage, self.witness, person, random.Random(rng.random()), pause=pause)

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        async with open_database(Settings.model_validate(self.settings)) as database:
            yield database


def moved_settings(address: str) -> dict[str, Any]:
    """For a bot that takes the sandbox's clock, so that half an hour is a minute."""
    return {"bot_token": None, "sandbox_url": address}


def bot_settings(address: str, folder: Path, **more: Any) -> dict[str, Any]:
    """The bot as it is with a token of Telegram's, the sandbox standing where Telegram would."""
    base, token = account_of(address)
    return {
        "bot_token": token, "bot_api_url": base, "sandbox_url": None, "profile": "CN",
        "database_url": f"sqlite+aiosqlite:///{folder / 'care.sqlite3'}",
        "secret_key_file": str(folder / "secret.key"), **more,
    }  # fmt: skip


@asynccontextmanager
async def open_school(
    folder: Path, *, children: int, mothers: int, has_moved_clock: bool = False, **more: Any
) -> AsyncIterator[School]:
    """Fill a database and a sandbox; everybody of the staff and the first `mothers` have written already."""
    async with (
        sandbox_process(token=TOKEN) as address,
        open_stage(address) as stage,
        witnessing(stage) as witness,
    ):
        settings = bot_settings(address, folder, **(UNHURRIED | more))
        settings |= moved_settings(address) if has_moved_clock else {}
        lay(folder / "care.sqlite3", folder / "secret.key")
        school = School(address, stage, Crowd(stage), witness, Layout(children), settings)
        async with school.database() as database:
            await fill(database, children, now=datetime.now(UTC))
        people = school.layout.schools + school.layout.classes + mothers
        await school.crowd.arrive(people)
        ids = [FIRST_TELEGRAM_ID + n for n in range(people)]
        await each(ids, lambda one: school.crowd.say(one, "/start"))
        await forget_updates(school)
        yield school


async def forget_updates(school: School) -> None:
    """What was written so far is history: no bot need answer it."""
    base, token = account_of(school.address)
    url = f"{base}/bot{token}/getUpdates"
    async with school.stage._http.post(url, json={"offset": 2**31 - 1}) as answer:
        answer.raise_for_status()


async def remind(
    database: Database, layout: Layout, mothers: Iterable[int], *, key: str, spacing: float = 0.0
) -> None:
    """Queue this month's call for these mothers, due now, or one each `spacing` seconds."""
    now = datetime.now(UTC)
    rows = [
        {
            "kind": Notice.CALL_REMINDER, "priority": 5,
            "recipient_id": layout.mother(n) - FIRST_TELEGRAM_ID + 1,
            "params": {"child_id": n + 1, "month": f"{now:%Y-%m}", "child_sleeps": False},
            "dedup_key": f"drill:{key}:{place}", "sending": Sending.QUEUED,
            "not_before": now + timedelta(seconds=place * spacing),
            "wanted_at": now + timedelta(seconds=place * spacing),
            "attempts": 0, "fence": 0, "created_at": now,
        }
        for place, n in enumerate(mothers)
    ]  # fmt: skip
    async with database.transaction() as session:
        await (await session.connection()).execute(insert(Notification), rows)
