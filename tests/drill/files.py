"""Fifty hostile files, from the school, from a family and from a stranger.

None of them is ever opened: the bot keeps what Telegram calls a file and passes that on; only what is sent
for a case is fetched, and kept as it came. The figure shows that, and that everybody is answered, whatever
they send.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from sqlmodel import select

from models import FamilyWords, InboxUpdate
from models.codes import Handling
from models.database import Database
from services.checkins.attachments import unpack
from tests.drill.attack.gate import listening
from tests.drill.attack.hostile import Hostile, hostile_files
from tests.drill.report import Seen
from tests.drill.run import Run
from tests.journeys.stage import Stage, open_stage, running_bot, sandbox_process

FEW = 8
SHEETS = (".xlsx", ".xlsm", ".xls", ".et", ".csv")
ALLOWED = 10.0
TEACHER, MOTHER, STRANGER = "许一诺", "周阿桂", "路过的人"


@dataclass
class Reception:
    """How long each file waited for its one answer, and what went wrong."""

    waits: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


async def files(run: Run) -> Seen:
    sent, seen = hostile_files(random.Random(run.seed)), Reception()
    sent = sent if run.length else random.Random(run.seed).sample(sent, FEW)
    with listening() as accidents:
        async with (
            sandbox_process() as address,
            open_stage(address) as stage,
            running_bot(address, Path(run.folder)) as bot,
        ):
            await stage.learn_people()
            await stage.arrive(STRANGER)
            for one in sent:
                await _send(stage, TEACHER, one, seen)  # she hears of the mother's, too
                await asyncio.gather(*(_send(stage, name, one, seen) for name in (MOTHER, STRANGER)))
            fetched = await _count_fetched(stage)
            await _ask_for_help(stage, seen)
            kept, parked = await _look(bot.database)
    seen.wrong += [f"logged {one}" for one in accidents]
    sheets = sum(one.name.lower().endswith(SHEETS) for one in sent)  # the teacher's: a jail reads them
    seen.wrong += [f"{parked} parked"] * bool(parked) + [f"{fetched} fetched"] * (fetched > sheets)
    seen.wrong += [f"{kept} of the family's {len(sent)} kept"] * (kept != len(sent))
    return _told(seen, len(sent))


def _told(seen: Reception, count: int) -> Seen:
    verdict = f"wrong {seen.wrong[:3]}" if seen.wrong else "each one answer"
    return Seen(
        f"{count} hostile files, each from a teacher, a mother and a stranger",
        "an answer within 10 s, none fetched but a teacher's sheets, no word of the family's lost",
        f"{verdict}, at most after {max(seen.waits):.2f} s; 0 files opened by the bot itself, ever",
        not seen.wrong,
        figures={"wrong": seen.wrong, "max_s": max(seen.waits)},
        in_time=max(seen.waits) <= ALLOWED,
    )


async def _send(stage: Stage, name: str, one: Hostile, seen: Reception) -> None:
    """Send a file; whoever sent it is told one thing, and nobody hears its name."""
    before = await stage.last_id(name)
    form = aiohttp.FormData({"kind": one.kind, "caption": ""})
    if one.declared is not None:
        form.add_field("declared_size", str(one.declared))
    form.add_field("file", one.content, filename=one.name, content_type="application/octet-stream")
    began = time.monotonic()
    await stage.call("POST", f"/people/{stage.ids[name]}/messages?wait=idle", data=form)
    seen.waits.append(time.monotonic() - began)
    heard = await stage.heard(name, before)
    if len(heard) != 1:
        seen.wrong.append(f"{name} sent {one.name} and was told {len(heard)} things")
    if any(one.name in text for text in heard):
        seen.wrong.append(f"{one.name} was said back")


async def _count_fetched(stage: Stage) -> int:
    counts: Sequence[dict[str, Any]] = (await stage.call("GET", "/counts"))["counts"]
    return sum(one["count"] for one in counts if one["method"].lower() == "getfile")


async def _ask_for_help(stage: Stage, seen: Reception) -> None:
    """Afterwards everything is as before."""
    before = await stage.last_id(TEACHER)
    await stage.send(TEACHER, "/help")
    if len(await stage.heard(TEACHER, before)) != 1:
        seen.wrong.append("no help afterwards")


async def _look(database: Database) -> tuple[int, int]:
    """How many of a family's files are remembered, and how many updates failed."""
    async with database.reading() as session:
        words = await session.exec(select(FamilyWords.words))
        kept = sum(len(unpack(one).attachments) for one in words)
        parked = await session.exec(select(InboxUpdate.id).where(InboxUpdate.handling == Handling.PARKED))
        return kept, len(parked.all())
