"""A case as its papers tell it: every instant in the school's zone, every name one that may be written."""

from dataclasses import dataclass
from datetime import date, datetime

from models.case_codes import (
    Answer,
    Authority,
    CaseFact,
    CaseOutcome,
    CaseState,
    CaseWords,
    Channel,
    ClockKind,
    Involved,
    Mistake,
)
from models.codes import Kin
from services.casework.document_types import Kept


@dataclass(frozen=True)
class Who:
    """Who did something; without a name it was the system, or (`is_kept`) whoever raised it and is hidden."""

    name: str | None = None
    is_kept: bool = False


@dataclass(frozen=True)
class Beside:
    """An adult beside the child; nobody has joined yet where there is no name."""

    kin: Kin
    name: str | None
    is_guardian: bool
    contact: tuple[str, ...] = ()  # numbers as they are dialled, then addresses


@dataclass(frozen=True)
class Child:
    """What the file holds of the child; None: it doesn't, and a hand writes it. `age`: when it was raised."""

    name: str | None = None
    born_on: date | None = None
    age: int | None = None
    class_name: str | None = None
    school_name: str | None = None
    village: str | None = None
    address: str | None = None
    id_number: str | None = None
    adults: tuple[Beside, ...] = ()


@dataclass(frozen=True)
class Decided:
    """Whether the case is about another child of the home too; `is_current`: no later word about that child.

    `name` None: of another school, a hand writes it.
    """

    name: str | None
    born_on: date | None
    school_name: str
    is_concerned: bool
    is_current: bool
    who: Who
    happened_at: datetime
    entered_at: datetime


@dataclass(frozen=True)
class Happened:
    """An event. `amends`: the place, from 1, of the one that it amends or takes back, and `mistake` why.

    `amended_by`: the place of the one that amends it: it stands no more.
    """

    fact: CaseFact
    who: Who
    happened_at: datetime
    entered_at: datetime
    amends: int | None = None
    mistake: Mistake | None = None
    amended_by: int | None = None
    of_sibling: bool = False  # it speaks of another child of the home

    @property
    def is_fact(self) -> bool:
        """Whether it says something of the case, not of another entry."""
        return self.fact is not CaseFact.TAKEN_BACK


@dataclass(frozen=True)
class Attached:
    """A picture or file by the name that it has beside the papers; `size` in bytes."""

    name: str
    size: int
    digest: str


@dataclass(frozen=True)
class Written:
    """An entry of the file. `place` counts from 1; `text` None: its key is gone."""

    place: int
    kind: CaseWords
    text: str | None
    who: Who
    happened_at: datetime
    entered_at: datetime
    amends: int | None
    amended_by: int | None
    document: Attached | None = None


@dataclass(frozen=True)
class Told:
    authority: Authority
    channel: Channel
    reported_at: datetime
    entered_at: datetime
    who: Who
    receipt: str | None
    taken_back_at: datetime | None = None


@dataclass(frozen=True)
class Referred:
    authority: Authority
    made_at: datetime
    respond_by: datetime
    who: Who
    answer: Answer | None
    answered_at: datetime | None


@dataclass(frozen=True)
class Owed:
    kind: ClockKind
    due_at: datetime


@dataclass(frozen=True)
class Sealed:
    """How far the chain of the audit had come when the paper was made."""

    place: int
    digest: str


@dataclass(frozen=True)
class CasePaper:
    """All of a case. Without a `case_id` it is the blank form: nothing is known, a hand writes it all.

    `reporter` None: nobody knows. `safe_since`: since when its holder holds the child for safe.
    """

    made_at: datetime
    zone: str
    child: Child = Child()
    case_id: int = 0
    number: str | None = None
    situation: str | None = None
    involved: Involved | None = None
    state: CaseState | None = None
    outcome: CaseOutcome | None = None
    raised_at: datetime | None = None
    reporter: Who | None = None
    taken_by: Who | None = None
    taken_at: datetime | None = None
    safe_since: datetime | None = None
    released_at: datetime | None = None
    siblings: tuple[Decided, ...] = ()
    happened: tuple[Happened, ...] = ()
    words: tuple[Written, ...] = ()
    reports: tuple[Told, ...] = ()
    reports_taken_back: tuple[Told, ...] = ()
    referrals: tuple[Referred, ...] = ()
    owed: tuple[Owed, ...] = ()
    chain: Sealed | None = None

    @property
    def standing(self) -> tuple[Happened, ...]:
        """What stands of all that was entered."""
        return tuple(one for one in self.happened if one.amended_by is None and one.is_fact)


@dataclass(frozen=True)
class Second:
    """Somebody else who may know of the case, on a phone of their own."""

    person_id: int
    name: str
    telegram_id: int
    locale: str
    timezone: str


@dataclass(frozen=True)
class Export:
    """A case file to be made, and to whom its passphrase may be told, the nearest first."""

    paper: CasePaper
    exporter: str
    exporter_id: int
    seconds: tuple[Second, ...]
    documents: tuple[Kept, ...] = ()
