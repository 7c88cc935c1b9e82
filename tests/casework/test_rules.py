"""What is offered, asked and refused, without a database."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.case_codes import CaseFact as F
from models.case_codes import CaseState as S
from models.case_codes import ClockKind
from services.casework.rules import (
    Whom,
    clean_receipt,
    clean_words,
    ensure_told,
    is_list_time,
    steps_of,
    under_way_until,
    whom_to_ask,
)
from services.errors import CareError

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "known", "offered"),
    [
        (S.OPEN, {F.SENT}, {F.PROTECTED}),
        (S.OPEN, {F.SENT, F.POLICE_CALLED}, {F.ACCEPTED, F.PROTECTED}),
        (S.ACCEPTED, {F.POLICE_CALLED, F.ACCEPTED}, {F.FILED, F.NOT_FILED, F.TRANSFERRED, F.PROTECTED}),
        (S.NOT_FILED, {F.POLICE_CALLED, F.ACCEPTED, F.NOT_FILED}, {F.FILED, F.TRANSFERRED, F.PROTECTED}),
        (S.FILED, {F.POLICE_CALLED, F.ACCEPTED, F.FILED}, {F.TRANSFERRED, F.PROTECTED}),
        # Passed on, the next authority accepts it anew.
        (S.TRANSFERRED, {F.POLICE_CALLED, F.ACCEPTED, F.TRANSFERRED}, {F.ACCEPTED, F.PROTECTED}),
        # Late, and noted all the same.
        (S.PROTECTED, {F.POLICE_CALLED, F.PROTECTED}, {F.ACCEPTED}),
        (S.CLOSED, {F.POLICE_CALLED}, set()),
    ],
)  # fmt: skip
def test_what_can_be_told_now(state: S, known: set[F], offered: set[F]) -> None:
    assert set(steps_of(state, known)) == offered


@pytest.mark.parametrize(
    ("kind", "asks_reporter", "whom"),
    [
        (ClockKind.CALL, True, [Whom.REPORTER, Whom.HOLDER, Whom.REACHED, Whom.NEXT, Whom.NEXT]),
        (ClockKind.CALL, False, [Whom.HOLDER, Whom.REACHED, Whom.NEXT, Whom.NEXT]),
        (ClockKind.FEEDBACK, False, [Whom.HOLDER, Whom.REACHED, Whom.NEXT, Whom.NEXT]),
        (ClockKind.CLOSING, False, [Whom.SECOND, Whom.SECOND, Whom.NEXT]),
    ],
)
def test_whom_a_clock_asks(kind: ClockKind, asks_reporter: bool, whom: list[Whom]) -> None:
    asked = [whom_to_ask(kind, rung=n, asks_reporter=asks_reporter) for n in range(len(whom))]
    assert asked == whom


@pytest.mark.parametrize("facts", [{F.POLICE_CALLED}, {F.REPORTED}, {F.ACCEPTED}])
def test_somebody_was_told(facts: set[F]) -> None:
    ensure_told(facts, has_reason=False)


def test_nobody_was_told_and_no_reason_is_written() -> None:
    with pytest.raises(CareError, match=r"^casework\.report_first$"):
        ensure_told({F.CHILD_SAFE, F.TAKEN, F.PLANNED}, has_reason=False)
    ensure_told({F.CHILD_SAFE}, has_reason=True)


def test_a_call_is_under_way_until_the_longest_of_what_was_said() -> None:
    said = [(F.CANNOT_SPEAK, NOW), (F.GOING_TO_STATION, NOW), (F.CHILD_SAFE, NOW + timedelta(hours=9))]
    assert under_way_until(said) == NOW + timedelta(minutes=30)
    assert under_way_until([(F.CHILD_SAFE, NOW)]) is None


@pytest.mark.parametrize("text", ["", "  ", "没有", "12\n13", "9" * 41])
def test_what_is_no_receipt(text: str) -> None:
    with pytest.raises(CareError, match=r"^casework\.receipt_unreadable$"):
        clean_receipt(text)


def test_a_receipt_in_wide_digits_is_the_same_receipt() -> None:
    assert clean_receipt(" ＨＹ－１２ ") == clean_receipt("HY-12")


def test_words_are_trimmed_and_bounded() -> None:
    assert clean_words(" 右臂青了。\n") == "右臂青了。"
    assert len(clean_words("长" * 3000)) == 3000
    for text, code in (("  ", "words_empty"), ("长" * 3001, "words_long")):
        with pytest.raises(CareError, match=rf"^casework\.{code}$"):
            clean_words(text)


@pytest.mark.parametrize(("hour", "due"), [(7, False), (8, True), (19, True), (20, False)])
def test_the_weeks_list_comes_by_daylight_on_its_day(hour: int, due: bool) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    at = datetime(2026, 11, 23, hour, tzinfo=zone)
    assert is_list_time(at, zone=zone, weekday=0) is due
    assert not is_list_time(at, zone=zone, weekday=1)
