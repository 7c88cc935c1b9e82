"""A case as its reporter and as those who hold it see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from models.case_codes import LIVE, CaseFact, CaseState, Involved
from models.codes import Role
from services.alerts.rules import IN_HAND, TOLD_FACTS, holding
from services.alerts.safety import Said
from services.people.local_numbers import NOWHERE, LocalNumbers
from services.profile import Adult


@dataclass(frozen=True)
class Fact:
    """Something that happened: `happened_at` is when, `entered_at` when we were told."""

    fact: CaseFact
    happened_at: datetime
    entered_at: datetime
    by_reporter: bool = False
    person: str | None = None  # who answered, of what home was asked


@dataclass(frozen=True)
class Standing:
    """Where a case stands: everything about it but the child and what happened to them."""

    case_id: int
    number: str
    state: CaseState
    raised_at: datetime
    taken_by: str | None = None
    taken_at: datetime | None = None
    is_practice: bool = False


def times_told(facts: Iterable[Fact]) -> dict[Adult, datetime]:
    """When each adult outside was first told of it."""
    told = {one.fact: one.happened_at for one in sorted(facts, key=_happened_at, reverse=True)}
    return {adult: told[fact] for adult, fact in TOLD_FACTS.items() if fact in told}


def _happened_at(fact: Fact) -> datetime:
    return fact.happened_at


@dataclass(frozen=True)
class ReportedCase:
    """What its reporter sees. `role` is who has been told last; None: nobody could be reached yet."""

    standing: Standing
    situation: str
    involved: Involved | None
    role: Role | None
    escalate_at: datetime | None
    facts: tuple[Fact, ...]
    hides_reporter: bool = False
    named_before: tuple[str, ...] = ()  # answers that the reporter took back
    is_unnamed: bool = False  # whose child it is nobody knows: no household can be left out
    numbers: LocalNumbers = NOWHERE

    @property
    def has_called(self) -> bool:
        """Whether a call of the reporter's own stands, which may be taken back."""
        last = max(
            (place for place, one in enumerate(self.facts) if one.fact is CaseFact.REOPENED), default=0
        )
        mine = (one.fact is CaseFact.POLICE_CALLED and one.by_reporter for one in self.facts[last:])
        return any(mine) and not self.standing.is_practice

    @property
    def head_told(self) -> bool:
        return CaseFact.HEAD_TOLD in holding(Said(one.fact, one.by_reporter) for one in self.facts)


@dataclass(frozen=True)
class Beside:
    """Another open case of this home; `is_same`: about the same child. `number` None: others have it."""

    number: str | None
    is_same: bool


@dataclass(frozen=True)
class Kin:
    """Other open cases of the same home, as far as the viewer may know of them."""

    cases: tuple[Beside, ...] = ()


@dataclass(frozen=True)
class HeldCase:
    """What somebody on the ladder sees after opening it.

    `age`: in years, on the day it was raised. `reporters`: whoever reads on the reporter's phone; empty where
    the reader may not know. `linked`: how many other children of the home it is about too.
    """

    standing: Standing
    child_name: str | None  # None: it couldn't be named
    age: int | None
    class_name: str
    school_name: str
    situation: str
    involved: Involved | None
    reporters: tuple[str, ...]
    hides_reporter: bool
    from_home: bool
    is_silent: bool
    facts: tuple[Fact, ...]
    is_mine: bool
    named_before: tuple[str, ...] = ()
    linked: int = 0
    not_safe: int = 0  # how many of these aren't, or nobody has said so
    kin: Kin = Kin()
    child_has_left: bool = False  # the school; the case stays open, and its people keep it

    @property
    def is_unnamed(self) -> bool:
        return self.child_name is None and not self.standing.is_practice

    @property
    def may_close(self) -> bool:
        """Whether its reader may end a drill: it is theirs, and a real one would be in hand."""
        is_open = self.standing.state in LIVE
        known = holding(Said(one.fact, one.by_reporter) for one in self.facts)
        return is_open and self.is_mine and bool(known & IN_HAND)


@dataclass(frozen=True)
class Raised:
    """The stored report; `is_new` is False for the second tap."""

    case: ReportedCase
    is_new: bool


@dataclass(frozen=True)
class Taken:
    """The answer to “I'm on it”; `case` is None when somebody else was quicker."""

    standing: Standing
    case: HeldCase | None

    @property
    def is_mine(self) -> bool:
        return self.case is not None
