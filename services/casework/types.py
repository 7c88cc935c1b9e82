"""A case's road and its file, as whoever works on it sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from models.case_codes import (
    Answer,
    Authority,
    CaseFact,
    CaseOutcome,
    CaseState,
    CaseWords,
    Channel,
    ClockKind,
    Mistake,
)
from services.alerts.types import Fact, Kin, Standing
from services.casework.document_types import Document
from services.profile import Adult, When


@dataclass(frozen=True)
class Due:
    """Something that is owed; `since` is when it was due first."""

    kind: ClockKind
    since: datetime
    is_overdue: bool


@dataclass(frozen=True)
class Told:
    """A report to an authority, and what came back of it."""

    report_id: int
    authority: Authority
    channel: Channel
    at: datetime
    receipt: str | None


@dataclass(frozen=True)
class Passed:
    """A need handed to another authority; `answer` None: it hasn't answered."""

    referral_id: int
    authority: Authority
    respond_by: datetime
    answer: Answer | None


@dataclass(frozen=True)
class Closing:
    """One person holds the case for done. `may_answer`: the viewer is the second one."""

    outcome: CaseOutcome
    asked_by: str
    may_answer: bool


@dataclass(frozen=True)
class Release:
    """Of a closed case's words: who has asked for their end, or when it came."""

    asked_by: str | None
    may_ask: bool
    may_answer: bool
    released_at: datetime | None


@dataclass(frozen=True)
class Amendable:
    """An entry that can be amended, or taken back; of a report to whom it was, and the number that came."""

    event_id: int
    fact: CaseFact
    at: datetime
    entered_at: datetime
    authority: Authority | None = None
    receipt: str | None = None


@dataclass(frozen=True)
class Corrections:
    """What can be amended of a case, the newest first."""

    case_id: int
    number: str
    entries: tuple[Amendable, ...]


@dataclass(frozen=True)
class TakenBack:
    """An entry that was taken back, and why; `at` is when."""

    fact: CaseFact
    mistake: Mistake
    at: datetime


@dataclass(frozen=True)
class AtHome:
    """How many other children of the home the file knows, and how many of them the case is about too."""

    known: int = 0
    linked: int = 0


@dataclass(frozen=True)
class Road:
    """`steps`: what can be told of the case now; `is_mine`: the viewer has taken it."""

    standing: Standing
    situation: str
    steps: tuple[CaseFact, ...]
    facts: tuple[Fact, ...]
    dues: tuple[Due, ...]
    reports: tuple[Told, ...]
    referrals: tuple[Passed, ...]
    closing: Closing | None
    release: Release | None
    outcome: CaseOutcome | None
    words: int
    is_mine: bool
    taken_back: tuple[TakenBack, ...] = ()
    newest: Amendable | None = None  # entered a moment ago: its time may not be that of the press
    has_amendable: bool = False
    at_home: AtHome = AtHome()
    kin: Kin = field(default_factory=Kin)

    @property
    def is_over(self) -> bool:
        return self.standing.state is CaseState.CLOSED


@dataclass(frozen=True)
class Home:
    """Which adults outside may be told of a case and when; `told`: when each of them first was."""

    case_id: int
    number: str
    adults: Mapping[Adult, When]
    told: Mapping[Adult, datetime]
    may_name_other: bool = False  # another pupil, whose parents then hear from us


@dataclass(frozen=True)
class Entry:
    """Words in the file; `text` None: their key is gone. `amended_by`: a later entry that corrects it.

    `author` None: the reporter, whose name the reader may not know.
    """

    entry_id: int
    kind: CaseWords
    text: str | None
    author: str | None
    happened_at: datetime
    entered_at: datetime
    amends: int | None = None
    amended_by: int | None = None
    document: Document | None = None


@dataclass(frozen=True)
class CaseFile:
    """All the words of a case, the oldest first."""

    standing: Standing
    entries: tuple[Entry, ...]
    may_write: bool
