"""What may be typed about a child."""

from datetime import date

import pytest

from models.codes import Away, Care
from services.children.rules import ensure_fits, parse_birth_date
from services.errors import CareError
from services.profile import age_on

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        "2018-5-21", "2018.5.21", "2018/05/21", "2018年5月21日", "2018年5月21号", "20180521", " 2018 5 21 ",
        "２０１８－５－２１", "２０１８０５２１", "２０１８年５月２１日", "21 May 2018", "21st may, 2018",
        "May 21, 2018", "21.5.2018", "5/21/2018",
    ],
)  # fmt: skip
def test_a_birth_date_is_read_as_people_write_it(text: str) -> None:
    assert parse_birth_date(text, today=TODAY) == date(2018, 5, 21)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "children.date_unclear"),
        ("小满", "children.date_unclear"),
        ("2018-13-1", "children.date_unclear"),
        ("2018-2-30", "children.date_unclear"),
        ("0000-1-1", "children.date_unclear"),
        ("5/6/2018", "children.date_unclear"),
        ("21 Foo 2018", "children.date_unclear"),
        ("1234567890", "children.date_unclear"),
        ("2026-11-24", "children.born_tomorrow"),
        ("2999-1-1", "children.born_tomorrow"),
        ("2026-11-23", "children.age_odd"),
        ("2024-11-24", "children.age_odd"),
        ("2005-11-23", "children.age_odd"),
        ("1958-5-21", "children.age_odd"),
    ],
)
def test_a_birth_date_that_cannot_be_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(CareError) as refused:
        parse_birth_date(text, today=TODAY)
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["2024-11-23", "2005-11-24", "6.6.2018", "2018-6-6"])
def test_the_edges_are_let_in(text: str) -> None:
    assert parse_birth_date(text, today=TODAY)


def test_age_changes_on_the_birthday() -> None:
    assert age_on(date(2018, 11, 23), TODAY) == 8
    assert age_on(date(2018, 11, 24), TODAY) == 7
    assert age_on(date(2012, 2, 29), date(2026, 2, 28)) == 13
    assert age_on(date(2012, 2, 29), date(2026, 3, 1)) == 14


def test_one_parent_at_home_means_one_parent_at_home() -> None:
    ensure_fits(Care.SINGLE_PARENT, Away.MOTHER)
    ensure_fits(Care.GRANDPARENTS, Away.BOTH)
    with pytest.raises(CareError):
        ensure_fits(Care.SINGLE_PARENT, Away.BOTH)
