"""What becomes of a row: the whole table, by what is at stake and by what happened."""

from datetime import UTC, datetime, timedelta

import pytest

from models.codes import Notice, Sending
from services.outbox.manners import MANNERS, Weight
from services.outbox.outcomes import Delivered, Outcome, Rejected, RetryLater, Uncertain, Unreachable
from services.outbox.rules import (
    BACKOFF,
    LONGEST_URGENT_WAIT,
    Verdict,
    after_lost,
    backoff,
    is_too_late,
    judge,
)

ALERT, REMINDER, DIGEST = Notice.CASE_ALERT, Notice.CALL_REMINDER, Notice.DUTY_SILENT
AT_ONCE = timedelta()
A_SECOND = timedelta(seconds=1)


def test_every_kind_has_its_manner() -> None:
    assert set(MANNERS) == set(Notice)
    assert {MANNERS[one].weight for one in (ALERT, REMINDER, DIGEST)} == set(Weight)


@pytest.mark.parametrize(
    ("outcome", "alert", "reminder", "digest"),
    [
        (Delivered(5), Verdict(Sending.SENT), Verdict(Sending.SENT), Verdict(Sending.SENT)),
        (RetryLater(0), *[Verdict(Sending.QUEUED, A_SECOND)] * 3),
        (RetryLater(30, is_flood=True), *[Verdict(Sending.QUEUED, timedelta(seconds=30))] * 3),
        (
            Uncertain(),
            Verdict(Sending.QUEUED, A_SECOND, is_repeat=True),
            Verdict(Sending.UNCERTAIN),
            Verdict(Sending.UNCERTAIN),
        ),
        (Unreachable(), *[Verdict(Sending.UNREACHABLE)] * 3),
        (
            Rejected("bad_request"),
            Verdict(Sending.QUEUED, AT_ONCE, is_plain=True),
            Verdict(Sending.FAILED),
            Verdict(Sending.FAILED),
        ),
        (Rejected("message_gone", is_gone=True), *[Verdict(Sending.SUPERSEDED)] * 3),
    ],
)
def test_the_table(outcome: Outcome, alert: Verdict, reminder: Verdict, digest: Verdict) -> None:
    assert judge(ALERT, outcome, attempts=1) == alert
    assert judge(REMINDER, outcome, attempts=1) == reminder
    assert judge(DIGEST, outcome, attempts=1) == digest


def test_a_refused_plain_form_is_the_end() -> None:
    assert judge(ALERT, Rejected("bad_request"), attempts=2, is_plain=True) == Verdict(Sending.FAILED)


def test_a_dead_worker() -> None:
    assert after_lost(ALERT) == after_lost(REMINDER) == Verdict(Sending.QUEUED, AT_ONCE, is_repeat=True)
    assert after_lost(DIGEST) == Verdict(Sending.EXPIRED)


@pytest.mark.parametrize(
    ("kind", "hours", "too_late"),
    [(REMINDER, 24, False), (REMINDER, 25, True), (DIGEST, 25, True), (ALERT, 24 * 365, False)],
)
def test_the_window(kind: Notice, hours: int, too_late: bool) -> None:
    wanted = datetime(2026, 11, 24, tzinfo=UTC)
    assert is_too_late(kind, wanted_at=wanted, now=wanted + timedelta(hours=hours)) is too_late


def test_waits_grow_and_stop_growing() -> None:
    waits = [backoff(attempt, REMINDER) for attempt in range(20)]
    assert waits == sorted(waits)
    assert waits[-1] == BACKOFF[-1]
    assert max(backoff(attempt, ALERT) for attempt in range(1, 20)) == LONGEST_URGENT_WAIT
