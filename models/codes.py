"""The closed lists of codes that rows, buttons and logs speak in."""

from enum import IntEnum, StrEnum


class UnitKind(StrEnum):
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"
    SCHOOL = "school"
    CLASS = "class"


class Role(StrEnum):
    """What somebody is trusted with, always for one unit and from one day to another."""

    TEACHER = "teacher"  # of a class, who looks after its children
    CLASS_TEACHER = "class_teacher"  # of a class, and answers for it
    SUBJECT_TEACHER = "subject_teacher"  # of a class, for a lesson now and then
    ADMINISTRATOR = "administrator"  # of a school
    SAFEGUARDING = "safeguarding"  # the school's duty officer, deputy in an alert
    VOLUNTEER = "volunteer"  # of a school
    VILLAGE_DIRECTOR = "village_director"  # of the village where a child lives
    TOWNSHIP_SUPERVISOR = "township_supervisor"
    COUNTY_OFFICER = "county_officer"


TEACHERS = frozenset({Role.TEACHER, Role.CLASS_TEACHER})
OF_A_CLASS = TEACHERS | {Role.SUBJECT_TEACHER}
OF_A_SCHOOL = OF_A_CLASS | {Role.ADMINISTRATOR, Role.SAFEGUARDING}
IN_THE_FIELD = frozenset({Role.VILLAGE_DIRECTOR, Role.TOWNSHIP_SUPERVISOR})


class Kin(StrEnum):
    """How an adult belongs to a child; a carer is not a guardian in law."""

    MOTHER = "mother"
    FATHER = "father"
    CARER = "carer"


class Grant(StrEnum):
    """What somebody beside a child may be given of its file."""

    CONTACT = "contact"
    HEALTH = "health"
    ADDRESS = "address"


class Detail(StrEnum):
    """How somebody is reached, or known to an office."""

    PHONE = "phone"
    MESSENGER = "messenger"  # WeChat, or whatever the family uses
    ADDRESS = "address"
    ID_NUMBER = "id_number"  # of a child, where a form asks for it


class Cover(StrEnum):
    """The ordinary reason that somebody is given who has been barred."""

    NEW_TERM = "new_term"  # the school is writing its lists anew
    CONTACTS = "contacts"  # contact details are being checked


class Leaving(StrEnum):
    """Why a child is no longer at a school."""

    MOVED = "moved"  # to another school
    GRADUATED = "graduated"
    WITH_PARENTS = "with_parents"  # moved away with them
    DIED = "died"
    MISTAKE = "mistake"  # entered by mistake


class Asked(StrEnum):
    """What somebody asks of us about what is held of them."""

    CORRECT = "correct"
    DELETE = "delete"
    OTHER = "other"


class Fading(StrEnum):
    """What becomes of a message when its time is over."""

    BLANKED = "blanked"  # ours: its words go, a way back stays
    REMOVED = "removed"  # somebody's own: it is deleted


class Away(StrEnum):
    BOTH = "both"
    MOTHER = "mother"
    FATHER = "father"
    NEITHER = "neither"


class Care(StrEnum):
    """Who looks after the child at home (the codes of the schools' own forms)."""

    GRANDPARENTS = "GP"
    SINGLE_PARENT = "SP"
    KIN = "KIN"
    SIBLING = "SIB"
    SELF = "SELF"
    SCHOOL = "SCH"
    FOSTER = "FOS"
    NONE = "NONE"


class PlanKind(StrEnum):
    CALL = "call"  # to a parent who is away
    LETTER = "letter"  # to the teacher, who helps the child
    SILENCE = "silence"  # the month's end: was anything heard?


class Outcome(StrEnum):
    """What became of a month's contact; the first two satisfy the month."""

    CALLED = "called"
    LETTER = "letter"
    LATER = "later"
    CANNOT = "cannot"


class TaskKind(StrEnum):
    SILENT_MONTHS = "silent_months"
    FAMILY_WORDS = "family_words"
    UNREACHABLE = "unreachable"
    PRIVACY_REQUEST = "privacy_request"
    NEW_NUMBER = "new_number"  # a family says it has one: please ring it


class Half(StrEnum):
    """The two halves of a day on duty; the night belongs to the day on which it begins."""

    DAY = "day"
    NIGHT = "night"


class Sending(StrEnum):
    """The life of a notification: queued → sending → one of the ends."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"  # it may have arrived
    UNREACHABLE = "unreachable"
    SUPERSEDED = "superseded"  # no longer true when its turn came
    EXPIRED = "expired"  # too late to be of use
    FAILED = "failed"


class Notice(StrEnum):
    """Everything the bot says without having been asked."""

    JOIN_PENDING = "join_pending"
    JOIN_DECIDED = "join_decided"
    CALL_REMINDER = "call_reminder"
    LETTER_REMINDER = "letter_reminder"
    CONTACT_TOLD = "contact_told"
    SILENT_MONTHS = "silent_months"
    FAMILY_WORDS = "family_words"
    DANGER_WORDS = "danger_words"
    CASE_ALERT = "case_alert"
    CASE_STEP = "case_step"
    CASE_REFRESH = "case_refresh"
    CASE_UNREACHED = "case_unreached"
    CASE_LAPSING = "case_lapsing"  # asks whoever took a case whether they still have it
    CASE_NEWS = "case_news"  # to whoever took a case: something was said that they must see
    HOME_QUESTION = "home_question"  # to family and village: the school hasn't seen the child, is it there?
    HOME_SILENT = "home_silent"  # to whoever asked, and whoever has the case: nobody has answered yet
    CASE_CLOCK = "case_clock"  # something is overdue
    CASE_CLOSING = "case_closing"  # asks a second person whether it is done
    CASE_WEEK = "case_week"  # once a week: how many cases are open
    KNOCK = "knock"  # “open the bot”, by another way than Telegram
    LESSON_OFFER = "lesson_offer"  # five questions, once, to whoever has just joined
    PRACTICE_ASKED = "practice_asked"  # please begin a drill
    PRACTICE_REPORT = "practice_report"  # how quickly who was there
    DUTY_CHECK = "duty_check"  # the weekly “can I reach you?”
    DUTY_SILENT = "duty_silent"  # who on duty didn't answer it
    DUTY_ASKED = "duty_asked"  # would you take this turn?
    DUTY_ANSWERED = "duty_answered"  # what a colleague said to that
    DUTY_AWAY = "duty_away"  # somebody on duty is away, and who stands in
    DUTY_GAPS = "duty_gaps"  # once a week: when nobody will be on duty
    SECOND_ASKED = "second_asked"  # would you stand in at another school?
    SECOND_ANSWERED = "second_answered"
    HOME_UNREACHED = "home_unreached"  # a family's phone turned us away: please ring them
    REQUEST_MADE = "request_made"  # somebody asks for what is held of them to be mended or deleted
    REQUEST_ANSWERED = "request_answered"
    UPDATE_PARKED = "update_parked"  # what somebody sent could not be handled, three times
    UNUSUAL_READING = "unusual_reading"  # once a week, to a school's administrators


class Priority(IntEnum):
    """The lower leaves first."""

    URGENT = 0
    PRACTICE = 1  # a drill: before all else, and never before what is real
    NORMAL = 5
    DIGEST = 9


class Handling(StrEnum):
    """The life of an update in the inbox."""

    WAITING = "waiting"
    HANDLED = "handled"
    PARKED = "parked"


class SpanKind(StrEnum):
    """What the days of a school's calendar are; the shortest span that holds a day decides."""

    TERM = "term"
    HOLIDAY = "holiday"
    SCHOOL_DAY = "school_day"  # a weekend day on which lessons are made up


class InstallationKind(StrEnum):
    SANDBOX = "sandbox"
    LIVE = "live"


class IncidentKind(StrEnum):
    """What befell what we hold."""

    LEAKED = "leaked"  # somebody may have seen it who should not
    LOST = "lost"
    ALTERED = "altered"
