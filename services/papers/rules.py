"""Which entries of the audit a yearly report counts, and how. Pure.

A report is read by people whom a case may have left out. So entries are counted by a list of what may be
counted, and nothing that is done for a case is on it: a new action stays out until somebody puts it here.
"""

from collections.abc import Iterable
from datetime import date, datetime
from statistics import median_low
from types import MappingProxyType

from models.codes import Asked
from services.access.rules import Action
from services.incidents.rules import Clock, clock_of
from services.incidents.types import KeptIncident
from services.papers.types import IncidentCount, RequestCount

GROUPS = MappingProxyType(
    {
        "see": frozenset({
                Action.SEE_CHILD, Action.SEE_RHYTHM, Action.SEE_READERS, Action.SEE_CARD, Action.SEE_ADDRESS,
                Action.FIND_BY_PHONE,
            }),
        "read_notes": frozenset({Action.READ_NOTES}),
        "read_words": frozenset({Action.OPEN_WORDS}),
        "write": frozenset({Action.WRITE_NOTE, Action.TELL_CONTACT, Action.TELL_LETTER}),
        "keep": frozenset(
            {
                Action.REGISTER_CHILD, Action.IMPORT_SHEET, Action.CORRECT_CHILD, Action.SET_RHYTHM,
                Action.KEEP_CALENDAR,
                Action.ADD_CLASS, Action.END_POST, Action.END_COUNTY_POST, Action.LET_GO, Action.MOVE_CLASS,
                Action.KEEP_CARD,
            }
        ),
        "admit": frozenset(
            {
                Action.INVITE_FAMILY, Action.INVITE_STAFF, Action.OPEN_INVITATION, Action.JOIN,
                Action.DECIDE_JOIN, Action.INVITE_BACK, Action.FOUND_SCHOOL,
                Action.INVITE_OFFICER,
            }
        ),
        "consent": frozenset({Action.ANSWER_CONSENT, Action.ANSWER_PURPOSE, Action.RECORD_CHILD}),
    }
)  # fmt: skip
# Of a case, or of who is kept away: somebody may read here who must not learn of it.
SECRET = frozenset(
    {
        Action.RAISE_CASE, Action.REPORT_FROM_HOME, Action.REPORT_CASE, Action.OPEN_CASE, Action.TAKE_CASE,
        Action.TELL_CASE, Action.CLOSE_CASE, Action.KEEP_CASE, Action.READ_CASE_FILE, Action.RELEASE_CASE,
        Action.WRITE_CASE_PAPER, Action.EXPORT_CASE, Action.ANSWER_HOME, Action.LINK_SIBLING,
        Action.LEAVE_OUT,
        Action.KEEP_RELATIONS, Action.BAR_RELATION, Action.FREEZE_CHILD,
    }
)  # fmt: skip
# One's own things, and lists without a person's details.
SMALL = frozenset(
    {
        Action.OWN_CARD,
        Action.OWN_NOTE, Action.KEEP_WORDS, Action.FINISH_TASK, Action.ANSWER_DUTY_CHECK, Action.TAKE_LESSON,
        Action.CHOOSE_EVENING, Action.SEE_SCHOOL, Action.TRY_PIN, Action.SET_PIN, Action.RESET_PIN,
        Action.SEE_PHONES, Action.SEE_PHONE, Action.LOSE_PHONE, Action.ASK_CORRECT, Action.ASK_DELETE,
        Action.ASK_OTHER, Action.TAKE_HOLDINGS, Action.LIST_REQUESTS, Action.OPEN_REQUEST,
        Action.GRANT_REQUEST, Action.REFUSE_REQUEST, Action.KEEP_PRACTICE, Action.RAISE_PRACTICE,
        Action.SEE_COUNTY, Action.SEE_ADMISSION, Action.KEEP_ROSTER, Action.OWN_DUTY, Action.ANSWER_DUTY,
    }
)  # fmt: skip
LEFT_OUT = SECRET | SMALL
CASE = "case"  # the subject, and the beginning of kinds that a purge counts


def group_of(action: str) -> str | None:
    return next((group for group, actions in GROUPS.items() if action in actions), None)


def is_countable(kind: str) -> bool:
    """Whether what was removed may be counted; that a case file is gone is as secret as the case."""
    return not kind.startswith(CASE)


def count_requests(
    rows: Iterable[tuple[Asked, date, date, date | None, bool | None]], *, today: date
) -> tuple[RequestCount, ...]:
    """Count rows of (asked, made on, due on, settled on, is granted), by what was asked."""
    listed = list(rows)
    return tuple(
        _count(asked, [row[1:] for row in listed if row[0] is asked], today)
        for asked in Asked
        if any(row[0] is asked for row in listed)
    )


def _count(
    asked: Asked, rows: list[tuple[date, date, date | None, bool | None]], today: date
) -> RequestCount:
    days = [(settled - made).days for made, _, settled, _ in rows if settled]
    return RequestCount(
        asked=asked,
        granted=sum(bool(granted) for _, _, settled, granted in rows if settled),
        refused=sum(not granted for _, _, settled, granted in rows if settled),
        waiting=sum(settled is None for _, _, settled, _ in rows),
        late=sum((settled or today) > due for _, due, settled, _ in rows),
        median_days=median_low(days) if days else None,
        most_days=max(days, default=None),
    )


def count_incidents(incidents: Iterable[KeptIncident], *, now: datetime) -> tuple[IncidentCount, ...]:
    """Count by kind, and within a kind by how the authority's clock stands."""
    listed = list(incidents)
    counts = []
    for kind in dict.fromkeys(one.kind for one in listed):
        these = [one for one in listed if one.kind is kind]
        told = ((clock, sum(clock_of(one, now) is clock for one in these)) for clock in Clock)
        counts.append(
            IncidentCount(
                kind=kind,
                noticed=len(these),
                told=tuple((clock, count) for clock, count in told if count),
                closed=sum(one.closed_at is not None for one in these),
            )
        )
    return tuple(counts)
