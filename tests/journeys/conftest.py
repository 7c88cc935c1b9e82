"""The demo school on a stage."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import Postgres, Sqlite
from tests.journeys.stage import Stage, open_stage, running_bot, sandbox_process


@pytest.fixture
async def home(databases: Sqlite | Postgres) -> AsyncIterator[dict[str, Any]]:
    """The settings of a bot that keeps its rows where this run's tests do; SQLite's file is its folder's."""
    if isinstance(databases, Sqlite):
        yield {}
        return
    async with databases.lent() as url:
        yield {"database_url": url}


@pytest.fixture
async def stage(tmp_path: Path, home: dict[str, Any]) -> AsyncIterator[Stage]:
    async with (
        sandbox_process() as address,
        open_stage(address) as stage,
        running_bot(address, tmp_path, **home),
    ):
        await stage.learn_people()
        yield stage
