"""The judge of the drills of forged buttons: what is whose, and that no two kinds of button look the same."""

from collections import Counter

from aiogram.filters.callback_data import CallbackData

from tests.drill.attack.oracle import Home, Oracle
from tests.drill.attack.presses import PRESSES, read
from tests.drill.attack.town import Presser

SCHOOL, CLASS, COUNTY, ELSEWHERE = 2, 3, 1, 9
REPORTER = Presser(telegram_id=10, person_id=100, units=frozenset({CLASS}), works_in=frozenset({SCHOOL}))
ORACLE = Oracle(
    {
        ("care_case", 5): Home({COUNTY, SCHOOL}, owners={100}),
        ("care_case", 6): Home({COUNTY, SCHOOL}, owners={101}),
        ("person", 101): Home({SCHOOL}, owners={101}),
        ("person", 102): Home({ELSEWHERE}, owners={102}),
    },
    {SCHOOL: COUNTY},
)


def test_a_reporter_may_name_a_colleague_in_their_own_case_and_nobody_else_in_no_other() -> None:
    def may(press: str) -> bool:
        return ORACLE.has_right(REPORTER, read(press))

    assert may("alwh:5:101:1:0")
    assert not may("alwh:5:102:1:0")  # who isn't of the school
    assert not may("alwh:6:101:1:0")  # a colleague's case
    assert not may("rdhd:5:101:1:0:1")  # whom whoever has taken it leaves out is theirs to say


def test_no_two_kinds_of_button_begin_alike() -> None:
    kinds = Counter(
        one.__prefix__ for one in CallbackData.__subclasses__() if one.__module__.startswith("views.")
    )
    assert [prefix for prefix, n in kinds.items() if n > 1] == []
    assert len(PRESSES) == len(kinds)
