"""The demo school on a stage."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.stage import Stage, open_stage, running_bot, sandbox_process


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with (
        sandbox_process() as address,
        open_stage(address) as stage,
        running_bot(address, tmp_path),
    ):
        await stage.learn_people()
        yield stage
