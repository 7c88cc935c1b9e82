"""A PostgreSQL beside a drill, in a thread of its own where it must wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.databases import Postgres, postgres_server
from tests.drill.run import CantBeHadError


@asynccontextmanager
async def a_postgres() -> AsyncIterator[Postgres]:
    """Start the server that a wheel carries; raises CantBeHadError where it can't run."""
    server = postgres_server()
    try:
        postgres = await asyncio.to_thread(server.__enter__)
    except (ImportError, OSError, RuntimeError, AssertionError) as error:
        raise CantBeHadError(f"PostgreSQL's wheel can't run here: {error}") from error
    try:
        yield postgres
    finally:
        await asyncio.to_thread(server.__exit__, None, None, None)
