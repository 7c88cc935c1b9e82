"""Insert unless it is there already: the same words on both databases."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession


def insert_into(session: AsyncSession, table: type[SQLModel]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, for the database the session is on."""
    return insert_on(session.get_bind().dialect.name, table)


def insert_on(dialect: str, table: type[SQLModel]) -> sqlite.Insert | postgresql.Insert:
    """The same for a statement that is built once, by the dialect's name."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
