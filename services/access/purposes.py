"""What each door is opened for: a purpose is the action's own, and is written down with the decision.

An action, or a notice, without a purpose is a mistake that a test finds; there is no purpose “other”.
"""

from enum import StrEnum
from types import MappingProxyType

from services.access.rules import Action


class Purpose(StrEnum):
    DUTY = "duty"  # of the school: who a child is, who cares for it, how it is
    CONTACT = "contact"  # to be reminded: an adult's own consent
    CASE = "case"  # a child's safety
    RIGHTS = "rights"  # of the people whose data it is
    AUDIT = "audit"  # who looked, who was let in
    OPERATIONS = "operations"  # posts, phones, turns, tasks: the work itself


_OF = {
    Purpose.DUTY: {
        Action.SEE_CHILD, Action.REGISTER_CHILD, Action.CORRECT_CHILD, Action.LET_GO, Action.MOVE_CLASS,
        Action.INVITE_FAMILY, Action.WRITE_NOTE, Action.READ_NOTES, Action.OWN_NOTE, Action.TELL_CONTACT,
        Action.TELL_LETTER, Action.SET_RHYTHM, Action.SEE_RHYTHM, Action.KEEP_RELATIONS, Action.BAR_RELATION,
        Action.FREEZE_CHILD, Action.OPEN_WORDS, Action.KEEP_WORDS, Action.IMPORT_SHEET, Action.SEE_CARD,
        Action.SEE_ADDRESS, Action.KEEP_CARD, Action.FIND_BY_PHONE, Action.OWN_CARD,
    },
    Purpose.CONTACT: {Action.CHOOSE_EVENING},
    Purpose.CASE: {
        Action.RAISE_CASE, Action.REPORT_FROM_HOME, Action.REPORT_CASE, Action.OPEN_CASE, Action.TAKE_CASE,
        Action.TELL_CASE, Action.KEEP_CASE, Action.READ_CASE_FILE, Action.ANSWER_HOME,
        Action.WRITE_CASE_PAPER, Action.EXPORT_CASE, Action.LINK_SIBLING, Action.CLOSE_CASE,
        Action.RELEASE_CASE, Action.LEAVE_OUT,
    },
    Purpose.RIGHTS: {
        Action.ANSWER_CONSENT, Action.ANSWER_PURPOSE, Action.RECORD_CHILD, Action.ASK_CORRECT,
        Action.ASK_DELETE, Action.ASK_OTHER, Action.TAKE_HOLDINGS, Action.LIST_REQUESTS, Action.OPEN_REQUEST,
        Action.GRANT_REQUEST, Action.REFUSE_REQUEST,
    },
    Purpose.AUDIT: {Action.SEE_READERS, Action.SEE_ADMISSION},
    Purpose.OPERATIONS: {
        Action.FINISH_TASK, Action.ANSWER_DUTY_CHECK, Action.KEEP_ROSTER, Action.OWN_DUTY, Action.ANSWER_DUTY,
        Action.TAKE_LESSON, Action.KEEP_PRACTICE, Action.RAISE_PRACTICE, Action.TRY_PIN, Action.SET_PIN,
        Action.RESET_PIN, Action.SEE_PHONES, Action.SEE_PHONE, Action.LOSE_PHONE, Action.INVITE_BACK,
        Action.OPEN_INVITATION, Action.JOIN, Action.DECIDE_JOIN, Action.SEE_SCHOOL, Action.ADD_CLASS,
        Action.INVITE_STAFF, Action.END_POST, Action.SEE_COUNTY, Action.END_COUNTY_POST, Action.FOUND_SCHOOL,
        Action.KEEP_CALENDAR, Action.INVITE_OFFICER,
    },
}  # fmt: skip
PURPOSE_OF = MappingProxyType({action: purpose for purpose, actions in _OF.items() for action in actions})
