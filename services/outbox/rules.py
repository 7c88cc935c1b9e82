"""What to do with a notice, by what is at stake and by what became of it.

queued ──claim──▶ sending ──▶ sent | uncertain | unreachable | superseded | expired | failed
   ▲                 │
   └── retry, lease ─┘
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.codes import Notice, Sending
from services.outbox.manners import MANNERS, Weight
from services.outbox.outcomes import Delivered, Outcome, Rejected, RetryLater, Uncertain, Unreachable

LEASE = timedelta(seconds=60)  # longer than a send can take; then the worker counts as dead
LONGEST_URGENT_WAIT = 15  # seconds between two attempts, however long the outage lasts
MOST_ACCIDENTS = 20  # then a notice that can't be loaded is given up
BACKOFF = (1, 2, 5, 15, 60, 300, 900)  # seconds


@dataclass(frozen=True)
class Verdict:
    """The row's next state; `again_in` queues it anew.

    `is_repeat` marks the next copy as one that may have been read before; `is_plain` strips it of
    everything that Telegram could refuse.
    """

    sending: Sending
    again_in: timedelta | None = None
    is_repeat: bool = False
    is_plain: bool = False


def judge(kind: Notice, outcome: Outcome, *, attempts: int, is_plain: bool = False) -> Verdict:
    """Decide what a delivery's outcome means for its row; `is_plain`: it was in its plain form already."""
    is_alert = MANNERS[kind].weight is Weight.ALERT
    match outcome:
        case Delivered():
            return Verdict(Sending.SENT)
        case RetryLater(wait_seconds=wait):
            return Verdict(Sending.QUEUED, timedelta(seconds=max(wait, backoff(attempts, kind))))
        case Uncertain() if is_alert:
            return Verdict(Sending.QUEUED, timedelta(seconds=backoff(attempts, kind)), is_repeat=True)
        case Uncertain():
            return Verdict(Sending.UNCERTAIN)
        case Unreachable():
            return Verdict(Sending.UNREACHABLE)
        case Rejected(is_gone=True):
            return Verdict(Sending.SUPERSEDED)
        case _ if is_alert and not is_plain:
            return Verdict(Sending.QUEUED, timedelta(), is_plain=True)
        case _:
            return Verdict(Sending.FAILED)


def after_lost(kind: Notice) -> Verdict:
    """Decide about a notice whose worker died while sending it."""
    if MANNERS[kind].weight is Weight.DIGEST:
        return Verdict(Sending.EXPIRED)
    return Verdict(Sending.QUEUED, timedelta(), is_repeat=True)


def is_too_late(kind: Notice, *, wanted_at: datetime, now: datetime) -> bool:
    """Whether a notice has waited so long that it would only confuse."""
    window = MANNERS[kind].window
    return window is not None and now - wanted_at > window


def backoff(attempts: int, kind: Notice) -> float:
    """Seconds to wait after the n-th attempt (from 1); what is urgent never waits long."""
    wait = BACKOFF[min(max(attempts, 1), len(BACKOFF)) - 1]
    return min(wait, LONGEST_URGENT_WAIT) if MANNERS[kind].weight is Weight.ALERT else wait
