"""The rows of what fades: one a message, taken by one worker, ended by whoever holds it."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from models import FadingMessage
from models.codes import Fading
from models.database import Database
from services.fading import queries
from services.fading import service as fading
from services.fading.rules import AT_ONCE, FADES_AFTER, LEASE
from services.fading.types import Beyond, Due, Ended, Gone, Later, Subject
from tests.world import NOW

CHAT, OTHER_CHAT = 7001, 7002
A_DAY_ON = NOW + FADES_AFTER


async def _watch(
    database: Database, message_id: int, *, chat_id: int = CHAT, at: datetime = NOW, child_id: int = 1
) -> None:
    async with database.transaction() as session:
        await fading.watch(
            session, now=at, chat_id=chat_id, message_id=message_id, fading=Fading.BLANKED,
            after=FADES_AFTER, subject=Subject(child_id=child_id),
        )  # fmt: skip


async def _claim(database: Database, *, at: datetime, limit: int = 10) -> list[Due]:
    async with database.transaction() as session:
        return await fading.claim_due(session, now=at, limit=limit)


async def _note(database: Database, due: Due, ended: Ended, *, at: datetime) -> None:
    async with database.transaction() as session:
        await fading.note(session, now=at, due=due, ended=ended)


async def _rows(database: Database) -> list[FadingMessage]:
    async with database.reading() as session:
        return list(await session.exec(select(FadingMessage).order_by(col(FadingMessage.id))))


async def _press(database: Database, message_id: int, *, at: datetime, child_id: int) -> bool:
    async with database.transaction() as session:
        return await fading.watch_pressed(
            session, now=at, chat_id=CHAT, message_id=message_id, subject=Subject(child_id=child_id)
        )


@pytest.mark.db
async def test_a_card_that_changes_again_gets_a_new_time(database: Database) -> None:
    await _watch(database, 1)
    await _watch(database, 1, at=NOW + timedelta(hours=5), child_id=2)
    (row,) = await _rows(database)
    assert (row.fades_at, row.child_id) == (A_DAY_ON + timedelta(hours=5), 2)


@pytest.mark.db
async def test_a_pressed_card_is_new_here_once(database: Database) -> None:
    assert await _press(database, 1, at=NOW, child_id=1)
    assert not await _press(database, 1, at=NOW + timedelta(hours=5), child_id=2)
    (row,) = await _rows(database)
    assert (row.fading, row.fades_at, row.child_id) == (Fading.BLANKED, A_DAY_ON + timedelta(hours=5), 2)


@pytest.mark.db
async def test_two_who_note_one_card_at_once_leave_one_row(database: Database) -> None:
    await asyncio.gather(*(_watch(database, 1) for _ in range(8)))
    assert len(await _rows(database)) == 1


@pytest.mark.db
async def test_nothing_is_due_before_its_time(database: Database) -> None:
    await _watch(database, 1)
    early = A_DAY_ON - timedelta(seconds=1)
    async with database.reading() as session:
        assert not await queries.has_due(session, now=early)
        assert await queries.has_due(session, now=A_DAY_ON)
    assert await _claim(database, at=early) == []
    (due,) = await _claim(database, at=A_DAY_ON)
    assert (due.message_id, due.subject, due.attempts) == (1, Subject(child_id=1), 1)


@pytest.mark.db
async def test_no_two_workers_take_one_message(database: Database) -> None:
    for message_id in range(40):
        await _watch(database, message_id)
    claims = await asyncio.gather(*(_claim(database, at=A_DAY_ON, limit=4) for _ in range(12)))
    taken = [one.message_id for claim in claims for one in claim]
    assert sorted(taken) == list(range(40))


@pytest.mark.db
async def test_what_a_killed_worker_held_comes_due_again(database: Database) -> None:
    await _watch(database, 1)
    (first,) = await _claim(database, at=A_DAY_ON)
    assert await _claim(database, at=A_DAY_ON) == []
    (again,) = await _claim(database, at=A_DAY_ON + LEASE)
    assert (first.attempts, again.attempts) == (1, 2)
    await _note(database, first, Gone(), at=A_DAY_ON + LEASE)  # the first wasn't dead, only late
    assert len(await _rows(database)) == 1
    await _note(database, again, Gone(), at=A_DAY_ON + LEASE)
    assert await _rows(database) == []


async def test_a_card_that_changed_while_it_was_taken_fades_in_its_new_time(database: Database) -> None:
    await _watch(database, 1)
    (due,) = await _claim(database, at=A_DAY_ON)
    await _watch(database, 1, at=A_DAY_ON)
    await _note(database, due, Gone(), at=A_DAY_ON)
    assert [row.fades_at for row in await _rows(database)] == [A_DAY_ON + FADES_AFTER]


@pytest.mark.parametrize(
    ("ended", "again_after"), [(Later(), 5), (Later(90), 90), (Gone(), None), (Beyond("too_late"), None)]
)
async def test_what_an_attempt_leaves(database: Database, ended: Ended, again_after: int | None) -> None:
    await _watch(database, 1)
    (due,) = await _claim(database, at=A_DAY_ON)
    await _note(database, due, ended, at=A_DAY_ON)
    left = [] if again_after is None else [A_DAY_ON + timedelta(seconds=again_after)]
    assert [row.fades_at for row in await _rows(database)] == left


@pytest.mark.db
async def test_a_lost_phones_chat_fades_at_once_and_no_other(database: Database) -> None:
    for message_id, chat_id in ((1, CHAT), (2, CHAT), (3, OTHER_CHAT)):
        await _watch(database, message_id, chat_id=chat_id)
    async with database.transaction() as session:
        await fading.fade_now(session, now=NOW, chat_id=CHAT)
    assert [one.message_id for one in await _claim(database, at=NOW)] == [1, 2]


async def test_what_names_nobody_any_more_may_stand(database: Database) -> None:
    await _watch(database, 1)
    await _watch(database, 1, chat_id=OTHER_CHAT)
    async with database.transaction() as session:
        await fading.forget(session, chat_id=CHAT, message_id=1)
    assert [row.chat_id for row in await _rows(database)] == [OTHER_CHAT]


async def test_what_is_due_at_once_is_due_now(database: Database) -> None:
    async with database.transaction() as session:
        await fading.watch(
            session, now=NOW, chat_id=CHAT, message_id=1, fading=Fading.REMOVED, after=AT_ONCE
        )  # fmt: skip
    assert [one.fading for one in await _claim(database, at=NOW)] == [Fading.REMOVED]
