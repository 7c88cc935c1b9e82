"""What a person may choose from: a code that is stored, and words that are shown."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Literal, Protocol, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from models.case_codes import Involved
from models.codes import Away, Care, Role

BUTTON_LENGTH = {"zh_CN": 12}
"""Most characters of a button, by language; a Latin script needs more of them to say the same."""
LATIN_BUTTON_LENGTH = 40


def _in_each_language(words: Mapping[str, str], info: ValidationInfo) -> Mapping[str, str]:
    wanted = set((info.context or {}).get("languages", words))
    if set(words) != wanted:
        raise ValueError(f"must be said in exactly {', '.join(sorted(wanted))}")
    if not all(text.strip() for text in words.values()):
        raise ValueError("must not be empty")
    return words


def _short(words: Mapping[str, str]) -> Mapping[str, str]:
    for language, text in words.items():
        if len(text) > BUTTON_LENGTH.get(language, LATIN_BUTTON_LENGTH):
            raise ValueError(f"is too long for a button in {language}")
    return words


Words = Annotated[Mapping[str, str], AfterValidator(_in_each_language)]
Label = Annotated[Words, AfterValidator(_short)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,15}$")]

Excluded = Literal["household", "school_staff"]


class Fixed(BaseModel):
    """A part of a profile: read once, never changed, and without fields nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Choice(Fixed):
    """One button: what is stored and what is read."""

    code: Code
    words: Label
    pictogram: str = ""


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


C = TypeVar("C", bound=_Coded)


def _distinct(choices: tuple[C, ...]) -> tuple[C, ...]:
    twice = [code for code, times in Counter(choice.code for choice in choices).items() if times > 1]
    if twice:
        raise ValueError(f"has {twice[0]} twice")
    if not choices:
        raise ValueError("must not be empty")
    return choices


Choices = Annotated[tuple[C, ...], AfterValidator(_distinct)]


class InvolvedGroup(Choice):
    """Who may have done it: who must not learn of the case, and who hears of it first.

    `head_if_agreed`: the school's administrators are told too once the reporter has said so.
    """

    code: Involved

    excludes: frozenset[Excluded]
    ladder_from: Role
    head_if_agreed: bool = False


class HomeReport(Choice):
    """What somebody of the household can say in one tap: what may have happened, and who may have done it."""

    situation: Code
    involved: Involved


class Tag(Choice):
    """A word of a check-in. `ask` puts one question before it; `situation` is where the red button leads."""

    worrying: Literal["none", "ask"] = "none"
    situation: Code | None = None


class CareType(Choice):
    """Who looks after the child at home; `situation` when that alone is reason to report."""

    code: Care
    situation: Code | None = None


class AwayChoice(Choice):
    """Which of the parents is away."""

    code: Away


class Mood(Fixed):
    """One of five faces, 1 the saddest."""

    value: Annotated[int, Field(ge=1, le=5)]
    face: str
    words: Label


class Hotline(Fixed):
    """A number to call, as it is dialled inside the country."""

    number: Annotated[str, Field(pattern=r"^[0-9]{3,8}$")]
    words: Label
    note: Words
    verified: bool
    from_afar: Words | None = None  # how it is dialled from another place, in a few words
    serves: Literal["ambulance", "police", "police_text"] | None = None  # what an alert's screen looks for


class AreaCodes(Fixed):
    """What an area code looks like, and those of counties, by name, with which their schools start."""

    pattern: str
    counties: Mapping[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _match(self) -> Self:
        if not all(self.holds(one) for one in self.counties.values()):
            raise ValueError("counties: a code that the pattern doesn't fit")
        return self

    def holds(self, code: str) -> bool:
        return re.fullmatch(self.pattern, code) is not None


class ScriptLine(Fixed):
    """One thing to say on the telephone."""

    code: Code
    words: Words
