"""What may have happened to a child, and what the law or good practice asks of whoever has seen it."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, PositiveInt, model_validator

from models import case_codes as codes
from services.profile.ages import age_on
from services.profile.choices import Choice, Code, Fixed, Label, Words

Deadline = Literal["immediately", "promptly", "written"]


class Authority(Fixed):
    """Somebody outside whom a report may go to, as the place calls them; `police` are who is called."""

    code: codes.Authority
    words: Label


class Advice(Fixed):
    """One thing to do or to leave: short, for somebody whose hands shake. `source`: where it comes from."""

    code: Code
    words: Words
    source: str
    verified: bool = False  # its source was read, and says it


class Duty(Fixed):
    """Who must report a suspicion, and who may: said to whoever has reported one at work."""

    words: Words
    source: str
    verified: bool = False  # its source was read, and says it


class AgeRange(Fixed):
    """For whom a situation is meant, in full years: `from` 14, or `below` 14."""

    from_: PositiveInt | None = Field(default=None, alias="from")
    below: PositiveInt | None = None

    @model_validator(mode="after")
    def _has_an_end(self) -> Self:
        if self.from_ is None and self.below is None:
            raise ValueError("must have from or below")
        return self

    def holds(self, age: int) -> bool:
        return (self.from_ is None or age >= self.from_) and (self.below is None or age < self.below)


class Situation(Choice):
    """What may have happened to a child, in the words a report to the police begins with.

    `authority`: who gets the report, in this order; `checklist`: codes of the profile's advice; `ages`: for
    whom the law wrote it, which a birthday can only hint at: the situation is offered to everybody; `basis`:
    the law as a paper to an authority cites it, where `source` isn't in its language. `asks_home`: family
    whom the matrix lets know now can be asked where the child is (`where`), or called to it (`come`).
    """

    meaning: Words
    authority: Annotated[tuple[codes.Authority, ...], Field(min_length=1)]
    deadline: Deadline
    checklist: Annotated[tuple[Code, ...], Field(min_length=3, max_length=6)]
    ages: AgeRange | None = None
    default_exclusion: Literal["household", "school"] = "household"
    source: str
    basis: Words | None = None
    verified: bool
    medical_first: bool = False
    asks_home: Literal["where", "come"] | None = None

    @property
    def goes_to_police(self) -> bool:
        return codes.Authority.POLICE in self.authority

    def fits(self, born_on: date, on: date) -> bool:
        """Whether it was written for a child of that age on that day."""
        return self.ages is None or self.ages.holds(age_on(born_on, on))
