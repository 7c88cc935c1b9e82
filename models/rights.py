"""What somebody agreed to, what they asked of us, and what went wrong with what we hold."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from models.base import SecretText, coded
from models.codes import Asked


class Consent(SQLModel, table=True):
    """One answer to one version of one consent text; the newest counts.

    `child_id` is set where somebody answers for a child, or the child itself was asked.
    """

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    child_id: int | None = Field(default=None, foreign_key="child.id", index=True)
    purpose: str
    version: str
    granted: bool
    by_child: bool = False  # asked in school, and written down by `person_id`
    answered_at: datetime


class PrivacyRequest(SQLModel, table=True):
    """Somebody wants what is held of them, or of their child, mended or deleted."""

    __tablename__ = "privacy_request"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    child_id: int | None = Field(default=None, foreign_key="child.id", index=True)
    asked: Asked = Field(sa_type=coded(Asked))
    words: str | None = Field(default=None, sa_type=SecretText)
    made_at: datetime
    due_on: date
    settled_at: datetime | None = Field(default=None, index=True)
    settled_by_id: int | None = Field(default=None, foreign_key="person.id")
    is_granted: bool | None = None
    reason: str | None = Field(default=None, sa_type=SecretText)


class Incident(SQLModel, table=True):
    """Something leaked, was lost or was altered; its clock runs from `noticed_at`."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str  # leaked, lost, altered
    noticed_at: datetime
    happened_at: datetime | None = None
    words: str = Field(sa_type=SecretText)
    people: int | None = None  # how many may be concerned
    authority_told_at: datetime | None = None
    people_told_at: datetime | None = None
    closed_at: datetime | None = None


class Purge(SQLModel, table=True):
    """What the retention table had removed on a day, by kind; counts, never contents."""

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    kind: str
    before: datetime
    removed: int
