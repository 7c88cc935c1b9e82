"""What becomes of a row, by kind and outcome."""

from datetime import timedelta

import pytest

from models.codes import Notice, Sending
from services.outbox.outcomes import Delivered, Outcome, Rejected, RetryLater, Uncertain, Unreachable
from services.outbox.rules import BACKOFF, LONGEST_URGENT_WAIT, Verdict, backoff, judge

ALERT, REMINDER = Notice.CASE_ALERT, Notice.CALL_REMINDER


@pytest.mark.parametrize(
    ("kind", "outcome", "verdict"),
    [
        (ALERT, Delivered(5), Verdict(Sending.SENT)),
        (REMINDER, Delivered(5), Verdict(Sending.SENT)),
        (ALERT, RetryLater(30), Verdict(Sending.QUEUED, timedelta(seconds=30))),
        (REMINDER, RetryLater(0), Verdict(Sending.QUEUED, timedelta(seconds=1))),
        (ALERT, Uncertain(), Verdict(Sending.QUEUED, timedelta(seconds=1), is_repeat=True)),
        (REMINDER, Uncertain(), Verdict(Sending.UNCERTAIN)),
        (ALERT, Unreachable(), Verdict(Sending.UNREACHABLE)),
        (REMINDER, Unreachable(), Verdict(Sending.UNREACHABLE)),
        (ALERT, Rejected("bad_request"), Verdict(Sending.FAILED)),
        (REMINDER, Rejected("bad_request"), Verdict(Sending.FAILED)),
    ],
)
def test_verdicts(kind: Notice, outcome: Outcome, verdict: Verdict) -> None:
    assert judge(kind, outcome, attempts=1) == verdict


def test_waits_grow_and_stop_growing() -> None:
    waits = [backoff(attempt, REMINDER) for attempt in range(1, 20)]
    assert waits == sorted(waits)
    assert waits[-1] == BACKOFF[-1]
    assert max(backoff(attempt, ALERT) for attempt in range(1, 20)) == LONGEST_URGENT_WAIT
