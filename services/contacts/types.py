"""What became of a month, as it is shown."""

from dataclasses import dataclass
from datetime import datetime

from models.codes import Outcome, TaskKind


@dataclass(frozen=True)
class Told:
    """A call or a letter that satisfies its month.

    `outcome`, `told_at` and the teller are those of the row that was stored first; `is_new` when this press
    stored it. `staff_name` is the teller's, if it was somebody of the school. `is_late`: the month is over.
    """

    child_id: int
    child_name: str
    month: str
    outcome: Outcome
    told_at: datetime
    staff_name: str | None
    is_new: bool
    is_late: bool


@dataclass(frozen=True)
class Excused:
    """Somebody can't this month, and why."""

    child_id: int
    child_name: str
    month: str
    reason: str


@dataclass(frozen=True)
class Excuse:
    reason: str
    name: str


@dataclass(frozen=True)
class Month:
    """What is known of a child's month; `outcome` None: nothing yet."""

    month: str
    outcome: Outcome | None = None
    told_at: datetime | None = None
    excuses: tuple[Excuse, ...] = ()


@dataclass(frozen=True)
class OpenTask:
    """`words_id`: what the family wrote stays behind its own door; the task only leads there."""

    task_id: int
    kind: TaskKind
    child_id: int | None
    child_name: str | None
    since: datetime
    words_id: int | None


@dataclass(frozen=True)
class Finished:
    """The task is done, by this press or by an earlier one."""

    task_id: int
