"""Who is told of a case one after the other, and how long a case may stay silent."""

from typing import Annotated, Self

from pydantic import Field, PositiveInt, model_validator

from models.codes import Role
from services.profile.choices import Fixed


class LadderStep(Fixed):
    """Who is told, and how long they have before the next is."""

    role: Role
    wait_minutes: PositiveInt


class Ladder(Fixed):
    """Who is told of a case, one after the other; at its end the last step repeats."""

    steps: Annotated[tuple[LadderStep, ...], Field(min_length=1)]
    repeat_minutes: PositiveInt

    def starting_at(self, role: Role) -> tuple[LadderStep, ...]:
        """Return the steps from the first one of `role` on. Raises ValueError when there is none."""
        return self.steps[[step.role for step in self.steps].index(role) :]


class Acknowledgement(Fixed):
    """How long a case may stay silent in somebody's hands: until they are asked, and until it climbs again.

    `review_hours`: instead, once the police know or the child is safe for now.
    """

    ask_minutes: PositiveInt
    lapse_minutes: PositiveInt
    review_hours: PositiveInt

    @model_validator(mode="after")
    def _asked_before(self) -> Self:
        if self.ask_minutes >= self.lapse_minutes:
            raise ValueError("ask_minutes must be less than lapse_minutes")
        return self


class ReferralDays(Fixed):
    """Within how many days another authority is asked to answer: those offered, and the usual one of them."""

    offered: Annotated[tuple[PositiveInt, ...], Field(min_length=1, max_length=6)]
    usual: PositiveInt

    @model_validator(mode="after")
    def _is_offered(self) -> Self:
        if self.usual not in self.offered:
            raise ValueError("usual must be one of those offered")
        return self


class FeedbackDays(Fixed):
    """How long after the police took a report its reporter waits for an answer before somebody asks."""

    days: PositiveInt
    source: str
    verified: bool
