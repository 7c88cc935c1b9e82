"""The policy table: what stands in it, and that nothing else is allowed."""

import itertools

import pytest

from services.access.rules import POLICY, STAFF, Action, Standing, is_allowed
from tests.access.test_matrix import ASKED_OF_A_COUNTY

FAMILY = frozenset({Standing.PARENT, Standing.CARER})


@pytest.mark.parametrize("action", list(Action))
def test_nobody_without_a_standing_may_do_anything(action: Action) -> None:
    assert not is_allowed(action, frozenset())


@pytest.mark.parametrize("action", list(Action))
def test_every_action_has_a_policy(action: Action) -> None:
    assert POLICY[action]


@pytest.mark.parametrize(
    "action",
    [Action.WRITE_NOTE, Action.READ_NOTES, Action.RAISE_CASE, Action.CORRECT_CHILD, Action.INVITE_FAMILY],
)
def test_what_is_for_staff_is_never_for_family(action: Action) -> None:
    assert not is_allowed(action, FAMILY)


@pytest.mark.parametrize("action", [action for action in Action if action is not Action.RAISE_CASE])
def test_a_colleague_may_only_report(action: Action) -> None:
    assert not is_allowed(action, frozenset({Standing.COLLEAGUE}))


@pytest.mark.parametrize("action", sorted({*Action} - {Action.RAISE_CASE} - ASKED_OF_A_COUNTY))
def test_the_county_sees_no_child(action: Action) -> None:
    assert not is_allowed(action, frozenset({Standing.COUNTY_OFFICER}))


def test_all_staff_of_the_school_may_report() -> None:
    assert all(is_allowed(Action.RAISE_CASE, frozenset({standing})) for standing in STAFF)


def test_more_standings_never_take_anything_away() -> None:
    for action, (one, other) in itertools.product(Action, itertools.combinations(Standing, 2)):
        alone = is_allowed(action, frozenset({one})) or is_allowed(action, frozenset({other}))
        assert is_allowed(action, frozenset({one, other})) == alone
