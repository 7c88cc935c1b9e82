"""Ages are thresholds in law, counted on the day on which something happened."""

from datetime import date

import pytest
from pydantic import ValidationError

from services.profile import gates_of, load
from services.profile.situations import AgeRange

CN = load("CN")
BORN = date(2012, 11, 24)


@pytest.mark.parametrize(
    ("on", "below"),
    [
        (date(2020, 11, 23), {"unattended", "data_consent", "live_alone", "adult"}),
        (date(2020, 11, 24), {"data_consent", "live_alone", "adult"}),
        (date(2026, 11, 23), {"data_consent", "live_alone", "adult"}),
        (date(2026, 11, 24), {"live_alone", "adult"}),
        (date(2028, 11, 24), {"adult"}),
        (date(2030, 11, 24), set()),
    ],
)
def test_a_gate_opens_on_the_birthday(on: date, below: set[str]) -> None:
    assert gates_of(CN, BORN, on) == below


def test_the_law_on_girls_changes_with_the_fourteenth_birthday() -> None:
    young, older, any_age = (CN.situation(code) for code in ("R2", "R3", "S1"))
    eve, birthday = date(2026, 11, 23), date(2026, 11, 24)
    assert [one.fits(BORN, eve) for one in (young, older, any_age)] == [True, False, True]
    assert [one.fits(BORN, birthday) for one in (young, older, any_age)] == [False, True, True]


def test_ages_without_an_end_are_a_mistake() -> None:
    with pytest.raises(ValidationError, match="must have from or below"):
        AgeRange.model_validate({})
