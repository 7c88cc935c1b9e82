"""What is known of one case at the end of the day, and what was found wrong with it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models import Case, CaseEvent
from models.codes import Involved
from tests.drill.ladder.voice import Try

ALLOWED = timedelta(seconds=60)
HURRY = timedelta(minutes=2)  # nobody at all has received anything: the watch needn't wait
AN_ALARM_STANDS = timedelta(minutes=30)


@dataclass(frozen=True)
class Story:
    """All that is known of a case. `levels` maps an alert's row to the level it was queued for."""

    case: Case
    events: list[CaseEvent]
    tries: list[Try]
    asked: list[datetime]
    alarms: list[datetime]
    levels: dict[int, int]
    named: tuple[datetime, Involved] | None


@dataclass
class Findings:
    late: list[float] = field(default_factory=list)  # seconds, of each step
    unheard: list[float] = field(default_factory=list)  # seconds for which nobody had received anything
    wrong: list[str] = field(default_factory=list)
    alarms: int = 0
