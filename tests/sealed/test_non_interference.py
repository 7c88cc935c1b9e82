"""Whoever is excluded from a case receives the same as if there were none."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from services.profile import Profile
from tests.sealed.comparing import Stage
from tests.sealed.histories import History, histories

PAIRS = 50  # each costs a third of a second; a thousand are the drill `sealed`


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def stage(runner: asyncio.Runner, tmp_path: Path, profile: Profile) -> Iterator[Stage]:
    opened = Stage.open(tmp_path, profile)
    yield runner.run(opened.__aenter__())
    runner.run(opened.__aexit__(None, None, None))


@settings(
    max_examples=PAIRS, deadline=None, derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(history=histories())
def test_who_is_excluded_receives_the_same_with_and_without_the_case(
    runner: asyncio.Runner, stage: Stage, history: History
) -> None:
    assert runner.run(stage.live_twice(history)).differences() == []
