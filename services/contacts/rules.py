"""Which months can still be told of. Pure."""

from datetime import date

from services.errors import CareError

MONTHS_BACK = 12  # a card older than that is answered in a talk, not by a button


def ensure_tellable(month: str, *, today: date) -> None:
    """Raise CareError for a month (2026-11) that lies ahead of `today`'s, or long behind it."""
    if not 0 <= months_between(month, today) <= MONTHS_BACK:
        raise CareError("contacts.month_gone")


def is_late(month: str, *, today: date) -> bool:
    """Answer whether the month was over by `today`."""
    return months_between(month, today) > 0


def months_between(month: str, today: date) -> int:
    """How many months `today`'s comes after `month`."""
    return today.year * 12 + today.month - (int(month[:4]) * 12 + int(month[5:]))
