"""Each drill in its short form: the same code as `make drill`, with less patience."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.drill.forks import Warm, warmed
from tests.drill.register import DRILLS
from tests.drill.report import Shelf
from tests.drill.run import CantBeHadError, perform

pytestmark = [
    pytest.mark.skipif(
        os.environ.get("XIANGBAN_DATABASE") == "postgresql", reason="drills bring their own databases"
    ),
    pytest.mark.asyncio(loop_scope="module"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def warm() -> AsyncIterator[Warm]:
    async with warmed() as parent:
        yield parent


@pytest.mark.parametrize("name", DRILLS)
async def test_shows_what_it_must(name: str, warm: Warm, tmp_path: Path) -> None:
    try:
        seen = await perform(name, DRILLS[name], Shelf(tmp_path / "kept", ".short"), warm, length=None)
    except CantBeHadError as reason:
        pytest.skip(str(reason))
    assert seen.met, seen.line()  # not `in_time`: tests assert no time
