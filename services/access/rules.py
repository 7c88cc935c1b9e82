"""Who may do what to a child, or for a school: the whole policy, as one table.

An action that isn't in the table is denied to everybody. A standing is where the actor stands towards
this child, computed afresh from live rows at each use, because buttons live for ever.
"""

from enum import StrEnum
from types import MappingProxyType


class Standing(StrEnum):
    TEACHER = "teacher"  # of the child's class
    ADMINISTRATOR = "administrator"  # of the child's school
    SAFEGUARDING = "safeguarding"  # of the child's school
    COLLEAGUE = "colleague"  # any other staff of the child's school
    COUNTY_OFFICER = "county_officer"
    PARENT = "parent"
    CARER = "carer"


class Action(StrEnum):
    SEE_CHILD = "see_child"
    REGISTER_CHILD = "register_child"
    CORRECT_CHILD = "correct_child"
    INVITE_FAMILY = "invite_family"
    WRITE_NOTE = "write_note"
    READ_NOTES = "read_notes"
    TELL_CONTACT = "tell_contact"
    TELL_LETTER = "tell_letter"
    RAISE_CASE = "raise_case"
    SET_RHYTHM = "set_rhythm"
    SEE_RHYTHM = "see_rhythm"
    KEEP_CALENDAR = "keep_calendar"
    REPORT_FROM_HOME = "report_from_home"


TEACHING = frozenset({Standing.TEACHER, Standing.ADMINISTRATOR})
STAFF = TEACHING | {Standing.SAFEGUARDING, Standing.COLLEAGUE}
SEALED = frozenset(
    {Action.RAISE_CASE, Action.REPORT_FROM_HOME}
)  # the family's page of readers knows nothing of them

POLICY = MappingProxyType(
    {
        Action.SEE_CHILD: TEACHING | {Standing.SAFEGUARDING, Standing.PARENT, Standing.CARER},
        Action.REGISTER_CHILD: TEACHING,
        Action.CORRECT_CHILD: TEACHING,
        Action.INVITE_FAMILY: TEACHING,
        Action.WRITE_NOTE: TEACHING,
        Action.READ_NOTES: TEACHING | {Standing.SAFEGUARDING},
        Action.TELL_CONTACT: TEACHING | {Standing.PARENT},
        Action.TELL_LETTER: TEACHING,
        Action.RAISE_CASE: STAFF,
        Action.SET_RHYTHM: TEACHING,
        Action.SEE_RHYTHM: TEACHING | {Standing.PARENT},
        Action.KEEP_CALENDAR: frozenset({Standing.ADMINISTRATOR}),
        Action.REPORT_FROM_HOME: frozenset({Standing.PARENT, Standing.CARER}),
    }
)


def is_allowed(action: Action, standings: frozenset[Standing]) -> bool:
    """Answer by the table alone; default deny."""
    return bool(POLICY.get(action, frozenset()) & standings)
