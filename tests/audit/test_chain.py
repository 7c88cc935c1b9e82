"""What was sealed stays what it was, or is named."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from models import AuditEntry
from models.database import Database
from services.audit import chain
from services.audit.chain import Verdict, Wrong
from services.audit.rules import START, Link
from services.audit.service import record
from tests.world import NOW

pytestmark = pytest.mark.db


async def append(database: Database, count: int, *, at: datetime = NOW) -> None:
    async with database.transaction() as session:
        for n in range(count):
            await record(
                session, now=at + timedelta(seconds=n), actor=None, action="see_card", subject="child",
                subject_id=n, allowed=bool(n % 2),
            )  # fmt: skip


async def seal(database: Database, *, limit: int = chain.BATCH) -> int:
    async with database.transaction() as session:
        return await chain.seal(session, limit=limit)


async def verify(database: Database, *told: Link) -> Verdict:
    async with database.reading() as session:
        return await chain.verify(session, told=told)


async def head(database: Database) -> Link:
    async with database.reading() as session:
        return await chain.find_head(session)


async def as_owner(database: Database, *statements: str) -> None:
    """Change the file as somebody who owns it would: the triggers go first."""
    on = "" if database.is_sqlite else " ON audit_entry"
    async with database.engine.execution_options(writes=True).begin() as connection:
        for trigger in ("audit_entry_stays", "audit_entry_sealed"):
            await connection.execute(text(f"DROP TRIGGER IF EXISTS {trigger}{on}"))
        for statement in statements:
            await connection.execute(text(statement))


async def test_an_empty_chain_is_sound(database: Database) -> None:
    assert await verify(database) == Verdict(0, 0)
    assert await head(database) == START


async def test_what_is_appended_is_sealed_in_order(database: Database) -> None:
    await append(database, 5)
    assert await verify(database) == Verdict(0, 5)
    assert await seal(database, limit=3) == 3
    await append(database, 2)
    assert [await seal(database, limit=3) for _ in range(3)] == [3, 1, 0]
    assert await verify(database) == Verdict(7, 0)
    async with database.reading() as session:
        places = await session.exec(select(AuditEntry.place).order_by(col(AuditEntry.id)))
        assert list(places) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    "change",
    [
        "at = '2020-01-01 00:00:00.000000+00:00'", "telegram_id = 7", "person_id = 7", "action = 'other'",
        "subject = 'case'", "subject_id = 99", "subject_id = NULL", "allowed = NOT allowed",
        "id = 99", "digest = '0'",
    ],
)  # fmt: skip
async def test_whatever_is_changed_the_first_entry_is_named(database: Database, change: str) -> None:
    await append(database, 6)
    await seal(database)
    await as_owner(
        database,
        f"UPDATE audit_entry SET {change} WHERE place = 4",  # noqa: S608
        "UPDATE audit_entry SET subject_id = 8 WHERE place = 6",
    )
    found = await verify(database)
    assert (found.sealed, found.wrong, found.place) == (3, Wrong.ALTERED, 4)
    assert found.entry_id == (99 if change.startswith("id") else 4)


async def test_an_entry_that_is_gone_is_missed(database: Database) -> None:
    await append(database, 4)
    await seal(database)
    await as_owner(database, "DELETE FROM audit_entry WHERE place = 2")
    assert await verify(database) == Verdict(1, 0, Wrong.MISSING, 2)


async def test_two_that_change_places_are_found(database: Database) -> None:
    await append(database, 4)
    await seal(database)
    swap = "UPDATE audit_entry SET place = CASE place WHEN -2 THEN 3 ELSE 2 END WHERE place < 0"
    await as_owner(database, "UPDATE audit_entry SET place = -place WHERE place IN (2, 3)", swap)
    found = await verify(database)
    assert (found.wrong, found.place) == (Wrong.ALTERED, 2)


async def test_only_who_was_told_elsewhere_can_see_a_chain_written_anew(database: Database) -> None:
    await append(database, 4)
    await seal(database)
    told = await head(database)
    await append(database, 2)
    await seal(database)
    assert await verify(database, told) == Verdict(6, 0)
    await as_owner(
        database, "UPDATE audit_entry SET subject_id = 99 WHERE place = 2",
        "UPDATE audit_entry SET place = NULL, digest = NULL",
    )  # fmt: skip
    await seal(database)
    assert await verify(database) == Verdict(6, 0)
    found = await verify(database, told)
    assert (found.wrong, found.place) == (Wrong.REWRITTEN, 4)


async def test_a_tail_that_was_cut_off_is_missed_by_who_was_told(database: Database) -> None:
    await append(database, 4)
    await seal(database)
    told = await head(database)
    await as_owner(database, "DELETE FROM audit_entry WHERE place > 2")
    assert await verify(database) == Verdict(2, 0)
    assert await verify(database, told) == Verdict(2, 0, Wrong.CUT_OFF, 3)


async def test_workers_who_seal_at_once_make_one_chain(database: Database) -> None:
    await append(database, 60)

    async def work() -> int:
        """Seal what is there, and write more meanwhile."""
        sealed = 0
        for n in range(12):
            sealed += await seal(database, limit=7)
            await append(database, n % 2)
        return sealed

    counts = await asyncio.gather(work(), work(), work())
    rest = await seal(database)
    assert sum(counts) + rest == 78
    assert await verify(database) == Verdict(78, 0)


@pytest.mark.parametrize("statement", ["DELETE FROM audit_entry", "UPDATE audit_entry SET subject_id = 1"])
async def test_our_own_hands_change_nothing(database: Database, statement: str) -> None:
    await append(database, 2)
    await seal(database)
    with pytest.raises(DBAPIError, match="only ever appended"):
        async with database.transaction() as session:
            await (await session.connection()).execute(text(statement))
    assert await verify(database) == Verdict(2, 0)
