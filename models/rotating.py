"""Put every secret value under the newest key, a batch a transaction.

What is under it already is left alone, so whoever was killed begins anew and loses nothing.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Column, ColumnClause, LargeBinary, Select, bindparam, column, select, table, update
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from models.base import SecretText
from models.database import Database

BATCH = 200

Value = tuple[Any, bytes]  # its row's primary key, and what stands in the database


class UnreadableValueError(Exception):
    """No key of the ring can read a value; `table` and `row` say where it stands."""

    def __init__(self, table: str, row: object) -> None:
        super().__init__(table)
        self.table = table
        self.row = row


def secret_columns() -> list[Column[Any]]:
    """Every column that holds what only our keys can read."""
    tables = SQLModel.metadata.sorted_tables
    return [one for each in tables for one in each.columns if isinstance(one.type, SecretText)]


async def rotate(database: Database, newest: Fernet, ring: MultiFernet) -> int:
    """Encrypt anew what an older key of the ring has encrypted; return how many values that were.

    Raises UnreadableValueError.
    """
    changed = 0
    for plain in map(_Plain, secret_columns()):
        async for values in plain.batches(database):
            older = [(at, was) for at, was in values if not _is_under(newest, was)]
            fresh = [(at, was, plain.turned(ring, at, was)) for at, was in older]
            if fresh:
                async with database.transaction() as session:
                    changed += await plain.replace(session, fresh)
    return changed


async def count_older(database: Database, newest: Fernet) -> int:
    """How many values the newest key alone can't read."""
    count = 0
    for secret in secret_columns():
        async for values in _Plain(secret).batches(database):
            count += sum(not _is_under(newest, value) for _, value in values)
    return count


def _is_under(key: Fernet, value: bytes) -> bool:
    try:
        key.decrypt(value)
    except InvalidToken:
        return False
    return True


class _Plain:
    """A secret column as the database sees it: bytes, past our decryption."""

    def __init__(self, secret: Column[Any]) -> None:
        (key,) = secret.table.primary_key
        self._key: ColumnClause[Any] = column(key.name, key.type)
        self._value = column(secret.name, LargeBinary)
        self._table = table(secret.table.name, self._key, self._value)

    def turned(self, ring: MultiFernet, at: Any, was: bytes) -> bytes:
        try:
            return ring.rotate(was)
        except InvalidToken as error:
            raise UnreadableValueError(self._table.name, at) from error

    async def batches(self, database: Database) -> AsyncIterator[list[Value]]:
        """Yield what stands there, in the order of the primary key; nothing is open between two batches."""
        after = None
        while True:
            async with database.reading() as session:
                rows = await (await session.connection()).execute(self._page(after))
                values = [(at, bytes(value)) for at, value in rows]
            if not values:
                return
            yield values
            after = values[-1][0]

    def _page(self, after: Any) -> Select[Any]:
        page = select(self._key, self._value).where(self._value.is_not(None))
        page = page.order_by(self._key).limit(BATCH)
        return page if after is None else page.where(self._key > after)

    async def replace(self, session: AsyncSession, values: Sequence[tuple[Any, bytes, bytes]]) -> int:
        """Change what is still as it was read; what somebody has written meanwhile stays."""
        statement = (
            update(self._table)
            .where(self._key == bindparam("at"), self._value == bindparam("was", type_=LargeBinary))
            .values({self._value.name: bindparam("new", type_=LargeBinary)})
        )
        connection = await session.connection()
        count = 0
        for at, was, new in values:
            done = await connection.execute(statement, {"at": at, "was": was, "new": new})
            count += done.rowcount
        return count
