"""Who may do what: the whole policy, as one table.

An action that isn't in the table is denied to everybody. A standing is where the actor stands towards this
child, class, school or thing, computed afresh from live rows at each use, because buttons live for ever.
"""

from collections.abc import Collection
from enum import StrEnum
from types import MappingProxyType

from models.codes import Grant, Kin


class Standing(StrEnum):
    TEACHER = "teacher"  # of the child's class
    CLASS_TEACHER = "class_teacher"  # of the child's class, and answers for it
    SUBJECT_TEACHER = "subject_teacher"  # of the child's class, for a lesson now and then
    ADMINISTRATOR = "administrator"  # of the child's school
    SAFEGUARDING = "safeguarding"  # of the child's school
    COLLEAGUE = "colleague"  # any other staff of the child's school
    VILLAGE_DIRECTOR = "village_director"  # of the village where the child lives
    TOWNSHIP_SUPERVISOR = "township_supervisor"  # of that village's township
    COUNTY_OFFICER = "county_officer"
    VOLUNTEER = "volunteer"  # of a school; no child is opened to them
    PARENT = "parent"
    GUARDIAN = "guardian"  # a carer whom the law made so
    CARER = "carer"
    IN_DISPUTE = "in_dispute"  # of the family, while the parents are: may still report harm
    HOLDER = "holder"  # on the reached part of a case's ladder, and not kept out of it
    REPORTER = "reporter"  # raised the case
    READER = "reader"  # was told of it: a family's words, a colleague let in; or answers for that school
    AUTHOR = "author"  # wrote the note
    OWNER = "owner"  # it is their task, their question, their phone
    INVITER = "inviter"  # made the link, or answers for where it leads
    DECIDER = "decider"  # whose word counts: about a request, or for a child
    VOUCHER = "voucher"  # may say “this is really them”
    NEWCOMER = "newcomer"  # holds a link that nobody has used


class Action(StrEnum):
    SEE_CHILD = "see_child"
    REGISTER_CHILD = "register_child"
    IMPORT_SHEET = "import_sheet"  # bring in, or take back, a whole sheet of them
    CORRECT_CHILD = "correct_child"
    LET_GO = "let_go"  # say that a child is no longer at this school, and take that back
    MOVE_CLASS = "move_class"  # to another class of the school
    INVITE_FAMILY = "invite_family"
    WRITE_NOTE = "write_note"
    READ_NOTES = "read_notes"
    OWN_NOTE = "own_note"
    TELL_CONTACT = "tell_contact"
    TELL_LETTER = "tell_letter"
    SET_RHYTHM = "set_rhythm"
    SEE_RHYTHM = "see_rhythm"
    KEEP_RELATIONS = "keep_relations"  # who is guardian, what a relation may see
    BAR_RELATION = "bar_relation"  # keep somebody away at once, and let them back
    FREEZE_CHILD = "freeze_child"  # while the parents are in dispute
    SEE_CARD = "see_card"  # how the people around the child are reached
    SEE_ADDRESS = "see_address"  # where home is
    KEEP_CARD = "keep_card"  # write numbers and addresses down
    OWN_CARD = "own_card"  # one's own number
    FIND_BY_PHONE = "find_by_phone"
    SEE_READERS = "see_readers"  # who looked at this file
    RAISE_CASE = "raise_case"
    REPORT_CASE = "report_case"  # go on with one's own report
    OPEN_CASE = "open_case"
    TAKE_CASE = "take_case"
    TELL_CASE = "tell_case"
    KEEP_CASE = "keep_case"  # how far it has come, whom it was reported to
    READ_CASE_FILE = "read_case_file"
    ANSWER_HOME = "answer_home"  # whether a missing child is with them, once they were asked
    WRITE_CASE_PAPER = "write_case_paper"  # the written report to an authority
    EXPORT_CASE = "export_case"  # its whole file, to be carried away
    LINK_SIBLING = "link_sibling"  # which other children of the home it is about too
    LEAVE_OUT = "leave_out"  # of a case, one person by name, and let one in again
    CLOSE_CASE = "close_case"
    RELEASE_CASE = "release_case"  # let the words of a closed one go, two together
    OPEN_WORDS = "open_words"
    KEEP_WORDS = "keep_words"
    FINISH_TASK = "finish_task"
    ANSWER_DUTY_CHECK = "answer_duty_check"
    KEEP_ROSTER = "keep_roster"  # who is on duty when, and who stands in from elsewhere
    OWN_DUTY = "own_duty"  # one's own turns, and when one is away
    ANSWER_DUTY = "answer_duty"  # would you take it?
    TAKE_LESSON = "take_lesson"
    KEEP_PRACTICE = "keep_practice"  # begin a drill, see how it went, end it
    RAISE_PRACTICE = "raise_practice"  # press the red button of one
    CHOOSE_EVENING = "choose_evening"
    ANSWER_CONSENT = "answer_consent"
    ASK_CORRECT = "ask_correct"
    ASK_DELETE = "ask_delete"
    ASK_OTHER = "ask_other"
    TAKE_HOLDINGS = "take_holdings"
    LIST_REQUESTS = "list_requests"
    OPEN_REQUEST = "open_request"
    GRANT_REQUEST = "grant_request"
    REFUSE_REQUEST = "refuse_request"
    ANSWER_PURPOSE = "answer_purpose"
    RECORD_CHILD = "record_child"
    TRY_PIN = "try_pin"
    SET_PIN = "set_pin"
    RESET_PIN = "reset_pin"
    SEE_PHONES = "see_phones"
    SEE_PHONE = "see_phone"
    LOSE_PHONE = "lose_phone"
    INVITE_BACK = "invite_back"
    OPEN_INVITATION = "open_invitation"
    JOIN = "join"
    DECIDE_JOIN = "decide_join"
    SEE_ADMISSION = "see_admission"  # who was let in to answer for a school
    SEE_SCHOOL = "see_school"
    ADD_CLASS = "add_class"
    INVITE_STAFF = "invite_staff"
    END_POST = "end_post"
    SEE_COUNTY = "see_county"
    END_COUNTY_POST = "end_county_post"
    FOUND_SCHOOL = "found_school"  # a further one in the county, and the link of its head
    INVITE_OFFICER = "invite_officer"  # a fellow officer of the county
    KEEP_CALENDAR = "keep_calendar"
    REPORT_FROM_HOME = "report_from_home"


TEACHING = frozenset({Standing.TEACHER, Standing.CLASS_TEACHER, Standing.ADMINISTRATOR})
STAFF = TEACHING | {Standing.SUBJECT_TEACHER, Standing.SAFEGUARDING, Standing.COLLEAGUE}
FIELD = frozenset({Standing.VILLAGE_DIRECTOR, Standing.TOWNSHIP_SUPERVISOR})  # outside the school
LEGAL = frozenset({Standing.PARENT, Standing.GUARDIAN})
FAMILY = LEGAL | {Standing.CARER}
ANSWERS = frozenset({Standing.CLASS_TEACHER, Standing.ADMINISTRATOR, Standing.SAFEGUARDING})
HEAD = frozenset({Standing.ADMINISTRATOR})
IN_CHARGE = HEAD | {Standing.CLASS_TEACHER}  # of who is on a class's list


# Asked of a child, and no reading of its file: the family's page of readers knows nothing of them.
SEALED = frozenset({Action.RAISE_CASE, Action.REPORT_FROM_HOME})
LOOKS = frozenset(
    {Action.SEE_CHILD, Action.SEE_CARD, Action.READ_NOTES}
)  # what counts as looking at a child's file


def only(standing: Standing) -> frozenset[Standing]:
    return frozenset({standing})


POLICY = MappingProxyType(
    {
        Action.SEE_CHILD: STAFF - {Standing.COLLEAGUE} | FAMILY | only(Standing.VILLAGE_DIRECTOR),
        Action.REGISTER_CHILD: TEACHING,
        Action.IMPORT_SHEET: TEACHING,
        Action.CORRECT_CHILD: TEACHING,
        Action.LET_GO: IN_CHARGE,
        Action.MOVE_CLASS: IN_CHARGE,
        Action.INVITE_FAMILY: TEACHING,
        Action.WRITE_NOTE: TEACHING | {Standing.SUBJECT_TEACHER},
        Action.READ_NOTES: TEACHING | {Standing.SAFEGUARDING},
        Action.OWN_NOTE: only(Standing.AUTHOR),
        Action.TELL_CONTACT: TEACHING | LEGAL,
        Action.TELL_LETTER: TEACHING,
        Action.SET_RHYTHM: TEACHING,
        Action.SEE_RHYTHM: TEACHING | LEGAL,
        Action.KEEP_RELATIONS: ANSWERS,
        Action.BAR_RELATION: ANSWERS,
        Action.FREEZE_CHILD: ANSWERS,
        Action.SEE_CARD: TEACHING | {Standing.SAFEGUARDING} | FAMILY,
        Action.SEE_ADDRESS: TEACHING | {Standing.SAFEGUARDING} | FAMILY,
        Action.KEEP_CARD: TEACHING,
        Action.OWN_CARD: only(Standing.OWNER),
        Action.FIND_BY_PHONE: TEACHING | {Standing.SAFEGUARDING},
        Action.SEE_READERS: HEAD | LEGAL,
        Action.RAISE_CASE: STAFF | FIELD | {Standing.VOLUNTEER, Standing.COUNTY_OFFICER},
        Action.REPORT_CASE: only(Standing.REPORTER),
        Action.OPEN_CASE: only(Standing.HOLDER),
        Action.TAKE_CASE: only(Standing.HOLDER),
        Action.TELL_CASE: only(Standing.HOLDER),
        Action.KEEP_CASE: only(Standing.HOLDER),
        Action.READ_CASE_FILE: only(Standing.HOLDER),
        Action.ANSWER_HOME: only(Standing.OWNER),
        Action.WRITE_CASE_PAPER: only(Standing.HOLDER),
        Action.EXPORT_CASE: only(Standing.HOLDER),
        Action.LINK_SIBLING: only(Standing.HOLDER),
        Action.LEAVE_OUT: only(Standing.HOLDER),
        Action.CLOSE_CASE: only(Standing.HOLDER),
        Action.RELEASE_CASE: only(Standing.HOLDER),
        Action.OPEN_WORDS: only(Standing.READER),
        Action.KEEP_WORDS: only(Standing.OWNER),
        Action.FINISH_TASK: only(Standing.OWNER),
        Action.ANSWER_DUTY_CHECK: only(Standing.OWNER),
        Action.KEEP_ROSTER: HEAD,
        Action.OWN_DUTY: only(Standing.OWNER),
        Action.ANSWER_DUTY: only(Standing.OWNER),
        Action.TAKE_LESSON: only(Standing.OWNER),
        Action.KEEP_PRACTICE: HEAD,
        Action.RAISE_PRACTICE: only(Standing.OWNER),
        Action.CHOOSE_EVENING: only(Standing.OWNER),
        Action.ANSWER_CONSENT: only(Standing.OWNER),
        Action.ASK_CORRECT: only(Standing.OWNER),
        Action.ASK_DELETE: only(Standing.OWNER),
        Action.ASK_OTHER: only(Standing.OWNER),
        Action.TAKE_HOLDINGS: only(Standing.OWNER),
        Action.LIST_REQUESTS: only(Standing.DECIDER),
        Action.OPEN_REQUEST: only(Standing.DECIDER),
        Action.GRANT_REQUEST: only(Standing.DECIDER),
        Action.REFUSE_REQUEST: only(Standing.DECIDER),
        Action.ANSWER_PURPOSE: only(Standing.DECIDER),
        Action.RECORD_CHILD: only(Standing.DECIDER),
        Action.TRY_PIN: only(Standing.OWNER),
        Action.SET_PIN: only(Standing.OWNER),
        Action.RESET_PIN: only(Standing.VOUCHER),
        Action.SEE_PHONES: only(Standing.VOUCHER),
        Action.SEE_PHONE: only(Standing.VOUCHER),
        Action.LOSE_PHONE: only(Standing.VOUCHER),
        Action.INVITE_BACK: only(Standing.VOUCHER),
        Action.OPEN_INVITATION: only(Standing.NEWCOMER),
        Action.JOIN: only(Standing.NEWCOMER),
        Action.DECIDE_JOIN: frozenset({Standing.INVITER, Standing.VOUCHER}),
        Action.SEE_ADMISSION: only(Standing.READER),
        Action.SEE_SCHOOL: HEAD,
        Action.ADD_CLASS: HEAD,
        Action.INVITE_STAFF: HEAD,
        Action.END_POST: HEAD,
        Action.SEE_COUNTY: only(Standing.COUNTY_OFFICER),
        Action.END_COUNTY_POST: only(Standing.COUNTY_OFFICER),
        Action.FOUND_SCHOOL: only(Standing.COUNTY_OFFICER),
        Action.INVITE_OFFICER: only(Standing.COUNTY_OFFICER),
        Action.KEEP_CALENDAR: HEAD,
        Action.REPORT_FROM_HOME: FAMILY | only(Standing.IN_DISPUTE),
    }
)

# What a relation must be granted before it counts for an action; every other action asks for no grant.
NEEDS = MappingProxyType(
    {
        Action.TELL_CONTACT: Grant.CONTACT,
        Action.SEE_RHYTHM: Grant.CONTACT,
        Action.SEE_CARD: Grant.CONTACT,
        Action.SEE_ADDRESS: Grant.ADDRESS,
    }
)
IN_USE = tuple(grant for grant in Grant if grant in NEEDS.values())  # what nothing hangs on isn't offered
USUAL = MappingProxyType(
    {
        Kin.MOTHER: frozenset({Grant.CONTACT, Grant.ADDRESS, Grant.HEALTH}),
        Kin.FATHER: frozenset({Grant.CONTACT, Grant.ADDRESS, Grant.HEALTH}),
        Kin.CARER: frozenset({Grant.CONTACT, Grant.ADDRESS, Grant.HEALTH}),
    }
)


def is_allowed(action: Action, standings: Collection[Standing]) -> bool:
    """Answer by the table alone; default deny."""
    return bool(POLICY.get(action, frozenset()) & frozenset(standings))
