"""A drill as its administrator and whoever begins it see it."""

from dataclasses import dataclass
from datetime import datetime

from models.codes import Role
from services.notifications.facts import Facts


@dataclass(frozen=True)
class Colleague:
    person_id: int
    name: str


@dataclass(frozen=True)
class Running:
    practice_id: int
    begins: str
    has_begun: bool
    ends_at: datetime


@dataclass(frozen=True)
class PracticeView:
    """What an administrator may do now; `last` is the report of the newest drill that has ended."""

    school_id: int
    colleagues: tuple[Colleague, ...]
    running: Running | None
    last: "Report | None"


@dataclass(frozen=True)
class Turn:
    """Whoever begins may go on; `is_over`: it has ended meanwhile."""

    practice_id: int
    school: str
    is_over: bool


@dataclass(frozen=True)
class Level:
    """How one step of the ladder went, in seconds since the case was stored; None: it didn't happen."""

    role: Role
    told: int | None
    phone: int | None
    opened: int | None
    taken: int | None
    unreached: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """`raised_at` None: nobody began."""

    practice_id: int
    begins: str
    raised_at: datetime | None
    sent: int | None
    levels: tuple[Level, ...]
    taken_by: str | None


@dataclass(frozen=True)
class PracticeAsked(Facts):
    """`police` is the number that nobody shall call."""

    practice_id: int
    school: str
    ends_at: datetime
    police: str


@dataclass(frozen=True)
class PracticeReport(Facts):
    report: Report
