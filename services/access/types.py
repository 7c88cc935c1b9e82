"""What passes through the door."""

from dataclasses import dataclass
from datetime import date

from models.codes import Away, Care


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
