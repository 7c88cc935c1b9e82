"""The shape of a jurisdiction's profile."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, Literal, Self

import holidays
from pydantic import AfterValidator, BeforeValidator, Field, PositiveInt, model_validator

from models.case_codes import Involved
from models.codes import Role
from services.profile.choices import (
    AwayChoice,
    C,
    CareType,
    Choice,
    Choices,
    Fixed,
    HomeReport,
    Hotline,
    InvolvedGroup,
    Mood,
    ScriptLine,
    Situation,
    Tag,
)
from services.profile.lesson import Lesson
from services.profile.papers import Papers
from services.profile.purposes import Answering, Purpose
from services.profile.retention import Retention

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _quoted(value: Any) -> Any:
    # YAML reads an unquoted 19:30 as the number 1170, which would pass for nineteen minutes past midnight.
    if not isinstance(value, str) or not re.fullmatch(r"[0-2][0-9]:[0-5][0-9]", value):
        raise ValueError('must be a time in quotes, such as "19:30"')
    return value


def _weekday_numbers(value: Any) -> Any:
    if not isinstance(value, list) or not value or any(day not in WEEKDAYS for day in value):
        raise ValueError(f"must name days out of {', '.join(WEEKDAYS)}")
    return frozenset(WEEKDAYS.index(day) for day in value)


def _weekday_number(value: Any) -> Any:
    if value not in WEEKDAYS:
        raise ValueError(f"must be one of {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(value)


def _five_faces(moods: tuple[Mood, ...]) -> tuple[Mood, ...]:
    if [mood.value for mood in moods] != [1, 2, 3, 4, 5]:
        raise ValueError("must be the five from 1 to 5, in order")
    return moods


def _with_a_calendar(value: str) -> str:
    if not hasattr(holidays, value):
        raise ValueError("must be the two letters of a country whose holidays are known, such as CN")
    return value


LocalTime = Annotated[time, BeforeValidator(_quoted)]
Weekdays = Annotated[frozenset[int], BeforeValidator(_weekday_numbers)]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$"), AfterValidator(_with_a_calendar)]
Phrases = Mapping[str, tuple[str, ...]]


class AgeGates(Fixed):
    """Birthdays that change what the law asks, in years."""

    unattended: PositiveInt
    data_consent: PositiveInt
    live_alone: PositiveInt
    adult: PositiveInt


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


class DutyCheck(Fixed):
    """When everybody on duty is asked each week whether they can be reached, and how long they have."""

    weekday: Annotated[int, BeforeValidator(_weekday_number)]
    hour: LocalTime
    patience_hours: Annotated[int, Field(ge=1, le=72)]


class MonthlyReminder(Fixed):
    """A reminder a month, at `hour` of its reader's own zone.

    `boarders`: the weekdays (0 is Monday) on which a child who boards can be reached.
    """

    kind: Literal["monthly"]
    day: Annotated[int, Field(ge=1, le=28)]
    hour: LocalTime
    boarders: Weekdays | None = None


class Reminders(Fixed):
    """The two reminders of a month; either of them done is enough for both."""

    call: MonthlyReminder
    letter: MonthlyReminder


class InvitationHours(Fixed):
    """How long an invitation can be opened."""

    staff: PositiveInt
    family: PositiveInt


class QuietHours(Fixed):
    """When only an alert may ring; the window may pass midnight."""

    start: LocalTime
    end: LocalTime


class Profile(Fixed):
    """Everything that a law, a ministry or a habit of the place decides.

    `country`: whose public holidays a school keeps; without it a school enters all of them.
    """

    id: str
    country: Country | None = None
    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    last_reviewed: date
    verified: bool
    lbc_definition: Literal["civil_affairs_2016", "school_wide", "local"]
    consent_version: str
    age_gates: AgeGates
    situations: Choices[Situation]
    involved: Choices[InvolvedGroup]
    from_home: Choices[HomeReport]
    ladder: Ladder
    draft_seconds: PositiveInt
    acknowledgement: Acknowledgement
    duty_check: DutyCheck
    lesson: Lesson
    hotlines: Annotated[tuple[Hotline, ...], Field(min_length=1)]
    call_script: Choices[ScriptLine]
    reminders: Reminders
    silent_months: PositiveInt
    later: Choices[Choice]
    cant: Choices[Choice]
    tags: Choices[Tag]
    moods: Annotated[tuple[Mood, ...], AfterValidator(_five_faces)]
    care_types: Choices[CareType]
    away: Choices[AwayChoice]
    purposes: Choices[Purpose]
    answering: Answering
    recall_minutes: PositiveInt
    invitation_hours: InvitationHours
    quiet_hours: QuietHours
    evening: LocalTime
    retention: Retention
    papers: Papers
    danger_words: Phrases
    harmless_words: Phrases

    def situation(self, code: str) -> Situation:
        """Return the situation of `code`. Raises KeyError."""
        return _by_code(self.situations, code)

    def group(self, code: str) -> InvolvedGroup:
        """Return the group of people who may be involved of `code`. Raises KeyError."""
        return _by_code(self.involved, code)

    def tag(self, code: str) -> Tag:
        """Return the check-in tag of `code`. Raises KeyError."""
        return _by_code(self.tags, code)

    def purpose(self, code: str) -> Purpose:
        """Return the purpose of `code`. Raises KeyError."""
        return _by_code(self.purposes, code)

    @model_validator(mode="after")
    def _nobody_is_told_by_mistake(self) -> Self:
        for group in self.involved:
            where = f"involved {group.code}"
            if "household" not in group.excludes:
                raise ValueError(f"{where}: excludes must name the household")
            if "school_staff" in group.excludes and group.ladder_from != "county_officer":
                raise ValueError(f"{where}: excludes the school, so ladder_from must be county_officer")
            if group.ladder_from not in {step.role for step in self.ladder.steps}:
                raise ValueError(f"{where}: ladder_from is no step of the ladder")
        return self

    @model_validator(mode="after")
    def _every_reference_leads_somewhere(self) -> Self:
        known = {situation.code for situation in self.situations}
        named = [(tag.code, tag.situation) for tag in self.tags]
        named += [(care.code, care.situation) for care in self.care_types]
        named += [(one.code, one.situation) for one in self.from_home]
        for code, situation in named:
            if situation is not None and situation not in known:
                raise ValueError(f"{code}: situation {situation} is not in the list")
        if {group.code for group in self.involved} != set(Involved):
            raise ValueError(f"involved must have exactly {', '.join(Involved)}")
        if {*self.danger_words, *self.harmless_words} - {*self.languages}:
            raise ValueError("danger_words and harmless_words: only the profile's languages")
        return self


def _by_code(choices: tuple[C, ...], code: str) -> C:
    for choice in choices:
        if choice.code == code:
            return choice
    raise KeyError(code)
