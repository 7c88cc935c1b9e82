"""A roster as people see it, and what they are told of it. None of it says whether there is a case."""

from dataclasses import dataclass
from datetime import date

from services.duty.rules import Gap, Turn, Why
from services.notifications.facts import Facts


@dataclass(frozen=True)
class Colleague:
    person_id: int
    name: str


@dataclass(frozen=True)
class TurnView:
    """`name` is who is there, `instead_of` whose turn it was; `why`: nobody is there who can be told."""

    turn: Turn
    name: str | None
    instead_of: str | None
    why: Why | None


@dataclass(frozen=True)
class AwayView:
    leave_id: int
    name: str
    first: date
    last: date
    deputy: str | None


@dataclass(frozen=True)
class SecondView:
    """Who stands in from elsewhere, or was asked and hasn't answered."""

    name: str
    is_waiting: bool


@dataclass(frozen=True)
class RosterView:
    """A week of a school (or, not `is_school`, of a township or a county: of its own step), its gaps of two,
    and whether one adult is alone there (`is_lone`)."""

    school_id: int
    school: str
    has_plan: bool
    turns: tuple[TurnView, ...]
    gaps: tuple[Gap, ...]
    away: tuple[AwayView, ...]
    colleagues: tuple[Colleague, ...]
    is_school: bool
    is_lone: bool
    second: SecondView | None


@dataclass(frozen=True)
class SecondChoice:
    """Who could be asked to stand in, each with the name of where they are."""

    school_id: int
    people: tuple[tuple[Colleague, str], ...]


@dataclass(frozen=True)
class MyTurn:
    school_id: int
    school: str
    turn: Turn
    is_asked: bool  # a colleague has been asked to take it, and hasn't answered


@dataclass(frozen=True)
class MyDuty:
    """Whoever on this phone is on a ladder: their turns of two weeks, and when they are away.

    `keeps`: the township or county, with its name, whose roster they keep; a school's is on its own card.
    """

    person_id: int
    today: date
    turns: tuple[MyTurn, ...]
    away: tuple[AwayView, ...]
    keeps: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class TurnChoice:
    """Who could take a turn, or stand in."""

    person_id: int
    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True)
class TurnAsked(Facts):
    """Would you take this turn?"""

    change_id: int
    asked_by: str
    school: str
    turn: Turn


@dataclass(frozen=True)
class TurnAnswered(Facts):
    """`is_unreached`: their phone takes no message, so they could not be asked."""

    asked_by: str
    person: str
    school: str
    turn: Turn
    is_accepted: bool
    is_unreached: bool = False


@dataclass(frozen=True)
class AwayTold(Facts):
    """`is_deputy`: the reader stands in."""

    name: str
    first: date
    last: date
    deputy: str | None
    is_deputy: bool


@dataclass(frozen=True)
class GapsTold(Facts):
    school_id: int
    school: str
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class SecondAsked(Facts):
    second_id: int
    asked_by: str
    school: str


@dataclass(frozen=True)
class SecondAnswered(Facts):
    person: str
    school: str
    is_accepted: bool
    is_unreached: bool = False
