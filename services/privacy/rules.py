"""A request about what is held of somebody. Pure.

made ──granted──▶ settled (a deletion is then carried out, once the asker was told)
  └──refused, with a reason──▶ settled
due a number of days after it was made; overdue, it is said once more, and by `doctor` until it is settled
"""

from datetime import date, timedelta

from services.errors import CareError

MOST_WORDS = 1_000
MOST_OPEN = 5  # requests of one person that wait at once
FEWEST_OF_A_REASON = 8  # letters or characters: “no” and “not possible” are no reasons


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
