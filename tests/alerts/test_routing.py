"""The page that people read line by line is what the profile says, and no line of it tells whoever did it."""

from pathlib import Path

import pytest

from documents.routing import write
from locales import LOCALES
from models.case_codes import Involved
from services.alerts.routing import ANSWER, Suspect, routes_of, step_heard
from services.profile import Adult, When, load
from services.profile.load import PROFILES
from tests.commands import run
from tests.gates.source import ROOT

CN, MD = load("CN"), load("MD")
AT_HOME = (Suspect.PARENT, Suspect.CARER, Suspect.HOUSEHOLD)


def test_the_page_is_what_the_profile_says(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "report-routing.md").read_text(encoding="utf-8")
    assert page == write(CN, "en"), "python -m bot profile routing profiles/CN.yaml --locale en"
    printed = run(tmp_path, "profile", "routing", str(PROFILES / "CN.yaml"), "--locale", "en")
    assert printed.stdout == page


@pytest.mark.parametrize("profile", [CN, MD, load("CN-EXAMPLE")], ids=lambda one: one.id)
def test_every_situation_and_everybody_who_may_have_done_it_is_there(profile: object) -> None:
    assert isinstance(profile, type(CN))
    for situation in profile.situations:
        routes = routes_of(profile, situation)
        assert [route.suspect for route in routes] == [*Suspect, None]
        assert {route.involved for route in routes} == {*Involved, None}
    for locale in LOCALES:
        page = write(profile, locale)
        assert all(f"## {one.code} · " in page for one in profile.situations)


def test_nobody_hears_from_us_of_what_they_may_have_done_where_the_answer_fits() -> None:
    for situation in CN.situations:
        for suspect in Suspect:
            assert step_heard(CN, situation, suspect, ANSWER[suspect]) is None


def test_home_is_left_out_of_every_line_and_told_of_its_own_deed_by_nobody() -> None:
    for situation in CN.situations:
        for route in routes_of(CN, situation):
            assert "household" in route.left_out
            when = {one.adult: one.when for one in route.verdicts}
            if route.suspect in AT_HOME:
                assert when[Adult.CARER] not in (When.NOW, When.AFTER_POLICE)


def test_a_case_always_reaches_somebody_outside_the_school() -> None:
    for situation in CN.situations:
        for route in routes_of(CN, situation):
            assert route.steps[-1].value == "county_officer"
            assert ("school_staff" in route.left_out) == (len(route.steps) == 1)
