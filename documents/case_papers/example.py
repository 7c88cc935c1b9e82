"""A case about which everything is known, and of nobody: what tries an office's template."""

from datetime import datetime

from models.case_codes import (
    Answer,
    Authority,
    CaseFact,
    CaseOutcome,
    CaseState,
    CaseWords,
    Channel,
    ClockKind,
    Involved,
)
from models.codes import Kin
from services.casework.paper_types import (
    Beside,
    CasePaper,
    Child,
    Happened,
    Owed,
    Referred,
    Sealed,
    Told,
    Who,
    Written,
)

X = "–"
SOMEBODY = Who(X)


def example(*, at: datetime, zone: str, situation: str) -> CasePaper:
    """Return a case in which each list has a member and no field is empty."""
    return CasePaper(
        made_at=at, zone=zone, child=_child(at), case_id=1, number=X, situation=situation,
        involved=Involved.FAMILY, state=CaseState.CLOSED, outcome=CaseOutcome.SAFE_AT_HOME, raised_at=at,
        reporter=SOMEBODY, taken_by=SOMEBODY, taken_at=at, safe_since=at, released_at=at,
        happened=(Happened(CaseFact.RAISED, SOMEBODY, at, at),),
        words=tuple(
            Written(place, kind, X, SOMEBODY, at, at, amends=1, amended_by=None)
            for place, kind in enumerate(CaseWords, 1)
        ),
        reports=(Told(Authority.POLICE, Channel.PHONE, at, at, SOMEBODY, X),),
        referrals=(Referred(Authority.HEALTH, at, at, SOMEBODY, Answer.ACCEPTED, at),),
        owed=(Owed(ClockKind.PLAN, at),),
        chain=Sealed(1, X),
    )  # fmt: skip


def _child(at: datetime) -> Child:
    carer = Beside(Kin.CARER, X, is_guardian=True)
    return Child(X, at.date(), 9, class_name=X, school_name=X, village=X, adults=(carer,))
