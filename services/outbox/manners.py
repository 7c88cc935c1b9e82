"""How each kind of notice is treated when it is late and when it is unsure.

          surely not sent     maybe sent        killed while sending
ALERT     waits, for ever     again, marked     again, marked
REMINDER  waits, in time      counted           again
DIGEST    waits, in time      counted           dropped

Whom it goes to when nobody is there stands in `passing`, for each kind.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from models.codes import Notice

AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)


class Weight(StrEnum):
    """What is at stake when a notice doesn't arrive."""

    ALERT = "alert"  # a child
    REMINDER = "reminder"  # a month's call
    DIGEST = "digest"  # nothing that the next one doesn't say


@dataclass(frozen=True)
class Manner:
    """`window`: how long after it was wanted a notice is still of use; None: always."""

    weight: Weight
    window: timedelta | None = None


ALERT = Manner(Weight.ALERT)

MANNERS: MappingProxyType[Notice, Manner] = MappingProxyType(
    {
        Notice.CASE_ALERT: ALERT,
        Notice.CASE_STEP: ALERT,
        Notice.CASE_REFRESH: ALERT,  # an edit: a second one changes nothing
        Notice.CASE_UNREACHED: ALERT,
        Notice.CASE_LAPSING: ALERT,
        Notice.CASE_NEWS: ALERT,
        Notice.HOME_QUESTION: Manner(Weight.ALERT, A_DAY),
        Notice.HOME_SILENT: Manner(Weight.ALERT, AN_HOUR),
        Notice.CASE_CLOCK: Manner(Weight.REMINDER, A_DAY),  # it rings again
        Notice.CASE_CLOSING: Manner(Weight.REMINDER, A_WEEK),
        Notice.CASE_WEEK: Manner(Weight.DIGEST, A_WEEK),
        Notice.DANGER_WORDS: ALERT,
        Notice.KNOCK: ALERT,
        Notice.FAMILY_WORDS: Manner(Weight.REMINDER),  # the words wait in a task as well
        Notice.JOIN_PENDING: Manner(Weight.REMINDER),
        Notice.JOIN_DECIDED: Manner(Weight.REMINDER),
        Notice.CALL_REMINDER: Manner(Weight.REMINDER, A_DAY),  # the next evening it is the wrong “tonight”
        Notice.LETTER_REMINDER: Manner(Weight.REMINDER, 3 * A_DAY),
        Notice.CONTACT_TOLD: Manner(Weight.REMINDER, A_WEEK),
        Notice.SILENT_MONTHS: Manner(Weight.REMINDER, A_WEEK),
        Notice.HOME_UNREACHED: Manner(Weight.REMINDER, A_WEEK),
        Notice.REQUEST_MADE: Manner(Weight.REMINDER),  # it waits in a task as well
        Notice.REQUEST_ANSWERED: Manner(Weight.REMINDER),
        Notice.LESSON_OFFER: Manner(Weight.DIGEST, A_WEEK),
        Notice.PRACTICE_ASKED: Manner(Weight.DIGEST, AN_HOUR),
        Notice.PRACTICE_REPORT: Manner(Weight.DIGEST, A_WEEK),
        Notice.DUTY_CHECK: Manner(Weight.REMINDER, A_DAY),
        Notice.DUTY_SILENT: Manner(Weight.DIGEST, A_DAY),
        Notice.DUTY_ASKED: Manner(Weight.REMINDER, A_WEEK),
        Notice.DUTY_ANSWERED: Manner(Weight.REMINDER, A_WEEK),
        Notice.DUTY_AWAY: Manner(Weight.REMINDER, A_WEEK),
        Notice.DUTY_GAPS: Manner(Weight.DIGEST, A_DAY),
        Notice.SECOND_ASKED: Manner(Weight.REMINDER, A_WEEK),
        Notice.SECOND_ANSWERED: Manner(Weight.REMINDER, A_WEEK),
        Notice.UPDATE_PARKED: Manner(Weight.REMINDER, A_DAY),  # then it is no longer “just now”
        Notice.UNUSUAL_READING: Manner(Weight.DIGEST, A_WEEK),
    }
)
