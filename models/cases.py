"""A mandatory-reporting case, what happened to it, and who must not hear of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from models.base import coded
from models.case_codes import LIVE, CaseFact, CaseOutcome, CaseState, Involved, Mistake


class Case(SQLModel, table=True):
    """draft → open → … → closed; being taken is a fact of its own, in its own columns."""

    __tablename__ = "care_case"

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    child_id: int | None = Field(default=None, foreign_key="child.id", index=True)  # None: can't be named
    is_practice: bool = False  # a drill: marked on every message, counted nowhere
    school_id: int = Field(foreign_key="unit.id")
    situation: str  # a code of the profile
    involved: Involved | None = Field(default=None, sa_type=coded(Involved))
    # What its reporter said before and took back: whoever these answers left out stays left out.
    named_before: list[str] = Field(default_factory=list, sa_type=JSON)
    state: CaseState = Field(default=CaseState.DRAFT, sa_type=coded(CaseState))
    reporter_id: int = Field(foreign_key="person.id", index=True)
    hides_reporter: bool = False  # only whoever has taken the case sees who raised it
    from_home: bool = False  # somebody of the household raised it
    is_silent: bool = False  # nothing of it may ever come to the reporter's phone
    raised_at: datetime
    sent_at: datetime | None = None
    # The ladder as it stood when the case was sent: editing the profile can't derail a running alarm.
    ladder: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    level: int = -1
    escalate_at: datetime | None = Field(default=None, index=True)
    taken_by_id: int | None = Field(default=None, foreign_key="person.id")
    taken_at: datetime | None = None
    # Taken and silent: `escalate_at` is when the holder is asked, or, once asked, when it lapses.
    asked_at: datetime | None = None
    # One person holds it for done, another agrees: only then it is closed.
    outcome: CaseOutcome | None = Field(default=None, sa_type=coded(CaseOutcome))
    closing_by_id: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = None
    key_name: str | None = None  # of the key that seals its words; see `models.case_keys`
    # Two people let its file go: the first asks, the second does it.
    releasing_by_id: int | None = Field(default=None, foreign_key="person.id")
    released_at: datetime | None = None
    # Keys destroyed before the case was opened again: no copy of them may come back.
    released_keys: list[str] = Field(default_factory=list, sa_type=JSON)

    @property
    def is_live(self) -> bool:
        """Told to somebody, and not over."""
        return self.state in LIVE


class CaseEvent(SQLModel, table=True):
    """Append-only: `happened_at` is when it took place, `entered_at` when we were told.

    `subject_id`: the report or the referral that it speaks of; `child_id`: the other child of the home.
    `amends_id`: the event in whose place this one stands, or, as `taken_back`, which it takes away; `mistake`
    is why.
    """

    __tablename__ = "case_event"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="care_case.id", index=True)
    fact: CaseFact = Field(sa_type=coded(CaseFact))
    person_id: int | None = Field(default=None, foreign_key="person.id")
    level: int | None = None
    happened_at: datetime
    entered_at: datetime
    subject_id: int | None = None
    child_id: int | None = Field(default=None, foreign_key="child.id")
    amends_id: int | None = Field(default=None, foreign_key="case_event.id")
    mistake: Mistake | None = Field(default=None, sa_type=coded(Mistake))


class CaseExclusion(SQLModel, table=True):
    """Somebody who must notice nothing of this case; `named_by_id`: who said so of this person by name.

    `is_let_in`: by name too, whatever group or household would leave them out.
    """

    __tablename__ = "case_exclusion"
    __table_args__ = (Index("uq_case_exclusion_person", "case_id", "person_id", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="care_case.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    named_by_id: int | None = Field(default=None, foreign_key="person.id")
    is_let_in: bool = False
