"""What a message is about, and what became of an attempt to take it from the chat.

Ended
  ├─ Gone     its words no longer stand there
  ├─ Later    surely not yet: the row waits
  └─ Beyond   it can't be reached any more
"""

from dataclasses import dataclass
from datetime import datetime

from models.codes import Fading, PlanKind


@dataclass(frozen=True)
class Subject:
    """The one case or child that a message is about; neither: several, or nobody in particular.

    `reminds` and `month`: it asks for this month's call or letter.
    """

    case_id: int | None = None
    child_id: int | None = None
    reminds: PlanKind | None = None
    month: str | None = None


NOBODY = Subject()


@dataclass(frozen=True)
class Due:
    """A message whose time is over, in somebody's hand until `lease_until`."""

    row_id: int
    chat_id: int
    message_id: int
    fading: Fading
    subject: Subject
    attempts: int
    lease_until: datetime


@dataclass(frozen=True)
class Gone:
    pass


@dataclass(frozen=True)
class Later:
    wait_seconds: float = 0.0


@dataclass(frozen=True)
class Beyond:
    code: str


Ended = Gone | Later | Beyond
