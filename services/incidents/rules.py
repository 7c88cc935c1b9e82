"""The clock of an incident. Pure.

    running ── told in time ──▶ in_time
       │
       └──── due_at passes ───▶ run_out ── told ──▶ late

Closing an incident doesn't stop its clock: it says only that nothing is left to do.
"""

from datetime import datetime
from enum import StrEnum

from services.incidents.types import KeptIncident


class Clock(StrEnum):
    RUNNING = "running"
    RUN_OUT = "run_out"
    IN_TIME = "in_time"
    LATE = "late"


def clock_of(incident: KeptIncident, now: datetime) -> Clock:
    """Say how the authority's clock stands; the very instant it is due counts as in time."""
    told_at = incident.authority_told_at
    if told_at is None:
        return Clock.RUNNING if now <= incident.due_at else Clock.RUN_OUT
    return Clock.IN_TIME if told_at <= incident.due_at else Clock.LATE
