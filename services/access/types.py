"""What passes through the door."""

from dataclasses import dataclass
from datetime import date, datetime

from models.codes import Away, Care, Grant


@dataclass(frozen=True)
class ClassRef:
    class_id: int
    class_name: str
    school_id: int
    school_name: str
    county_id: int | None
    timezone: str


@dataclass(frozen=True)
class SchoolRef:
    school_id: int
    name: str
    county_id: int | None
    timezone: str


@dataclass(frozen=True)
class ChildRef:
    child_id: int
    name: str
    born_on: date
    care: Care
    away: Away
    boards: bool
    unit: ClassRef
    is_frozen: bool = False  # the parents are in dispute
    village_id: int | None = None
    township_id: int | None = None
    left_at: datetime | None = None


@dataclass(frozen=True)
class Stand:
    """Who stands there; `grants` is None where none are asked for."""

    person_id: int
    grants: frozenset[Grant] | None = None
