"""What follows from a case's events once some were amended or taken back: its state, and what is owed. Pure.

entered ──▶ stands ── amended ──▶ the amendment stands, in the place of the first
                  └── taken back ──▶ as if it had never been entered
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from models import CaseEvent
from models.case_codes import CaseFact, CaseState, ClockKind
from services.cases.rules import ENDS, SETS, Terms, is_once, move, needs_of

BEGINS = frozenset({CaseFact.SENT, CaseFact.UNREACHED})  # somebody was told of it, or was to be


def in_force(events: Iterable[CaseEvent]) -> list[CaseEvent]:
    """Each event as it was amended last, in the place of the first; without those taken back."""
    first: dict[int | None, int | None] = {}
    newest: dict[int | None, CaseEvent] = {}
    for one in events:
        first[one.id] = first.get(one.amends_id, one.id) if one.amends_id else one.id
        newest[first[one.id]] = one
    return [one for one in newest.values() if one.fact is not CaseFact.TAKEN_BACK]


def since_opened(events: Sequence[CaseEvent]) -> Sequence[CaseEvent]:
    """Those since the case was opened again last."""
    last = max((place for place, one in enumerate(events) if one.fact is CaseFact.REOPENED), default=-1)
    return events[last + 1 :]


def stands_at(facts: Iterable[CaseFact]) -> CaseState:
    """How far a case has come by these facts, in their order."""
    state = CaseState.DRAFT
    for fact in facts:
        state = CaseState.OPEN if state is CaseState.DRAFT and fact in BEGINS else move(state, fact)
    return state


def is_whole(facts: Iterable[CaseFact]) -> bool:
    """Whether each fact has before it what it needs."""
    known: set[CaseFact] = set()
    for fact in facts:
        if fact is CaseFact.REOPENED:
            known.clear()
        needs = needs_of(fact)
        if needs and not needs & known:
            return False
        known.add(fact)
    return True


def owed_by(
    told: Iterable[tuple[CaseFact, datetime]], terms: Terms
) -> Mapping[ClockKind, tuple[datetime, ...]]:
    """When each clock that still runs was due first; `told`: each fact with when it happened."""
    owed: dict[ClockKind, tuple[datetime, ...]] = {}
    answered: set[ClockKind] = set()
    state = CaseState.DRAFT
    for fact, at in told:
        state = CaseState.OPEN if state is CaseState.DRAFT and fact in BEGINS else move(state, fact)
        if fact is CaseFact.REOPENED:
            answered.clear()
        if fact is CaseFact.REVIEWED:
            owed[ClockKind.REVIEW] = owed.get(ClockKind.REVIEW, ())[1:]
        for kind in ENDS.get(fact, frozenset()) & {one for one, due in owed.items() if due}:
            del owed[kind]
            answered.add(kind)
        for kind in SETS.get(fact, ()) if state not in (CaseState.DRAFT, CaseState.CLOSED) else ():
            is_answered = is_once(fact, kind) and kind in answered
            if not owed.get(kind) and not is_answered:
                owed[kind] = terms.due(kind, now=at)
    return {kind: due for kind, due in owed.items() if due}
