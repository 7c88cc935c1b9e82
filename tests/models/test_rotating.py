"""Every secret value comes under the newest key, whoever is cut off and whoever writes meanwhile."""

from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import pytest
from cryptography.fernet import Fernet, MultiFernet
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Note, rotating
from models.database import Database
from models.rotating import UnreadableValueError, count_older, rotate, secret_columns
from tests.databases import KEY, KEYS
from tests.models.secrets import WORDS, keep_secrets, read_secrets

NEWEST = Fernet(Fernet.generate_key())
RING = MultiFernet([NEWEST, KEY])


def open_with(database: Database, keys: MultiFernet) -> None:
    database.engine.sync_engine.dialect.__dict__["xiangban_keys"] = keys


async def read_all(database: Database, keys: MultiFernet) -> set[str]:
    open_with(database, keys)
    async with database.reading() as session:
        return {one for found in (await read_secrets(session)).values() for one in found}


@pytest.fixture
async def filled(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    monkeypatch.setattr(rotating, "BATCH", 3)
    async with database.transaction() as session:
        await keep_secrets(session, each=10)
        found = await read_secrets(session)
    assert all(found.values()), "a secret column without a value here is one that nobody has seen rotated"
    assert len(found) == len(secret_columns())
    yield database
    open_with(database, KEYS)  # a later test's database has the same dialect


@pytest.mark.db
async def test_afterwards_the_newest_key_alone_reads_everything(filled: Database) -> None:
    older = await count_older(filled, NEWEST)
    assert older == 146  # fourteen columns of ten, four PINs, the key of look-ups, the installation's own
    assert await rotate(filled, NEWEST, RING) == older
    assert await count_older(filled, NEWEST) == 0
    assert await read_all(filled, MultiFernet([NEWEST])) == {WORDS}


@pytest.mark.db
async def test_whoever_is_cut_off_loses_nothing_and_begins_anew(
    filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, replace, batches = await count_older(filled, NEWEST), rotating._Plain.replace, count(1)

    async def cut_off(plain: rotating._Plain, session: AsyncSession, values: Any) -> int:
        if next(batches) > 3:
            raise ConnectionResetError
        return await replace(plain, session, values)

    with monkeypatch.context() as broken:
        broken.setattr(rotating._Plain, "replace", cut_off)
        with pytest.raises(ConnectionResetError):
            await rotate(filled, NEWEST, RING)
    left = await count_older(filled, NEWEST)
    assert 0 < left < whole
    assert await read_all(filled, RING) == {WORDS}
    assert await rotate(filled, NEWEST, RING) == left
    assert await read_all(filled, MultiFernet([NEWEST])) == {WORDS}


@pytest.mark.db
async def test_what_is_written_meanwhile_is_not_undone(filled: Database) -> None:
    first = next(one for one in secret_columns() if one.table.name == "note")
    plain = rotating._Plain(first)
    async for values in plain.batches(filled):
        at, was = values[0]
        break
    open_with(filled, RING)
    async with filled.transaction() as session:
        await session.exec(update(Note).where(col(Note.id) == at).values(words="改过了"))
    async with filled.transaction() as session:
        assert await plain.replace(session, [(at, was, RING.rotate(was))]) == 0
    async with filled.reading() as session:
        assert (await session.exec(select(Note.words).where(Note.id == at))).one() == "改过了"


async def test_a_value_that_no_key_reads_is_named_by_its_place(filled: Database) -> None:
    stranger = MultiFernet([Fernet(Fernet.generate_key())])
    open_with(filled, stranger)
    async with filled.transaction() as session:
        await session.exec(update(Note).where(col(Note.id) == 7).values(words=WORDS))
    with pytest.raises(UnreadableValueError) as caught:
        await rotate(filled, NEWEST, RING)
    assert (caught.value.table, caught.value.row) == ("note", 7)
