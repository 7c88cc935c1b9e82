"""An incident as it passes between the rooms."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.codes import IncidentKind


class Told(StrEnum):
    """Who is told of an incident."""

    AUTHORITY = "authority"
    PEOPLE = "people"


@dataclass(frozen=True)
class KeptIncident:
    """An incident without its words. `due_at`: until when an authority must know of a larger one."""

    incident_id: int
    kind: IncidentKind
    noticed_at: datetime
    happened_at: datetime | None
    people: int | None
    due_at: datetime
    authority_told_at: datetime | None
    people_told_at: datetime | None
    closed_at: datetime | None
