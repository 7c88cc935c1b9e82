"""Transactions, the tripwire, secrets and the gate."""

import asyncio
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from models import Conversation, Person, Unit
from models.codes import UnitKind
from models.database import Database, SpokeTooSoonError, ensure_closed
from models.keys import KeyFileError, load_keys
from tests.world import NOW


def _unit(name: str) -> Unit:
    return Unit(kind=UnitKind.SCHOOL, name=name)


@pytest.mark.db
async def test_a_clean_exit_commits(database: Database) -> None:
    async with database.transaction() as session:
        session.add(_unit("稻香坪学校"))
    async with database.reading() as session:
        assert (await session.exec(select(Unit.name))).all() == ["稻香坪学校"]


@pytest.mark.db
async def test_an_exception_rolls_back(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as session:
            session.add(_unit("lost"))
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.reading() as session:
        assert (await session.exec(select(Unit.name))).all() == []


async def test_speaking_inside_a_transaction_trips(database: Database) -> None:
    ensure_closed()
    async with database.transaction():
        with pytest.raises(SpokeTooSoonError):
            ensure_closed()
    ensure_closed()


async def test_a_transaction_never_nests(database: Database) -> None:
    async with database.transaction():
        with pytest.raises(RuntimeError, match="already open"):
            async with database.transaction():
                pass


@pytest.mark.db
async def test_many_writers_all_get_their_turn(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.transaction() as session:
            session.add(_unit(str(number)))

    await asyncio.gather(*(write(number) for number in range(40)))
    async with database.reading() as session:
        assert len((await session.exec(select(Unit.id))).all()) == 40


@pytest.mark.db
async def test_secret_text_is_unreadable_without_the_key(database: Database) -> None:
    async with database.transaction() as session:
        session.add(Conversation(key="1:2:3", body="小满说想妈妈", updated_at=NOW))
    async with database.reading() as session:
        connection = await session.connection()
        raw = (await connection.execute(text("SELECT body FROM conversation"))).scalar_one()
        assert "小满" not in bytes(raw).decode("utf-8", "ignore")
        assert (await session.exec(select(Conversation.body))).one() == "小满说想妈妈"
    database.engine.sync_engine.dialect.__dict__["xiangban_keys"] = MultiFernet(
        [Fernet(Fernet.generate_key())]
    )
    async with database.reading() as session:
        with pytest.raises(InvalidToken):
            await session.exec(select(Conversation.body))


async def test_an_error_never_quotes_its_parameters(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as session:
            session.add(Person(account_id=77, name="周阿桂", created_at=NOW))

    with pytest.raises(IntegrityError) as caught:
        await fail()
    assert "周阿桂" not in str(caught.value)


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "secret.key"
    first = load_keys(path, create=True)
    assert path.stat().st_mode & 0o777 == 0o600
    again = load_keys(path, create=False)
    assert again.decrypt(first.encrypt(b"x")) == b"x"


def test_keys_rotate_by_adding_a_line(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    old = load_keys(path, create=True).encrypt(b"x")
    path.write_bytes(Fernet.generate_key() + b"\n" + path.read_bytes())
    assert load_keys(path, create=False).decrypt(old) == b"x"


@pytest.mark.parametrize("content", [b"", b"no key at all\n"])
def test_a_broken_key_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "secret.key"
    path.write_bytes(content)
    with pytest.raises(KeyFileError, match="key_broken"):
        load_keys(path, create=False)


def test_a_lost_key_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="key_lost"):
        load_keys(tmp_path / "secret.key", create=False)
    assert not (tmp_path / "secret.key").exists()
