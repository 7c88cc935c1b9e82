"""What data is kept or used for, on which ground, and how somebody's request about it is answered."""

from typing import Literal, Self

from pydantic import PositiveInt, model_validator

from services.profile.choices import Choice, Fixed, Words


class Purpose(Choice):
    """One purpose. A duty is told, never asked; an option is asked of a parent, and later of the child.

    `meaning`: what, for how long, and what follows from a no, in one plain sentence. A new `version` lets the
    answers to the one before lapse.
    """

    basis: Literal["duty", "consent"]
    meaning: Words
    version: str
    asks_child_from: PositiveInt | None = None

    @model_validator(mode="after")
    def _a_duty_asks_nobody(self) -> Self:
        if self.basis == "duty" and self.asks_child_from is not None:
            raise ValueError(f"{self.code}: a duty asks nobody, the child neither")
        return self


class Answering(Fixed):
    """How long the school has to answer a request, and where somebody complains of the answer."""

    days: PositiveInt
    verified: bool
    complaint: Words
