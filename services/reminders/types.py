"""What the planner reads, what it decides, and what a card shows of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.codes import PlanKind


@dataclass(frozen=True)
class DuePlan:
    """A claimed plan with everything its next date depends on.

    The person is whoever has joined on the plan's relation; `is_live` says that the child is at the
    school still, and that the plan's parent is still away. `rule` None: the profile's. `promised_at`: the
    date that stood before the plan waits to be laid out anew.
    """

    plan_id: int
    kind: PlanKind
    revision: int
    due_at: datetime
    child_id: int
    relation_id: int | None
    rule: dict[str, Any] | None
    promised_at: datetime | None
    boards: bool
    registered_at: datetime
    class_id: int
    school_id: int
    school_zone: str
    person_id: int | None
    person_zone: str | None
    evening: str | None
    shift: str | None
    is_live: bool


@dataclass(frozen=True)
class Fire:
    """A plan whose moment has come. `due_at` is its latest date that has passed, `month` the school's."""

    plan: DuePlan
    due_at: datetime
    month: str


@dataclass(frozen=True)
class Outlook:
    """What a child's card shows of the plans: the school's month, and the next dates, if any."""

    month: str
    call_at: datetime | None
    letter_at: datetime | None


@dataclass(frozen=True)
class Postponed:
    """Asked again at `at`."""

    child_name: str
    at: datetime
