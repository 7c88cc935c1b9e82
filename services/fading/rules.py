"""When a message goes from a chat, and how often that is tried.

watched ──time──▶ due ──claim──▶ in hand ──▶ gone | beyond reach   (the row is deleted)
   ▲               ▲                │
   │               └─ later, lease ─┤
   └──── the card changed again ────┘
"""

from datetime import timedelta

FADES_AFTER = timedelta(hours=24)  # for a card; Telegram lets a message be deleted for twice as long
AT_ONCE = timedelta()  # for what somebody typed, once it is stored here
LEASE = timedelta(minutes=5)  # longer than a claim of a few can take; then its worker counts as dead
BACKOFF = (5, 30, 120, 600, 1800)  # seconds


def again_in(attempts: int, wait_seconds: float) -> timedelta:
    """How long to wait after the n-th attempt (from 1); never less than Telegram asked for."""
    wait = BACKOFF[min(max(attempts, 1), len(BACKOFF)) - 1]
    return timedelta(seconds=max(wait, wait_seconds))
