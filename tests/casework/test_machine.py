"""Cases under random events: the rules alone, and a whole school with its database killed in between."""

import asyncio
import tempfile
from pathlib import Path

from hypothesis import given, settings

from models.case_codes import CaseFact
from services import profile as profiles
from tests.casework import machine
from tests.casework.lives import live
from tests.databases import Sqlite
from tests.world import NOW


@settings(max_examples=500)
@given(machine.FACTS)
def test_the_rules_let_a_case_go_along_its_road_only(facts: list[CaseFact]) -> None:
    machine.check_pure(facts)


def test_a_school_with_its_database_killed_in_between() -> None:
    with tempfile.TemporaryDirectory() as folder:
        databases, profile = Sqlite(Path(folder)), profiles.load("CN")

        @settings(max_examples=8, database=None)
        @given(machine.DEEDS)
        def lives(deeds: list[machine.Deed]) -> None:
            asyncio.run(live(databases, profile, deeds, now=NOW))

        lives()
