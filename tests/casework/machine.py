"""A case under random events, and what must hold of it after each, written from the drawing of its road."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from hypothesis import strategies as st
from sqlmodel import col, select

from models import Case, CaseClock, CaseEvent, CaseReferral
from models.case_codes import CaseFact, CaseState, ClockKind
from models.database import Database
from services.cases.rules import may_tell, move
from tests.alerts import story
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, TEACHER

S, F = CaseState, CaseFact
BEFORE_SAFE = {S.OPEN, S.POLICE_CALLED, S.ACCEPTED, S.FILED, S.NOT_FILED, S.TRANSFERRED}
LIVE = {*BEFORE_SAFE, S.PROTECTED, S.ASSESSED, S.PLANNED}
# From where to where an arrow is drawn.
ARROWS = {
    (S.OPEN, S.POLICE_CALLED), (S.OPEN, S.ACCEPTED), (S.POLICE_CALLED, S.ACCEPTED),
    (S.TRANSFERRED, S.ACCEPTED), (S.ACCEPTED, S.FILED), (S.ACCEPTED, S.NOT_FILED), (S.NOT_FILED, S.FILED),
    (S.ASSESSED, S.PLANNED), (S.CLOSED, S.OPEN),
    *((one, S.TRANSFERRED) for one in (S.ACCEPTED, S.FILED, S.NOT_FILED)),
    *((one, S.PROTECTED) for one in BEFORE_SAFE),
    *((one, S.ASSESSED) for one in LIVE - {S.ASSESSED}),
    *((one, S.CLOSED) for one in LIVE),
}  # fmt: skip

FACTS = st.lists(st.sampled_from(sorted(CaseFact)), max_size=40)

HOLDERS = (HEAD, HEAD, DEPUTY, COUNTY)
STEPS = ("accepted", "filed", "not_filed", "transferred", "protected")
PRESSES = (
    "caseme:1:0", "caseon:1:on", "caseon:1:police", "caseon:1:safe", "rdrp:1:police:phone:1",
    "rdrp:1:civil_affairs:written:1", "rdrb:1:health:7", "rdra:1:accepted", "rdcl:1:no_harm", "rdca:1:1",
    "rdca:1:0", "rdct:1", "rdsi:1:0", *(f"rdst:1:{step}" for step in STEPS),
)  # fmt: skip
OWN = ("alpo:1:now", "alpo:1:silent", "alpo:1:station", "alpo:1:there", "alpo:1:others", "rdro:1:1")
WRITTEN = ("needs", "plan", "review", "not_required", "seen")
DO = st.one_of(
    st.tuples(st.just("press"), st.sampled_from(HOLDERS), st.sampled_from(PRESSES)),
    st.tuples(st.just("press"), st.just(TEACHER), st.sampled_from(OWN)),
    st.tuples(st.just("write"), st.sampled_from(HOLDERS), st.sampled_from(WRITTEN)),
    st.tuples(st.just("undo"), st.just(HEAD), st.sampled_from(("1", "1", "2", "3"))),
    st.tuples(st.just("retime"), st.just(HEAD), st.sampled_from(("1", "2"))),
    st.tuples(st.just("wait"), st.just(0), st.sampled_from(("5", "61", "1500", "11000"))),
    st.tuples(st.just("restart"), st.just(0), st.just("")),
)
DEEDS = st.lists(DO, min_size=5, max_size=25)
Deed = tuple[str, int, str]


def check_pure(facts: Sequence[CaseFact]) -> None:
    """However facts come, a case moves along drawn arrows only, and can always be gone on with."""
    state, known = S.OPEN, {F.RAISED, F.SENT}
    for fact in facts:
        if not may_tell(state, fact, known):
            continue
        after = move(state, fact)
        assert after is state or (state, after) in ARROWS, (state, fact, after)
        assert after is not S.CLOSED or F.CLOSE_ASKED in known
        assert after is not S.FILED or F.ACCEPTED in known
        state = after
        known.add(fact)
        onward = [one for one in CaseFact if may_tell(state, one, known)]
        assert onward == [F.REOPENED] if state is S.CLOSED else F.CLOSE_ASKED in onward


@dataclass
class Seen:
    case: Case
    clocks: list[CaseClock]
    facts: list[CaseFact]
    waits: bool  # whether a referral isn't answered


async def look(database: Database) -> Seen:
    async with database.reading() as session:
        case = (await session.exec(select(Case))).one()
        clocks = list(await session.exec(select(CaseClock)))
        events = list(await session.exec(select(CaseEvent).order_by(col(CaseEvent.id))))
        waiting = select(CaseReferral.id).where(col(CaseReferral.answer).is_(None))
        waits = (await session.exec(waiting)).first() is not None
    return Seen(case, clocks, _standing(events), waits)


def _standing(events: Sequence[CaseEvent]) -> list[CaseFact]:
    """What was taken back is gone; what was amended stands where it stood."""
    left = {one.id: one for one in events if one.amends_id is None}
    place = {one.id: one.id for one in events}
    for one in events:
        if one.amends_id is not None:
            place[one.id] = place[one.amends_id]
            left[place[one.id]] = one
    return [one.fact for one in left.values() if one.fact is not F.TAKEN_BACK]


def owed(seen: Seen) -> set[ClockKind]:
    """Which clocks must run by what has happened since the case was opened last."""
    last = max((place for place, one in enumerate(seen.facts) if one is F.REOPENED), default=0)
    facts = seen.facts[last:]

    def newest(*kinds: CaseFact) -> CaseFact | None:
        return next((one for one in reversed(facts) if one in kinds), None)

    closing = newest(F.CLOSE_ASKED, F.CLOSE_REFUSED, F.LAPSED, F.HANDED_ON, F.REROUTED)
    runs = {
        ClockKind.CALL: newest(F.POLICE_CALLED, F.ACCEPTED) is None,
        ClockKind.ACCEPT: newest(F.TRANSFERRED, F.ACCEPTED) is F.TRANSFERRED
        or (newest(F.POLICE_CALLED) is not None and newest(F.ACCEPTED) is None),
        ClockKind.FEEDBACK: newest(F.ACCEPTED, F.FILED, F.NOT_FILED, F.TRANSFERRED) is F.ACCEPTED,
        ClockKind.PLAN: newest(F.ASSESSED, F.PLANNED) is F.ASSESSED,
        ClockKind.CLOSING: closing is F.CLOSE_ASKED,
        ClockKind.REFERRAL: seen.waits,
        ClockKind.REVIEW: reviews_owed(seen.facts) > 0,
    }
    return {kind for kind, does in runs.items() if does}


def reviews_owed(facts: Sequence[CaseFact]) -> int:
    """Of a plan that stands four are owed, after 7, 14, 30 and 90 days; each one done is one less."""
    last = max(
        (place for place, one in enumerate(facts) if one in (F.ASSESSED, F.PLANNED, F.REOPENED)), default=0
    )
    if facts[last] is not F.PLANNED:
        return 0
    return max(0, 4 - sum(one is F.REVIEWED for one in facts[last:]))


def check(before: Seen, after: Seen) -> None:
    """No illegal state, no open case without a next step, no clock lost."""
    case = after.case
    passed = [before.case.state, case.state]
    if len(after.facts) < len(before.facts) or after.facts == before.facts:
        assert case.state is _walked(after.facts), after.facts
    else:
        assert passed[0] is passed[1] or _is_reachable(*passed), passed
    assert (case.escalate_at is not None) is (case.state is not S.CLOSED)
    for clock in after.clocks:
        assert (clock.due_at is None) is (clock.settled_at is not None)
    running = {clock.kind for clock in after.clocks if clock.settled_at is None}
    if case.state is S.CLOSED:
        assert running == set()
        return
    assert running == owed(after), (running, after.facts)
    reviews = sum(clock.kind is ClockKind.REVIEW and clock.settled_at is None for clock in after.clocks)
    assert reviews == reviews_owed(after.facts), (reviews, after.facts)


def _walked(facts: Sequence[CaseFact]) -> CaseState:
    """Where these facts alone lead, along the drawn arrows."""
    state = S.OPEN
    for fact in facts:
        goal = S(fact.value) if fact.value in {one.value for one in S} else state
        goal = S.OPEN if fact is F.REOPENED else goal
        state = goal if (state, goal) in ARROWS else state
    return state


def _is_reachable(start: CaseState, end: CaseState) -> bool:
    """By one arrow or, where a deed waited out several, by two."""
    return (start, end) in ARROWS or any((start, one) in ARROWS and (one, end) in ARROWS for one in S)


async def begin(room: Room) -> None:
    """A report that the head has taken."""
    await story.report(room)
    await room.phone(HEAD).press(story.TAKE)


async def do(room: Room, deed: Deed) -> None:
    what, who, how = deed
    if what == "press":
        await room.phone(who).press_data(how)
    elif what in ("undo", "retime"):
        await _amend(room, who, is_undone=what == "undo", back=int(how))
    elif what == "write":
        await room.phone(who).press_data(f"rdwr:1:{how}:0")
        await room.phone(who).send("写给以后看的人。")
    else:
        room.clock.at += timedelta(minutes=int(how or 0))
        await room.metronome.settle()


async def _amend(room: Room, who: int, *, is_undone: bool, back: int) -> None:
    """The entry so many before the newest, whatever it is: a forged press on the wrong one does nothing."""
    async with room.database.reading() as session:
        ids = list(await session.exec(select(CaseEvent.id).order_by(col(CaseEvent.id).desc()).limit(back)))
    if is_undone:
        await room.phone(who).press_data(f"rdtb:{ids[-1]}:mistap")
    else:
        await room.phone(who).press_data(f"rdty:{ids[-1]}:0")
        await room.phone(who).send("昨天 21:30")
