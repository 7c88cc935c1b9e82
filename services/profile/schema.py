"""The shape of a jurisdiction's profile."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self

import holidays
from pydantic import AfterValidator, Field, PositiveInt, ValidationInfo, model_validator

from services.profile.ages import AgeGates
from services.profile.choices import (
    AreaCodes,
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
    Tag,
)
from services.profile.ladder import Acknowledgement, FeedbackDays, Ladder, ReferralDays
from services.profile.lesson import Lesson
from services.profile.papers import Papers
from services.profile.purposes import Answering, Purpose
from services.profile.retention import Retention
from services.profile.situations import Advice, Authority, Duty, Situation
from services.profile.telling import Telling
from services.profile.times import DutyCheck, InvitationHours, LocalTime, QuietHours, Reminders, Weekday
from services.profile.whole import find_faults


def _five_faces(moods: tuple[Mood, ...]) -> tuple[Mood, ...]:
    if [mood.value for mood in moods] != [1, 2, 3, 4, 5]:
        raise ValueError("must be the five from 1 to 5, in order")
    return moods


def _rising(days: tuple[int, ...]) -> tuple[int, ...]:
    if list(days) != sorted(set(days)):
        raise ValueError("must rise from one to the next")
    return days


def _with_a_calendar(value: str) -> str:
    if not hasattr(holidays, value):
        raise ValueError("must be the two letters of a country whose holidays are known, such as CN")
    return value


Country = Annotated[str, Field(pattern="^[A-Z]{2}$"), AfterValidator(_with_a_calendar)]
Phrases = Mapping[str, tuple[str, ...]]


class Profile(Fixed):
    """Everything that a law, a ministry or a habit of the place decides.

    `country`: whose public holidays a school keeps; without it a school enters all of them.
    `police_nag_minutes`: how long after sending the reporter is asked about the police. `review_days`: after
    how many days a case's plan is looked at again. `weekly_list`: on which day open cases are listed.
    `area_codes`: None where nobody dials one before the number of the police.
    `home_answer_minutes`: how long family have to answer about a child before it is said that nobody did.
    """

    id: str
    country: Country | None = None
    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    last_reviewed: date
    verified: bool
    lbc_definition: Literal["civil_affairs_2016", "school_wide", "local"]
    consent_version: str
    age_gates: AgeGates
    duty: Duty
    authorities: Choices[Authority]
    advice: Choices[Advice]
    situations: Choices[Situation]
    involved: Choices[InvolvedGroup]
    telling: Telling
    from_home: Choices[HomeReport]
    ladder: Ladder
    draft_seconds: PositiveInt
    acknowledgement: Acknowledgement
    police_nag_minutes: PositiveInt
    home_answer_minutes: PositiveInt
    feedback_days: FeedbackDays
    referral_days: ReferralDays
    review_days: Annotated[tuple[PositiveInt, ...], Field(min_length=1), AfterValidator(_rising)]
    weekly_list: Weekday
    duty_check: DutyCheck
    lesson: Lesson
    hotlines: Annotated[tuple[Hotline, ...], Field(min_length=1)]
    area_codes: AreaCodes | None = None
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
    staff_words: Phrases
    staff_spoken_to: Phrases

    def situation(self, code: str) -> Situation:
        """Return the situation of `code`. Raises KeyError."""
        return _by_code(self.situations, code)

    def authority(self, code: str) -> Authority:
        """Return the authority of `code`. Raises KeyError."""
        return _by_code(self.authorities, code)

    def checklist(self, situation: str) -> tuple[Advice, ...]:
        """What to do and to leave; nothing for a situation that the profile no longer has."""
        codes = {one.code: one.checklist for one in self.situations}.get(situation, ())
        return tuple(_by_code(self.advice, code) for code in codes)

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
    def _holds_together(self, info: ValidationInfo) -> Self:
        """Raise for the first fault, unless somebody collects them all."""
        faults = list(find_faults(self))
        if (collected := (info.context or {}).get("faults")) is not None:
            collected.extend(faults)
        elif faults:
            raise ValueError(faults[0].sentence)
        return self


def _by_code(choices: tuple[C, ...], code: str) -> C:
    for choice in choices:
        if choice.code == code:
            return choice
    raise KeyError(code)
