"""The codes of a case: how far it has come, what happened to it, what stands in its file."""

from enum import StrEnum


class CaseState(StrEnum):
    """How far a case has come; the legal moves stand in `services.cases.rules`."""

    DRAFT = "draft"  # stored, not yet told to anybody
    OPEN = "open"
    POLICE_CALLED = "police_called"
    ACCEPTED = "accepted"  # the police took the report down
    FILED = "filed"  # as a criminal or public-order case
    NOT_FILED = "not_filed"
    TRANSFERRED = "transferred"  # to another authority, which hasn't accepted it yet
    PROTECTED = "protected"
    ASSESSED = "assessed"
    PLANNED = "planned"
    CLOSED = "closed"


LIVE = frozenset(CaseState) - {CaseState.DRAFT, CaseState.CLOSED}


class Involved(StrEnum):
    FAMILY = "family"
    SCHOOL = "school"
    PUPIL = "pupil"
    OTHER = "other"
    UNCLEAR = "unclear"


class CaseFact(StrEnum):
    """What happened to a case, in the past tense."""

    RAISED = "raised"
    SENT = "sent"
    CLIMBED = "climbed"
    UNREACHED = "unreached"  # a level with no living recipient was skipped
    OPENED = "opened"
    TAKEN = "taken"
    POLICE_CALLED = "police_called"
    POLICE_SILENT = "police_silent"
    CANNOT_SPEAK = "cannot_speak"
    GOING_TO_STATION = "going_to_station"
    OTHERS_CALLED = "others_called"  # its reporter heard that somebody has called: no report of theirs yet
    HEAD_TOLD = "head_told"
    STILL_ON_IT = "still_on_it"  # whoever took it answered that they are at work
    CHILD_SAFE = "child_safe"  # for now, says whoever took it, or its reporter
    CHILD_UNSAFE = "child_unsafe"  # says its reporter
    CHILD_UNSURE = "child_unsure"  # its reporter doesn't know
    INVOLVED_CHANGED = "involved_changed"  # its reporter says another may be involved
    HOME_ASKED = "home_asked"  # whether the missing child is there
    HOME_HAS = "home_has"  # the child is with whoever answered
    HOME_SEEN = "home_seen"
    HOME_UNKNOWN = "home_unknown"
    HOME_UNREACHED = "home_unreached"  # their phone takes no message: somebody must ring
    HOME_CALLED = "home_called"  # told that the child was hurt or is ill, where it is, and to come or ring
    HOME_COMING = "home_coming"
    HOME_RINGS = "home_rings"
    PARENT_TOLD = "parent_told"  # of what happened, by whoever has the case; so the next three
    CARER_TOLD = "carer_told"
    OTHER_SIDE_TOLD = "other_side_told"
    VILLAGE_TOLD = "village_told"
    REROUTED = "rerouted"  # because of it more people are left out, and the ladder begins anew
    LEFT_OUT = "left_out"  # somebody by name: they hear nothing more
    LET_IN = "let_in"  # somebody by name, or all of a school but whom its reporter named
    LAPSED = "lapsed"  # taken, then nothing happened: it climbs again
    HANDED_ON = "handed_on"  # whoever had taken it asks for somebody else: it climbs again
    REPORTED = "reported"  # to an authority, as the law asks
    ACCEPTED = "accepted"
    FILED = "filed"
    NOT_FILED = "not_filed"
    TRANSFERRED = "transferred"
    REFERRED = "referred"
    REFERRAL_ANSWERED = "referral_answered"
    PROTECTED = "protected"
    ASSESSED = "assessed"
    PLANNED = "planned"
    REVIEWED = "reviewed"
    SIBLING_LINKED = "sibling_linked"  # another child of the home is looked at within this case
    SIBLING_CLEARED = "sibling_cleared"  # that child isn't concerned, or isn't any more
    WRITTEN = "written"  # words were added to its file
    TAKEN_BACK = "taken_back"  # an earlier entry was a mistake: nothing follows from it any more
    OVERDUE = "overdue"  # a clock rang
    CLOSE_ASKED = "close_asked"  # one person holds it for done
    CLOSE_REFUSED = "close_refused"  # the second one doesn't, or the first no more
    CLOSED = "closed"
    REOPENED = "reopened"  # its reporter is still worried
    RELEASED = "released"  # two people let its file go: its key is destroyed


class Mistake(StrEnum):
    """Why an entry was amended, or taken back."""

    MISTAP = "mistap"
    WRONG_CASE = "wrong_case"
    WRONG_PERSON = "wrong_person"
    WRONG_TIME = "wrong_time"
    WRONG_NUMBER = "wrong_number"


class ChildAt(StrEnum):
    """Where a child is who was hurt at school or fell ill there."""

    SCHOOL = "school"
    CLINIC = "clinic"
    HOSPITAL = "hospital"


class CaseOutcome(StrEnum):
    """How a case ended."""

    SAFE_AT_HOME = "safe_at_home"
    OTHER_CARE = "other_care"
    WITH_AUTHORITY = "with_authority"  # police, court or Civil Affairs go on with it
    NO_HARM = "no_harm"  # looked into, and nothing was found
    MOVED_AWAY = "moved_away"


class CaseWords(StrEnum):
    """What words in a case's file are about."""

    SEEN = "seen"  # what somebody saw, in neutral words
    SAID = "said"  # what the child said by itself, word for word
    NEEDS = "needs"  # the five needs, and what was seen of them
    PLAN = "plan"
    REVIEW = "review"
    INTERVENTION = "intervention"  # what an authority did about the guardian
    PRESSURE = "pressure"  # on whoever reported
    NOT_REQUIRED = "not_required"  # why no authority had to be told
    ENDING = "ending"
    DOCUMENT = "document"  # a picture or file; its words are what was written under it


class Media(StrEnum):
    """How a document came, and how it is shown again."""

    PHOTO = "photo"
    VOICE = "voice"
    FILE = "file"


class Authority(StrEnum):
    """Outside the school; which of them a place has, and its words, the profile says."""

    POLICE = "police"
    CIVIL_AFFAIRS = "civil_affairs"
    EDUCATION = "education"
    COMMITTEE = "committee"
    HEALTH = "health"
    PROCURATORATE = "procuratorate"


class Channel(StrEnum):
    """How an authority was told."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    WRITTEN = "written"
    SMS = "sms"


class Answer(StrEnum):
    """What became of a referral."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REVOKED = "revoked"


class ClockKind(StrEnum):
    """What is still to be done for a case."""

    CALL = "call"  # to the police
    ACCEPT = "accept"  # the police, or whoever it was passed to, take it down
    FEEDBACK = "feedback"
    PLAN = "plan"
    REVIEW = "review"
    REFERRAL = "referral"
    CLOSING = "closing"  # a second person agrees, or not
