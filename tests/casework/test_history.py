"""What follows from a history with amendments: pure."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from models import CaseEvent
from models.case_codes import CaseFact, CaseState, ClockKind
from services.cases.history import in_force, is_whole, owed_by, since_opened, stands_at
from services.cases.rules import Terms
from tests.world import NOW

F = CaseFact


def event(place: int, fact: CaseFact, amends: int | None = None) -> CaseEvent:
    return CaseEvent(
        id=place, case_id=1, fact=fact, happened_at=NOW, entered_at=NOW, amends_id=amends
    )  # fmt: skip


def test_an_amendment_of_an_amendment_stands_in_the_first_ones_place() -> None:
    events = [event(1, F.SENT), event(2, F.ACCEPTED), event(3, F.FILED), event(4, F.ACCEPTED, 2)]
    assert [one.id for one in in_force(events)] == [1, 4, 3]
    assert [one.id for one in in_force([*events, event(5, F.ACCEPTED, 4)])] == [1, 5, 3]
    assert [one.id for one in in_force([*events, event(5, F.TAKEN_BACK, 4)])] == [1, 3]


def test_what_was_before_a_case_was_opened_again_is_no_more_of_it() -> None:
    events = [event(1, F.SENT), event(2, F.CLOSED), event(3, F.REOPENED), event(4, F.OPENED)]
    assert [one.id for one in since_opened(events)] == [4]
    assert [one.id for one in since_opened(events[:2])] == [1, 2]


def test_a_call_before_it_was_sent_moves_nothing() -> None:
    assert stands_at([F.RAISED, F.POLICE_CALLED, F.SENT]) is CaseState.OPEN
    assert stands_at([F.RAISED, F.UNREACHED, F.POLICE_CALLED]) is CaseState.POLICE_CALLED
    assert stands_at([F.RAISED]) is CaseState.DRAFT


def test_what_needs_something_before_it_has_it() -> None:
    assert is_whole([F.SENT, F.POLICE_CALLED, F.ACCEPTED])
    assert not is_whole([F.SENT, F.ACCEPTED])
    assert not is_whole([F.POLICE_CALLED, F.CLOSE_ASKED, F.CLOSED, F.REOPENED, F.ACCEPTED])


def test_a_second_call_owes_no_second_acceptance_but_a_transfer_does() -> None:
    day = timedelta(days=1)
    told = [(F.SENT, NOW), (F.POLICE_CALLED, NOW), (F.ACCEPTED, NOW), (F.POLICE_CALLED, NOW + day)]
    assert owed_by(told, Terms()) == {ClockKind.FEEDBACK: (NOW + 3 * day,)}
    told.append((F.TRANSFERRED, NOW + 2 * day))
    assert owed_by(told, Terms()) == {ClockKind.ACCEPT: (NOW + 3 * day,)}


def test_each_review_answers_for_one_that_was_due() -> None:
    told = [(F.SENT, NOW), (F.POLICE_CALLED, NOW), (F.ASSESSED, NOW), (F.PLANNED, NOW), (F.REVIEWED, NOW)]
    assert [due - NOW for due in owed_by(told, Terms())[ClockKind.REVIEW]] == [
        timedelta(days=days) for days in (14, 30, 90)
    ]


@given(st.lists(st.sampled_from(sorted(F)), max_size=30))
def test_nothing_is_owed_once_it_is_closed_and_a_call_once_it_is_open_again(facts: list[CaseFact]) -> None:
    told = [(F.SENT, NOW), *((fact, NOW) for fact in facts)]
    assert owed_by([*told, (F.CLOSE_ASKED, NOW), (F.CLOSED, NOW)], Terms()) == {}
    again = owed_by([*told, (F.CLOSED, NOW), (F.REOPENED, NOW)], Terms())
    assert again.keys() == {ClockKind.CALL}
