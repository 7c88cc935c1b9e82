"""What is known of one case at the end of the day, and what was found wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models import Case, CaseEvent
from models.case_codes import Involved
from models.codes import Notice
from tests.drill.ladder.voice import Try

ALLOWED = timedelta(seconds=60)
AN_ALARM_STANDS = timedelta(minutes=30)


@dataclass(frozen=True)
class Story:
    """All that is known of a case. `levels` maps an alert's row to the level it was queued for.

    `unrecorded` are rows of alerts that may have arrived without the bot's knowing: it was killed before it
    wrote that down, and then the alert was no longer true.
    """

    case: Case
    events: list[CaseEvent]
    tries: list[Try]
    asked: list[datetime]
    alarms: list[datetime]
    levels: dict[int, int]
    named: tuple[datetime, Involved] | None
    unrecorded: frozenset[int] = frozenset()

    def items(self) -> Iterable[tuple[datetime, CaseEvent | Try | str]]:
        """What happened, and when; in no order."""
        for event in self.events:
            yield event.entered_at, event
        for one in self.tries:
            if one.kind is Notice.CASE_ALERT:
                yield one.at, one
        for at in self.asked:
            yield at, "asked"
        if self.named is not None:
            yield self.named[0] - timedelta(microseconds=1), "named"


@dataclass
class Findings:
    late: list[float] = field(default_factory=list)  # seconds, of each step
    unheard: list[float] = field(default_factory=list)  # seconds for which nobody had received anything
    wrong: list[str] = field(default_factory=list)
    alarms: int = 0
