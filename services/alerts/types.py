"""A case as its reporter and as those who hold it see it."""

from dataclasses import dataclass
from datetime import datetime

from models.case_codes import LIVE, CaseFact, CaseState, Involved
from models.codes import Role
from services.alerts.rules import IN_HAND, holding


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

    @property
    def head_told(self) -> bool:
        return CaseFact.HEAD_TOLD in holding((one.fact, one.by_reporter) for one in self.facts)


@dataclass(frozen=True)
class HeldCase:
    """What somebody on the ladder sees after opening it.

    `age`: in years, on the day it was raised. `reporters`: whoever reads on the reporter's phone; empty where
    the reader may not know.
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
    child_has_left: bool = False  # the school; the case stays open, and its people keep it

    @property
    def may_close(self) -> bool:
        """Whether its reader may end a drill: it is theirs, and a real one would be in hand."""
        is_open = self.standing.state in LIVE
        known = holding((one.fact, one.by_reporter) for one in self.facts)
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
