"""The lesson as its reader and as the school's administrators see it."""

from dataclasses import dataclass
from datetime import datetime

from services.notifications.facts import Facts
from services.profile import Question
from services.profile.lesson import Answer


@dataclass(frozen=True)
class Progress:
    """Where somebody stands. `name` is said only where several who learn share a phone."""

    person_id: int
    name: str | None
    version: str
    total: int
    first: Question
    missing: tuple[Question, ...]
    passed_at: datetime | None


@dataclass(frozen=True)
class Asked:
    """One question, the `place`-th of all."""

    progress: Progress
    question: Question
    place: int
    is_review: bool


@dataclass(frozen=True)
class Answered:
    """What was chosen; `following` None: the round is over."""

    asked: Asked
    chosen: Answer
    following: Question | None


@dataclass(frozen=True)
class Outdated:
    """The button belongs to other questions than today's."""

    progress: Progress


@dataclass(frozen=True)
class Learners:
    """Who of a school hasn't done it yet, by name, in the order in which they joined."""

    school_id: int
    left: tuple[str, ...]
    done: int


@dataclass(frozen=True)
class LessonOffer(Facts):
    person_id: int
