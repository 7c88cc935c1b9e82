"""What belongs to a case beside the alarm: its words, what was reported to whom, and its clocks."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.base import SealedBytes, SecretText, coded
from models.case_codes import Answer, Authority, CaseWords, Channel, ClockKind, Media


class CaseEntry(SQLModel, table=True):
    """Words in a case's file, sealed with the case's own key; a later entry may amend one, none is changed.

    `happened_at` is when it took place, `entered_at` when it was written down.
    """

    __tablename__ = "case_entry"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="care_case.id", index=True)
    kind: CaseWords = Field(sa_type=coded(CaseWords))
    sealed: str = Field(sa_type=SecretText)
    amends_id: int | None = Field(default=None, foreign_key="case_entry.id")
    person_id: int = Field(foreign_key="person.id")
    happened_at: datetime
    entered_at: datetime


class CaseDocument(SQLModel, table=True):
    """The file of an entry: as it came, under a key of its own, which the case's key seals.

    `size` in bytes and `digest` (SHA-256) are of the file itself.
    """

    __tablename__ = "case_document"

    entry_id: int = Field(foreign_key="case_entry.id", primary_key=True)
    media: Media = Field(sa_type=coded(Media))
    suffix: str  # jpg, pdf, …: what a program knows it by
    size: int
    digest: str
    key: str = Field(sa_type=SecretText)
    content: bytes = Field(sa_type=SealedBytes)


class StatutoryReport(SQLModel, table=True):
    """A report that the law asks for: to which authority, by whom, when, how, and what came back.

    `taken_back_at`: it was noted by mistake; one with what was right may stand in its place.
    """

    __tablename__ = "statutory_report"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="care_case.id", index=True)
    authority: Authority = Field(sa_type=coded(Authority))
    channel: Channel = Field(sa_type=coded(Channel))
    reported_at: datetime
    person_id: int = Field(foreign_key="person.id")
    entered_at: datetime
    receipt: str | None = Field(default=None, sa_type=SecretText)
    receipt_at: datetime | None = None
    taken_back_at: datetime | None = None


class CaseReferral(SQLModel, table=True):
    """A case's need handed to another authority, which accepts or rejects it, or hears that it is revoked."""

    __tablename__ = "case_referral"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="care_case.id", index=True)
    authority: Authority = Field(sa_type=coded(Authority))
    person_id: int = Field(foreign_key="person.id")
    made_at: datetime
    respond_by: datetime
    answer: Answer | None = Field(default=None, sa_type=coded(Answer))
    answered_at: datetime | None = None


class CaseClock(SQLModel, table=True):
    """Something that somebody must do for a case by then; overdue it is asked for, and then it climbs.

    `due_at` moves on each time it rings; None: done. `first_due_at` stays.
    """

    __tablename__ = "case_clock"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="care_case.id", index=True)
    kind: ClockKind = Field(sa_type=coded(ClockKind))
    subject_id: int | None = None  # the referral that waits for an answer
    first_due_at: datetime
    due_at: datetime | None = Field(default=None, index=True)
    rung: int = 0
    settled_at: datetime | None = None
