"""Five questions for whoever has just joined: what to do with a suspicion, learnt before one comes."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from services.profile.choices import Choice, Choices, Code, Fixed, Words

QUESTIONS, ANSWERS = 5, 3


class Answer(Choice):
    """One of three; exactly one of them is right."""

    code: Annotated[str, Field(pattern=r"^[a-z]{1,8}$")]
    right: bool = False


def _one_right(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    if len(answers) != ANSWERS:
        raise ValueError(f"must be exactly {ANSWERS}")
    if sum(one.right for one in answers) != 1:
        raise ValueError("must have exactly one that is right")
    return answers


class Question(Fixed):
    """`why`: one kind sentence that is read after any answer. `source`: what it rests on."""

    code: Annotated[str, Field(pattern=r"^[a-z]{1,8}$")]
    words: Words
    answers: Annotated[Choices[Answer], AfterValidator(_one_right)]
    why: Words
    source: str
    verified: bool


class Lesson(Fixed):
    """`version` changes with the questions: whoever has learnt another one is asked once more."""

    version: Code
    questions: Choices[Question]

    @model_validator(mode="after")
    def _five(self) -> Self:
        if len(self.questions) != QUESTIONS:
            raise ValueError(f"questions must be exactly {QUESTIONS}")
        return self

    def question(self, code: str) -> Question | None:
        return next((one for one in self.questions if one.code == code), None)
