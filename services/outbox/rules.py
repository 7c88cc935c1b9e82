"""What to do with a notice, by kind and by what became of it.

queued ──claim──▶ sending ──▶ sent | uncertain | unreachable | superseded | failed
   ▲                 │
   └── retry, lease ─┘
"""

from dataclasses import dataclass
from datetime import timedelta

from models.codes import Notice, Sending
from services.outbox.outcomes import Delivered, Outcome, RetryLater, Uncertain, Unreachable

LEASE = timedelta(seconds=60)  # longer than a send can take; then the worker counts as dead
REPEATED_WHEN_UNSURE = frozenset(
    # An edit changes nothing the second time; the others must arrive.
    {Notice.CASE_ALERT, Notice.DANGER_WORDS, Notice.CASE_UNREACHED, Notice.CASE_REFRESH}
)
NEVER_LONG = frozenset({*REPEATED_WHEN_UNSURE, Notice.CASE_STEP})
LONGEST_URGENT_WAIT = 15  # seconds between two attempts, however long the outage lasts
MOST_ATTEMPTS_TO_LOAD = 20
BACKOFF = (1, 2, 5, 15, 60, 300, 900)  # seconds


@dataclass(frozen=True)
class Verdict:
    """The row's next state; `again_in` queues it anew, `is_repeat` marks the next copy as a repeat."""

    sending: Sending
    again_in: timedelta | None = None
    is_repeat: bool = False


def judge(kind: Notice, outcome: Outcome, *, attempts: int) -> Verdict:
    """Decide what a delivery's outcome means for its row."""
    match outcome:
        case Delivered():
            return Verdict(Sending.SENT)
        case RetryLater(wait_seconds=wait):
            return Verdict(Sending.QUEUED, timedelta(seconds=max(wait, backoff(attempts, kind))))
        case Uncertain() if kind in REPEATED_WHEN_UNSURE:
            return Verdict(Sending.QUEUED, timedelta(seconds=backoff(attempts, kind)), is_repeat=True)
        case Uncertain():
            return Verdict(Sending.UNCERTAIN)
        case Unreachable():
            return Verdict(Sending.UNREACHABLE)
        case _:
            return Verdict(Sending.FAILED)


def backoff(attempts: int, kind: Notice) -> float:
    """Seconds to wait after the n-th attempt (from 1); what is urgent never waits long."""
    wait = BACKOFF[min(attempts, len(BACKOFF)) - 1]
    return min(wait, LONGEST_URGENT_WAIT) if kind in NEVER_LONG else wait
