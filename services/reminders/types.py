"""What the planner reads, what it decides, and what a card shows of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.codes import Kin, PlanKind
from services.access.types import ChildRef
from services.calendar.rules import NOTHING_ENTERED, Calendar
from services.reminders.kinds import Rule
from services.reminders.windows import Reach


@dataclass(frozen=True)
class DuePlan:
    """A claimed plan with everything its next date depends on.

    The person is whoever has joined on the plan's relation; `is_live` says that the child is at the
    school still, and that a parent is still away: the plan's own, for a call. `rule` None: the profile's.
    `promised_at`: the date that stood before, while the plan waits to be laid out anew. `due_on`: the day of
    the rule for which it stands or stood.
    """

    plan_id: int
    kind: PlanKind
    revision: int
    due_at: datetime
    child_id: int
    relation_id: int | None
    rule: dict[str, Any] | None
    promised_at: datetime | None
    due_on: date | None
    boards: bool
    reach: Any  # the child's windows as they are stored
    registered_at: datetime
    class_id: int
    school_id: int
    school_zone: str
    person_id: int | None
    person_zone: str | None
    evening: str | None
    shift: str | None
    is_live: bool
    calendar: Calendar = NOTHING_ENTERED


@dataclass(frozen=True)
class Fire:
    """A plan whose moment has come. `due_at` is its latest date that has passed, `month` the school's.

    `day` is the day of the rule: said once, whatever hour it has moved to since.
    """

    plan: DuePlan
    due_at: datetime
    month: str
    day: date


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


@dataclass(frozen=True)
class PlanView:
    """One reminder of a child: by which rule it repeats, and its dates of the next three months.

    `kin` is the parent's of a call; `is_told` is False while there is nobody who would be told.
    """

    plan_id: int
    kind: PlanKind
    kin: Kin | None
    rule: Rule
    is_own: bool
    is_told: bool
    dates: tuple[datetime, ...]


@dataclass(frozen=True)
class Rhythm:
    """A child's reminders and when it is near a phone (None: nothing was said of that)."""

    child: ChildRef
    plans: tuple[PlanView, ...]
    reach: tuple[Reach, ...] | None
    may_set: bool
