"""What can be told of a case by hand, what its end needs, and whom an overdue clock asks. Pure."""

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.case_codes import CaseFact, CaseState, CaseWords, ClockKind
from services.alerts.rules import TOLD_FACTS
from services.alerts.safety import Words, is_unsafe, list_unanswered
from services.cases.rules import BEFORE_SAFE, ROAD, may_tell
from services.dates import read_day
from services.errors import CareError
from services.people.rules import narrow

FEWEST = 5  # a smaller number may be somebody whom a reader knows
Few = int | None  # None: fewer than that, and perhaps none

# In the order of the road. Who has taken it tells these with a press; the rest comes with words, or a report.
BY_HAND = (
    CaseFact.ACCEPTED, CaseFact.FILED, CaseFact.NOT_FILED, CaseFact.TRANSFERRED, CaseFact.PROTECTED,
)  # fmt: skip
WITH_WORDS = {
    CaseWords.NEEDS: CaseFact.ASSESSED, CaseWords.PLAN: CaseFact.PLANNED, CaseWords.REVIEW: CaseFact.REVIEWED
}  # fmt: skip
OWN_WORDS = frozenset({CaseWords.SEEN, CaseWords.SAID})  # what a reporter can add to the own report
# What may have been noted by mistake: the road, whom it was reported to, who was told, what was answered.
AMENDABLE = frozenset(
    {
        *BY_HAND, *WITH_WORDS.values(), *TOLD_FACTS.values(), CaseFact.POLICE_CALLED, CaseFact.REPORTED,
        CaseFact.REFERRAL_ANSWERED,
    }
)  # fmt: skip
BEFORE_IT = frozenset({CaseFact.POLICE_CALLED, CaseFact.REPORTED})  # may have been before the case was raised
AUTHORITY_TOLD = frozenset({CaseFact.POLICE_CALLED, CaseFact.REPORTED, CaseFact.ACCEPTED})
LONGEST = 3000  # characters of one entry
RECEIPT = 40
MOST_BYTES = 40 * 1024 * 1024  # of a case's files: with them a case file can still be sent by Telegram
FURTHEST_ANSWER = timedelta(days=366)
MORNING, EVENING = 8, 20

# While the reporter is at it nobody asks whether the police were called.
UNDER_WAY = {
    CaseFact.POLICE_SILENT: timedelta(minutes=5),
    CaseFact.CANNOT_SPEAK: timedelta(minutes=15),
    CaseFact.GOING_TO_STATION: timedelta(minutes=30),
    CaseFact.OTHERS_CALLED: timedelta(minutes=5),
}


class Whom(StrEnum):
    """Whom an overdue clock asks."""

    REPORTER = "reporter"
    HOLDER = "holder"  # who has taken the case; everybody it has come to while nobody has
    SECOND = "second"  # everybody it has come to but who asked to close it
    REACHED = "reached"
    NEXT = "next"  # and the next step of the ladder with them


def steps_of(state: CaseState, known: Collection[CaseFact]) -> tuple[CaseFact, ...]:
    """What can be told with a press now, and isn't known yet."""
    if state is CaseState.CLOSED:
        return ()
    again = {CaseFact.ACCEPTED} if state is CaseState.TRANSFERRED else set()
    told = set(known) - again
    if CaseFact.FILED in told:  # what was filed isn't unfiled, though one that wasn't may be filed later
        told.add(CaseFact.NOT_FILED)
    return tuple(
        fact
        for fact in BY_HAND
        if fact not in told and _is_next(state, fact) and may_tell(state, fact, known)
    )


def _is_next(state: CaseState, fact: CaseFact) -> bool:
    """Whether it moves the case now or, once the child is safe, was only heard of late."""
    return state in ROAD[fact].out_of or (state not in BEFORE_SAFE and fact is not CaseFact.TRANSFERRED)


def ensure_safe(words: Words) -> None:
    """Raise CareError casework.unsafe while the last word about a child is “not safe”.

    Raise casework.siblings_unanswered while nobody has said of each other child of the home that it is safe.
    """
    if is_unsafe(words):
        raise CareError("casework.unsafe")
    if list_unanswered(words):
        raise CareError("casework.siblings_unanswered")


def ensure_told(facts: Collection[CaseFact], *, has_reason: bool) -> None:
    """Raise CareError casework.report_first: somebody must have been told, or a reason written down."""
    if not AUTHORITY_TOLD & set(facts) and not has_reason:
        raise CareError("casework.report_first")


def ensure_since(fact: CaseFact, at: datetime, *, raised_at: datetime) -> None:
    """Raise CareError casework.before_raised for what can only follow a report, to the minute."""
    if fact not in BEFORE_IT and at < raised_at.replace(second=0, microsecond=0):
        raise CareError("casework.before_raised")


def whom_to_ask(kind: ClockKind, *, rung: int, asks_reporter: bool) -> Whom:
    """The right person first, then everybody it has come to, then the next step."""
    if kind is ClockKind.CALL:
        if asks_reporter and rung == 0:
            return Whom.REPORTER
        rung -= asks_reporter
    if kind is ClockKind.CLOSING:
        return Whom.SECOND if rung < 2 else Whom.NEXT
    return (Whom.HOLDER, Whom.REACHED, Whom.NEXT)[min(rung, 2)]


def under_way_until(told: Iterable[tuple[CaseFact, datetime]]) -> datetime | None:
    """Until when somebody is taken to be calling; None: nobody said so."""
    return max((at + UNDER_WAY[fact] for fact, at in told if fact in UNDER_WAY), default=None)


def clean_words(text: str) -> str:
    """Return the words of an entry. Raises CareError casework.words_empty or casework.words_long."""
    words = text.strip()
    if not words:
        raise CareError("casework.words_empty")
    if len(words) > LONGEST:
        raise CareError("casework.words_long", limit=LONGEST)
    return words


def ensure_room(taken: int, size: int) -> None:
    """Raise CareError casework.full when a file of `size` bytes has no room beside those `taken`."""
    if taken + size > MOST_BYTES:
        raise CareError("casework.full")


def name_of(number: str, place: int, suffix: str) -> str:
    """What a case's file is called outside: nothing of what it was called before, which may name somebody."""
    return f"{number}-{place:02}.{suffix}"


def answer_day(text: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the evening of a typed day. Raises CareError casework.day_unreadable or casework.day_past."""
    day = read_day(text)
    if day is None:
        raise CareError("casework.day_unreadable")
    by = datetime.combine(day, time(EVENING), tzinfo=zone).astimezone(now.tzinfo)
    if not now < by <= now + FURTHEST_ANSWER:
        raise CareError("casework.day_past")
    return by


def clean_receipt(text: str) -> str:
    """Return a receipt's number as it is compared. Raises CareError casework.receipt_unreadable."""
    number = narrow(text).strip()
    if not number or len(number) > RECEIPT or not any(one.isdigit() for one in number) or "\n" in number:
        raise CareError("casework.receipt_unreadable")
    return number


def is_list_time(now: datetime, *, zone: ZoneInfo, weekday: int) -> bool:
    """Whether the week's list of open cases may be sent: on its day, by daylight."""
    local = now.astimezone(zone)
    return local.weekday() == weekday and MORNING <= local.hour < EVENING


def few(count: int) -> Few:
    """A number as it may be told to whoever sees counts only."""
    return count if count >= FEWEST else None
