"""A request about what is held of somebody. Pure.

made ──granted──▶ settled (a deletion is then carried out, once the asker was told)
  └──refused, with a reason──▶ settled
due a number of days after it was made; overdue, it is said once more, and by `doctor` until it is settled
"""

from datetime import date, timedelta
from enum import StrEnum

from models.codes import Asked
from services.errors import CareError

MOST_WORDS = 1_000
MOST_OPEN = 5  # requests of one person that wait at once
FEWEST_OF_A_REASON = 8  # letters or characters: “no” and “not possible” are no reasons


class Usual(StrEnum):
    """An ordinary reason to refuse, stored by its code and read in the asker's language.

    Which are offered depends on what is asked and on nothing else: whoever has another reason, which the
    asker must not guess, finds one of the same sentences. Each code is shorter than any reason one can type.
    """

    RIGHT = "right"  # it is written as it is known to be
    LAW = "law"  # it must be kept
    OTHERS = "others"  # it is about somebody else too
    UNSURE = "unsure"  # nobody could make sure who asks
    ABSENT = "absent"  # it isn't held here


def usual_reasons(asked: Asked) -> tuple[Usual, ...]:
    """What is offered for a kind of request, the likeliest first."""
    return tuple(one for one in Usual if one is not Usual.RIGHT or asked is Asked.CORRECT)


def find_usual(reason: str | None) -> Usual | None:
    """The usual reason behind what is stored; None for one that was typed."""
    return next((one for one in Usual if one.value == reason), None)


def clean_words(text: str) -> str | None:
    """Return what somebody wrote beside a request, None for nothing. Raises CareError privacy.words_long."""
    words = "\n".join(line.strip() for line in text.splitlines()).strip()
    if len(words) > MOST_WORDS:
        raise CareError("privacy.words_long", most=MOST_WORDS)
    return words or None


def clean_reason(text: str) -> str:
    """Return why a request is refused. Raises CareError requests.reason_short or privacy.words_long."""
    words = clean_words(text) or ""
    if sum(one.isalpha() for one in words) < FEWEST_OF_A_REASON:
        raise CareError("requests.reason_short")
    return words


def due_on(today: date, *, days: int) -> date:
    return today + timedelta(days=days)


def is_overdue(due: date, *, today: date) -> bool:
    """Whether the last day is over."""
    return today > due
