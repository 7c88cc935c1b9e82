"""Which question comes next. Pure.

a round:   the questions that aren't right yet, in the profile's order
           ──▶ all are right now: passed, and never asked again
           ──▶ some are not: “these two again”, which is the next round
again:     whoever has passed may look through all five; nothing changes
"""

from collections.abc import Collection, Sequence

from models.codes import IN_THE_FIELD, OF_A_SCHOOL, Role
from services.profile import Question

LEARNERS = OF_A_SCHOOL | IN_THE_FIELD | {Role.VOLUNTEER}


def missing(questions: Sequence[Question], right: Collection[str]) -> tuple[Question, ...]:
    return tuple(one for one in questions if one.code not in right)


def next_after(
    questions: Sequence[Question], right: Collection[str], *, code: str, is_review: bool
) -> Question | None:
    """The question of this round that comes after `code`; None: the round is over."""
    codes = [one.code for one in questions]
    later = questions[codes.index(code) + 1 :]
    return next(iter(later if is_review else missing(later, right)), None)
