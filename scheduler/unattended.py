"""A transaction with nobody before it: it may open no person's door."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from models.database import Database, Session
from services.access.service import declare


@asynccontextmanager
async def unattended(database: Database) -> AsyncIterator[Session]:
    """Open a job's transaction; asking the door in it raises UndeclaredError."""
    async with database.transaction() as session:
        declare(session, ())
        yield session
