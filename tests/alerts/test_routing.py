"""The page that people read line by line is what the profile says, and no line of it tells whoever did it."""

from pathlib import Path

import pytest

from documents.routing import write
from locales import LOCALES, translate
from models.case_codes import Involved
from services.alerts.routing import ANSWER, Suspect, routes_of, step_heard
from services.profile import Adult, Profile, When, load, who_is_told
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


@pytest.mark.parametrize("profile", [CN, MD], ids=lambda one: one.id)
@pytest.mark.parametrize("locale", LOCALES)
def test_its_head_names_what_was_read_what_a_person_decides_and_what_nobody_verified(
    profile: Profile, locale: str
) -> None:
    head = write(profile, locale).partition("| --- |")[0]
    for title in ("reading", "reviewed", "silent", "unverified"):
        assert f"## {translate(locale, f'routing.{title}_title')}\n" in head
    assert profile.last_reviewed.isoformat() in head
    for rule in profile.telling:
        assert f"\n- {rule.source}: " in head
    doubted = [one.code for one in profile.situations if not one.verified]
    assert ", ".join(doubted) in head.rpartition("## ")[0].rpartition("## ")[2]


def told(situation: str, involved: Involved) -> dict[Adult, When]:
    return {one.adult: one.when for one in who_is_told(CN, situation, involved)}


def test_a_child_alone_has_its_parents_asked_unless_it_may_have_run_from_them() -> None:
    for adult in (Adult.PARENT, Adult.CARER, Adult.VILLAGE):
        assert told("L1", Involved.UNCLEAR)[adult] is When.NOW
        assert told("L1", Involved.FAMILY)[adult] is not When.NOW


def test_whoever_looks_after_a_child_may_hear_of_its_parents_breach_and_never_of_violence_at_home() -> None:
    for involved in Involved:
        assert told("G1", involved)[Adult.CARER] is When.PERSON_DECIDES
        assert told("L3", involved)[Adult.CARER] is When.NEVER


def test_both_sides_of_bullying_hear_now_only_where_nothing_else_may_be_behind_it() -> None:
    for situation in (one.code for one in CN.situations):
        for involved in Involved:
            other = told(situation, involved)[Adult.OTHER_SIDE]
            is_plain = involved is Involved.PUPIL and situation in ("B1", "A1")
            assert (other is When.NOW) is is_plain
