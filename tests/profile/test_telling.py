"""Who outside the ladder is told, and when: what the matrix of China must never get wrong."""

import pytest

from models.case_codes import Involved
from services.profile import Adult, Profile, When, load, who_is_told
from services.profile.telling import Rule

CN, MD = load("CN"), load("MD")
FAMILY, SCHOOL, PUPIL, OTHER, UNCLEAR = Involved
SEXUAL = ("S1", "R1", "R2", "R3", "X1")


def told(situation: str, involved: Involved | None, profile: Profile = CN) -> dict[Adult, When]:
    return {one.adult: one.when for one in who_is_told(profile, situation, involved)}


@pytest.mark.parametrize("profile", [CN, MD], ids=["CN", "MD"])
def test_it_speaks_of_every_adult_whatever_happened(profile: Profile) -> None:
    for situation in [*(one.code for one in profile.situations), "a situation the profile has dropped"]:
        for involved in [None, *Involved]:
            assert set(told(situation, involved, profile)) == set(Adult)


@pytest.mark.parametrize("involved", [SCHOOL, PUPIL, OTHER, UNCLEAR, None])
def test_home_and_the_village_are_asked_at_once_where_a_missing_child_is(involved: Involved | None) -> None:
    verdicts = told("R7", involved)
    assert {verdicts[one] for one in (Adult.PARENT, Adult.CARER, Adult.VILLAGE)} == {When.NOW}


def test_a_child_who_fled_from_home_is_not_asked_for_there_by_itself() -> None:
    assert When.NOW not in told("R7", FAMILY).values()


def test_the_parents_of_a_child_hurt_at_school_hear_it_promptly_whoever_was_at_fault() -> None:
    assert {told("A1", one)[Adult.PARENT] for one in (SCHOOL, PUPIL, OTHER, UNCLEAR, None)} == {When.NOW}


def test_bullying_is_told_to_both_sides_unless_more_may_be_behind_it() -> None:
    both = (Adult.PARENT, Adult.OTHER_SIDE)
    assert {told("B1", PUPIL)[one] for one in both} == {When.NOW}
    for risk in (FAMILY, UNCLEAR, SCHOOL):
        assert When.NOW not in {told("B1", risk)[one] for one in both}
    for situation in SEXUAL:
        assert {told(situation, PUPIL)[one] for one in both} == {When.AFTER_POLICE}


def test_a_suspect_at_school_or_outside_is_never_kept_from_a_safe_parent() -> None:
    for situation in CN.situations:
        points_home = situation.code in ("L3", "G1")
        for involved in (SCHOOL, OTHER):
            when = told(situation.code, involved)[Adult.PARENT]
            assert when in ((When.PERSON_DECIDES,) if points_home else (When.NOW, When.AFTER_POLICE))


def test_nobody_at_home_is_told_before_somebody_decides_where_the_family_may_be_involved() -> None:
    for situation in CN.situations:
        verdicts = told(situation.code, FAMILY)
        careless = situation.code == "E1"  # the carer is meant, and the parents can change it
        assert verdicts[Adult.PARENT] is (When.NOW if careless else When.PERSON_DECIDES)
        assert verdicts[Adult.CARER] in (When.NEVER, When.PERSON_DECIDES)


def test_violence_at_home_is_kept_from_home_whoever_else_is_named() -> None:
    assert all(told("L3", one)[Adult.CARER] is When.NEVER for one in Involved)


def test_sexual_harm_is_no_matter_of_the_village() -> None:
    assert {told(code, one)[Adult.VILLAGE] for code in SEXUAL for one in Involved} == {When.NEVER}


def test_what_is_not_said_yet_is_not_clear() -> None:
    for situation in CN.situations:
        assert told(situation.code, None) == told(situation.code, UNCLEAR)


def test_the_first_rule_that_speaks_of_an_adult_holds() -> None:
    first = Rule(
        situations=("R4",), involved=None, tell={Adult.CARER: When.NOW}, source="here", verified=True
    )
    profile = CN.model_copy(update={"telling": (first, *CN.telling)})
    changed, before = told("R4", FAMILY, profile), told("R4", FAMILY)
    assert changed.pop(Adult.CARER) is When.NOW
    assert changed.items() <= before.items()
    assert told("R5", FAMILY, profile) == told("R5", FAMILY)


def test_a_verdict_carries_its_rule() -> None:
    parent = who_is_told(CN, "B1", PUPIL)[0]
    assert (parent.adult, parent.rule.verified) == (Adult.PARENT, True)
    assert "art 39" in parent.rule.source
