"""What is noted of each day, and of what was done last."""

from datetime import date, timedelta, timezone

import pytest

from models import AuditHead
from models.database import Database
from services.audit import chain, heads
from services.audit.chain import Verdict, Wrong
from services.audit.rules import Link
from tests.audit.test_chain import append, as_owner, head, seal, verify
from tests.world import NOW

pytestmark = pytest.mark.db
DAY = timedelta(days=1)


async def note(database: Database, *, days: int = 0) -> None:
    async with database.transaction() as session:
        await heads.note_day(session, now=NOW + days * DAY)


async def newest(database: Database) -> AuditHead | None:
    async with database.reading() as session:
        return await heads.find_newest(session)


async def last_told(database: Database) -> AuditHead | None:
    async with database.reading() as session:
        return await heads.find_last_told(session)


async def test_what_was_done_last_is_the_entry_written_last(database: Database) -> None:
    async with database.reading() as session:
        assert await chain.last_at(session) is None
    for back in (1, 0, 3, 2):  # a clock that is set forth and back
        await append(database, 1, at=NOW - back * DAY)
    async with database.reading() as session:
        assert await chain.last_at(session) == NOW - 2 * DAY


async def test_a_day_keeps_its_first_head_and_an_empty_chain_none(database: Database) -> None:
    await note(database)
    assert await newest(database) is None
    await append(database, 2)
    await seal(database)
    first = await head(database)
    await note(database)
    await append(database, 2)
    await seal(database)
    await note(database)
    found = await newest(database)
    assert found is not None
    assert (found.day, found.place, found.digest, found.told_at) == (NOW.date(), 2, first.digest, None)


async def test_a_day_is_counted_at_greenwich(database: Database) -> None:
    await append(database, 1)
    await seal(database)
    async with database.transaction() as session:
        await heads.note_day(session, now=NOW.astimezone(timezone(timedelta(hours=-8))))
    found = await newest(database)
    assert found is not None
    assert found.day == date(2026, 11, 23)  # six in the evening of the day before, eight hours west


async def test_the_last_one_told_is_the_newest_of_those_that_were(database: Database) -> None:
    await append(database, 1)
    await seal(database)
    for days in range(3):
        await note(database, days=days)
    assert await last_told(database) is None
    async with database.transaction() as session:
        for days in (1, 0):
            told = AuditHead(day=(NOW + days * DAY).date(), place=1, digest="-")
            await heads.note_told(session, now=NOW + days * DAY, head=told)
    found, top = await last_told(database), await newest(database)
    assert found is not None
    assert top is not None
    assert (found.day, found.told_at) == ((NOW + DAY).date(), NOW + DAY)
    assert (top.day, top.told_at) == ((NOW + 2 * DAY).date(), None)


async def test_a_verdict_names_what_is_sound_what_waits_and_what_is_wrong(database: Database) -> None:
    await append(database, 5)
    await seal(database)
    await append(database, 2)
    told = await head(database)
    forged = Link(3, "f" * 64)
    assert await verify(database, told) == Verdict(5, 2)
    assert await verify(database, told, forged) == Verdict(2, 2, Wrong.REWRITTEN, 3, 3)
    await as_owner(database, "UPDATE audit_entry SET subject_id = 8 WHERE place = 5")
    assert await verify(database) == Verdict(4, 2, Wrong.ALTERED, 5, 5)
