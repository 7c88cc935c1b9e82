"""How far a case has come, what may be told of it when, and what is owed by then. Pure.

            police_called           accepted              filed ◀──┐
   open ───────────────▶ police_called ──▶ accepted ──┬──▶ filed   │ (looked at again)
     │                        │               ▲       ├──▶ not_filed
     │                        │  accepted by  │       └──▶ transferred ─┐
     │                        │  the next one └─────────────────────────┘
     └───────────┬────────────┴───────────────┬─────────────────────────┘
                 ▼ the child is brought       ▼ the five needs are looked at
             protected ──────────────────▶ assessed ──▶ planned (assessed anew: back to assessed)
   any of these ── one asks, a second agrees ──▶ closed ── its reporter is still worried ──▶ open

Who has taken the case stands in columns of its own: it can be with the police and nobody's, or the reverse.
A fact that comes late is noted and moves nothing back.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from models.case_codes import LIVE, CaseFact, CaseState, ClockKind
from services.errors import CareError

BEFORE_SAFE = frozenset(
    {
        CaseState.OPEN, CaseState.POLICE_CALLED, CaseState.ACCEPTED, CaseState.FILED, CaseState.NOT_FILED,
        CaseState.TRANSFERRED,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A fact moves a case `to` a state out of those named; `needs`: one of these must be known before."""

    to: CaseState
    out_of: frozenset[CaseState]
    needs: frozenset[CaseFact] = frozenset()


def _states(*states: CaseState) -> frozenset[CaseState]:
    return frozenset(states)


TOLD_POLICE = frozenset({CaseFact.POLICE_CALLED})
TAKEN_DOWN = frozenset({CaseFact.ACCEPTED})

ROAD: Mapping[CaseFact, Step] = MappingProxyType(
    {
        CaseFact.POLICE_CALLED: Step(CaseState.POLICE_CALLED, _states(CaseState.OPEN)),
        CaseFact.ACCEPTED: Step(
            CaseState.ACCEPTED,
            _states(CaseState.OPEN, CaseState.POLICE_CALLED, CaseState.TRANSFERRED),
            TOLD_POLICE,
        ),
        CaseFact.FILED: Step(CaseState.FILED, _states(CaseState.ACCEPTED, CaseState.NOT_FILED), TAKEN_DOWN),
        CaseFact.NOT_FILED: Step(CaseState.NOT_FILED, _states(CaseState.ACCEPTED), TAKEN_DOWN),
        CaseFact.TRANSFERRED: Step(
            CaseState.TRANSFERRED,
            _states(CaseState.ACCEPTED, CaseState.FILED, CaseState.NOT_FILED),
            TAKEN_DOWN,
        ),
        CaseFact.PROTECTED: Step(CaseState.PROTECTED, BEFORE_SAFE),
        CaseFact.ASSESSED: Step(CaseState.ASSESSED, LIVE - {CaseState.ASSESSED}),
        CaseFact.PLANNED: Step(
            CaseState.PLANNED, _states(CaseState.ASSESSED), frozenset({CaseFact.ASSESSED})
        ),
        CaseFact.CLOSED: Step(CaseState.CLOSED, LIVE, frozenset({CaseFact.CLOSE_ASKED})),
        CaseFact.REOPENED: Step(CaseState.OPEN, _states(CaseState.CLOSED)),
    }
)
NEEDS: Mapping[CaseFact, frozenset[CaseFact]] = MappingProxyType(
    {
        CaseFact.REVIEWED: frozenset({CaseFact.PLANNED}),
        CaseFact.CLOSE_REFUSED: frozenset({CaseFact.CLOSE_ASKED}),
    }
)


def move(state: CaseState, fact: CaseFact) -> CaseState:
    """Where a fact takes a case; where it stands already for most facts."""
    step = ROAD.get(fact)
    return step.to if step is not None and state in step.out_of else state


def may_tell(state: CaseState, fact: CaseFact, known: Collection[CaseFact]) -> bool:
    """Whether a fact can be told of a case now: it is live, and what must come before it is known."""
    if (state is CaseState.CLOSED) is not (fact is CaseFact.REOPENED):
        return False
    needs = needs_of(fact)
    return state is not CaseState.DRAFT and (not needs or bool(needs & set(known)))


def needs_of(fact: CaseFact) -> frozenset[CaseFact]:
    """One of which must be known before this one is told; empty: none."""
    step = ROAD.get(fact)
    return step.needs if step is not None else NEEDS.get(fact, frozenset())


def ensure_may_tell(state: CaseState, fact: CaseFact, known: Collection[CaseFact]) -> None:
    """Raise CareError casework.over for a closed case, casework.too_soon when something must come before."""
    if not may_tell(state, fact, known):
        raise CareError("casework.over" if state is CaseState.CLOSED else "casework.too_soon")


# What a fact sets going, and how long there is for it; how long, a profile may change (`Terms`).
SETS: Mapping[CaseFact, tuple[ClockKind, ...]] = MappingProxyType(
    {
        CaseFact.SENT: (ClockKind.CALL,),
        CaseFact.UNREACHED: (ClockKind.CALL,),  # sent, and nobody was there to be told
        CaseFact.POLICE_CALLED: (ClockKind.ACCEPT,),
        CaseFact.ACCEPTED: (ClockKind.FEEDBACK,),
        CaseFact.TRANSFERRED: (ClockKind.ACCEPT,),
        CaseFact.ASSESSED: (ClockKind.PLAN,),
        CaseFact.PLANNED: (ClockKind.REVIEW,),
        CaseFact.CLOSE_ASKED: (ClockKind.CLOSING,),
        CaseFact.REOPENED: (ClockKind.CALL,),
    }
)
ENDS: Mapping[CaseFact, frozenset[ClockKind]] = MappingProxyType(
    {
        CaseFact.POLICE_CALLED: frozenset({ClockKind.CALL}),
        CaseFact.ACCEPTED: frozenset({ClockKind.CALL, ClockKind.ACCEPT}),
        CaseFact.FILED: frozenset({ClockKind.FEEDBACK}),
        CaseFact.NOT_FILED: frozenset({ClockKind.FEEDBACK}),
        CaseFact.TRANSFERRED: frozenset({ClockKind.FEEDBACK}),
        CaseFact.ASSESSED: frozenset({ClockKind.PLAN, ClockKind.REVIEW}),
        CaseFact.PLANNED: frozenset({ClockKind.PLAN, ClockKind.REVIEW}),
        CaseFact.CLOSE_REFUSED: frozenset({ClockKind.CLOSING}),
        # Whoever held it for done has it no more.
        CaseFact.LAPSED: frozenset({ClockKind.CLOSING}),
        CaseFact.HANDED_ON: frozenset({ClockKind.CLOSING}),
        CaseFact.CLOSED: frozenset(ClockKind),
    }
)
ONCE = frozenset({ClockKind.CALL, ClockKind.ACCEPT})


def is_once(fact: CaseFact, kind: ClockKind) -> bool:
    """Whether a clock that was answered isn't set again: a second call to the police is not accepted anew.

    Passed on, a case is accepted anew, by whoever it was passed to.
    """
    return kind in ONCE and fact is not CaseFact.TRANSFERRED


@dataclass(frozen=True)
class Terms:
    """How long there is for each, in the place's own habit; `reviews` in days after the plan."""

    call: timedelta | None = timedelta(minutes=15)  # None: this situation isn't the police's
    accept: timedelta = timedelta(days=1)
    feedback: timedelta = timedelta(days=3)
    plan: timedelta = timedelta(days=7)
    reviews: tuple[int, ...] = (7, 14, 30, 90)
    closing: timedelta = timedelta(days=1)

    def due(self, kind: ClockKind, *, now: datetime) -> tuple[datetime, ...]:
        """When a clock of this kind rings that is set now; a plan has several reviews."""
        if kind is ClockKind.REVIEW:
            return tuple(now + timedelta(days=days) for days in self.reviews)
        if kind is ClockKind.CALL:
            return () if self.call is None else (now + self.call,)
        waits = {
            ClockKind.ACCEPT: self.accept,
            ClockKind.FEEDBACK: self.feedback,
            ClockKind.PLAN: self.plan,
            ClockKind.CLOSING: self.closing,
        }
        return (now + waits[kind],)


def asks_at(due: datetime, *, now: datetime) -> datetime:
    """When somebody is asked about an answer that others owe us by then: a day before, if that is to come."""
    return before if (before := due - timedelta(days=1)) > now else due


def rings_again(kind: ClockKind, *, rung: int) -> timedelta:
    """How long until an unanswered clock rings once more: the police's in minutes, the others' in days."""
    if kind is ClockKind.CALL:
        return timedelta(minutes=min(15 * 2**rung, 240))
    return timedelta(days=min(1 + rung, 7))
