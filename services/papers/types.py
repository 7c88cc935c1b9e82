"""What the papers tell. Instants are aware, and as the clocks of the installation's zone show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.codes import Asked, IncidentKind
from services.incidents.rules import Clock
from services.papers.purposes import Purpose


class Lies(StrEnum):
    """Where something lies as seen from the data folder."""

    NOWHERE = "nowhere"
    APART = "apart"
    BESIDE = "beside"


@dataclass(frozen=True)
class Operator:
    """Who answers for the installation; None is left for a hand to fill."""

    name: str | None
    contact: str | None


@dataclass(frozen=True)
class Law:
    """What the law of the place says of each paper, by language. `yearly_due`: a day such as 01-31."""

    impact: Mapping[str, str]
    processing: Mapping[str, str]
    yearly: Mapping[str, str]
    breach: Mapping[str, str]
    abroad: Mapping[str, str]
    authority_hours: int
    yearly_due: str


@dataclass(frozen=True)
class Use:
    """A purpose of the profile: told of, or asked for where `is_option`. Its words by language."""

    code: str
    words: Mapping[str, str]
    meaning: Mapping[str, str]
    is_option: bool


@dataclass(frozen=True)
class Kept:
    """How long the profile has a kind kept: `days` or `years`, from what `after` names."""

    kind: str
    words: Mapping[str, str]
    days: int | None
    years: int | None
    after: str


@dataclass(frozen=True)
class Setup:
    """How the installation is set, without a path, an address or a secret."""

    operator: Operator
    zone: str
    profile: str
    reviewed_on: date
    is_reviewed: bool  # by somebody of the place who knows its law
    is_live: bool
    database: str  # sqlite, postgresql
    key: Lies
    backup: Lies
    is_audit_told: bool
    has_webhook: bool
    law: Law
    uses: tuple[Use, ...]
    kept: tuple[Kept, ...]


@dataclass(frozen=True)
class People:
    """Of whom something is held today."""

    children: int
    below_gate: int  # children whose data a guardian must agree to
    gate: int  # that age, in years
    family: int
    staff: int


@dataclass(frozen=True)
class Impact:
    """Whom a use of the installation concerns, what for, and what stands between them and harm."""

    setup: Setup
    made_on: date
    people: People
    purposes: tuple[Purpose, ...]
    schemes: tuple[str, ...]  # of other ways than Telegram that are in use: mailto, dingtalk, …


@dataclass(frozen=True)
class Processing:
    setup: Setup
    made_on: date
    purposes: tuple[Purpose, ...]
    schemes: tuple[str, ...]


@dataclass(frozen=True)
class Children:
    registered: int
    left: int
    at_end: int


@dataclass(frozen=True)
class ConsentCount:
    """`withdrawn`: refused by somebody who had agreed before."""

    purpose: str
    granted: int
    refused: int
    withdrawn: int


@dataclass(frozen=True)
class AccessCount:
    group: str
    allowed: int
    refused: int


@dataclass(frozen=True)
class RequestCount:
    """Requests made in the year. `late`: settled after their day, or not yet and the day is over."""

    asked: Asked
    granted: int
    refused: int
    waiting: int
    late: int
    median_days: int | None
    most_days: int | None


@dataclass(frozen=True)
class PurgeCount:
    kind: str
    removed: int


@dataclass(frozen=True)
class IncidentCount:
    """`told`: by how the authority's clock stands."""

    kind: IncidentKind
    noticed: int
    told: tuple[tuple[Clock, int], ...]
    closed: int


@dataclass(frozen=True)
class Yearly:
    """A year in the zone of the installation; what is done for cases is left out (`rules.LEFT_OUT`)."""

    setup: Setup
    made_on: date
    year: int
    is_over: bool
    due_on: date
    children: Children
    consents: tuple[ConsentCount, ...]
    accesses: tuple[AccessCount, ...]
    requests: tuple[RequestCount, ...]
    purges: tuple[PurgeCount, ...]
    incidents: tuple[IncidentCount, ...]


@dataclass(frozen=True)
class Breach:
    """One incident with its words."""

    setup: Setup
    made_on: date
    number: int
    kind: IncidentKind
    words: str
    people: int | None
    noticed_at: datetime
    happened_at: datetime | None
    due_at: datetime
    clock: Clock
    authority_told_at: datetime | None
    people_told_at: datetime | None
    closed_at: datetime | None


Facts = Impact | Processing | Yearly | Breach
