"""What a PIN may be, and what a try of it does.

none ──set──▶ shut ──right──▶ open for a quarter of an hour ──idle──▶ shut
               └──the fifth wrong one in a row──▶ locked ──reset in person──▶ none
"""

from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

from services.people.rules import narrow

LENGTH = 6
MOST_TRIES = 5  # wrong ones in a row
IDLE = timedelta(minutes=15)
TELLING = 4  # so many digits in a message may be most of somebody's PIN


class Fault(StrEnum):
    """Why something typed can't be a PIN."""

    NOT_SIX = "not_six"
    ALL_EQUAL = "all_equal"
    A_RUN = "a_run"


def clean(text: str) -> str:
    """Return what was typed as ordinary digits without spaces between them."""
    return "".join(narrow(text).split())


def is_six_digits(pin: str) -> bool:
    return len(pin) == LENGTH and pin.isascii() and pin.isdigit()


def find_fault(pin: str) -> Fault | None:
    """Say why `pin` is too easy to guess, or none at all; None when it will do."""
    if not is_six_digits(pin):
        return Fault.NOT_SIX
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if steps == {0}:
        return Fault.ALL_EQUAL
    return Fault.A_RUN if steps in ({1}, {-1}) else None


def tells_digits(text: str) -> bool:
    """Whether a message may hold a PIN or most of one, and so must leave the chat."""
    return sum(one.isdigit() for one in text) >= TELLING
