"""Fixtures that several rooms share: a migrated database, a small school, a room full of phones.

Tests marked `db` run on SQLite and on PostgreSQL. XIANGBAN_DATABASE=postgresql runs every test that has a
database there, and no other; XIANGBAN_DATABASE=sqlite runs all of them once, for whoever runs the other next.
"""

import asyncio
import gc
import os
import warnings
import zoneinfo
from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import settings

from models.database import Database
from services import profile as profiles
from services.profile import Profile
from tests.databases import Postgres, Sqlite, postgres_server
from tests.phones import Room
from tests.world import NOW, School

ONLY = os.environ.get("XIANGBAN_DATABASE")
DEFAULT_KIND = "postgres" if ONLY == "postgresql" else "sqlite"

# First, so that no worker is left alone with one of them in the end.
LONG = ("tests/sealed/test_non_interference", "tests/drill/", "tests/browser/", "tests/journeys/")

settings.register_profile("ours", deadline=None)  # no test asserts a time
settings.load_profile("ours")

# The zones of the pinned tzdata, not this machine's: the two disagree about years to come.
zoneinfo.reset_tzpath(to=())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_kind" in metafunc.fixturenames:
        both = not ONLY and metafunc.definition.get_closest_marker("db") is not None
        metafunc.parametrize("engine_kind", ["sqlite", "postgres"] if both else [DEFAULT_KIND])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda one: not one.nodeid.startswith(LONG))
    if DEFAULT_KIND == "postgres":
        without = [one for one in items if "engine_kind" not in getattr(one, "fixturenames", ())]
        config.hook.pytest_deselected(items=without)
        items[:] = [one for one in items if one not in set(without)]


def pytest_collection_finish() -> None:
    """What is imported by now stays: no later collection of garbage need look through it, nor be frequent."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    try:
        server = postgres_server()
        running = server.__enter__()
    except (ImportError, OSError, RuntimeError, AssertionError) as error:
        warnings.warn(pytest.PytestWarning(f"POSTGRESQL TESTS SKIPPED: {error}"), stacklevel=1)
        pytest.skip(f"PostgreSQL's wheel can't run here: {error}")
    asyncio.run(running.forget_power_cuts())
    yield running
    server.__exit__(None, None, None)


@pytest.fixture
def databases(engine_kind: str, request: pytest.FixtureRequest) -> Sqlite | Postgres:
    source: Sqlite | Postgres = request.getfixturevalue(engine_kind)
    return source


@pytest.fixture
async def database(databases: Sqlite | Postgres, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    async with databases.fresh(with_school="school" in request.fixturenames) as database:
        yield database


@pytest.fixture
def profile() -> Profile:
    return profiles.load("CN")


@pytest.fixture
def school(databases: Sqlite | Postgres, database: Database) -> School:
    """It is in the database from the start."""
    return databases.school


@pytest.fixture
async def room(database: Database, school: School, profile: Profile) -> AsyncIterator[Room]:
    """The school's people with their phones in hand; `school` is already in the database."""
    async with Room.open(database, profile, NOW) as room:
        yield room
