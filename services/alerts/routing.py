"""Who is told what and when, for every situation and whoever it may have been: to be read, not to run by."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from models.case_codes import Involved
from models.codes import Role
from services.alerts.rules import Course, find_role, plot_course, role_at
from services.profile import Profile, Situation, Verdict, who_is_told


class Suspect(StrEnum):
    """Whose deed it may be, as somebody at the school would say it."""

    PARENT = "parent"
    CARER = "carer"
    HOUSEHOLD = "household"  # anybody else of it
    TEACHER = "teacher"
    HEAD = "head"  # who is the school's only duty officer as well
    PUPIL = "pupil"
    OTHER = "other"
    UNKNOWN = "unknown"


ANSWER: Mapping[Suspect, Involved] = MappingProxyType({
    Suspect.PARENT: Involved.FAMILY,
    Suspect.CARER: Involved.FAMILY,
    Suspect.HOUSEHOLD: Involved.FAMILY,
    Suspect.TEACHER: Involved.SCHOOL,
    Suspect.HEAD: Involved.SCHOOL,
    Suspect.PUPIL: Involved.PUPIL,
    Suspect.OTHER: Involved.OTHER,
    Suspect.UNKNOWN: Involved.UNCLEAR,
})  # fmt: skip
"""What the reporter taps, if they tap what they mean."""

HELD_BY: Mapping[Suspect, frozenset[Role]] = MappingProxyType({
    Suspect.TEACHER: frozenset({Role.TEACHER, Role.CLASS_TEACHER, Role.SUBJECT_TEACHER}),
    Suspect.HEAD: frozenset({Role.ADMINISTRATOR, Role.SAFEGUARDING}),
})  # fmt: skip


@dataclass(frozen=True)
class Route:
    """`suspect` None: nobody was named in time. `steps`: who is told, one after the other."""

    suspect: Suspect | None
    involved: Involved | None
    steps: tuple[Role, ...]
    left_out: frozenset[str]  # household, school_staff
    head_if_agreed: bool
    verdicts: tuple[Verdict, ...]


def routes_of(profile: Profile, situation: Situation) -> tuple[Route, ...]:
    """One for each suspect, and one for a report on which nobody was named."""
    return tuple(
        _route(profile, situation, suspect, ANSWER[suspect] if suspect else None)
        for suspect in (*Suspect, None)
    )


def step_heard(
    profile: Profile, situation: Situation, suspect: Suspect, answer: Involved | None
) -> int | None:
    """At which step the suspect hears of it when the reporter gives this answer, from 0; None: at none."""
    course = plot_course(profile, situation=situation.code, involved=answer)
    if "school_staff" in course.excludes or suspect not in HELD_BY:
        return None
    roles = (find_role(course.ladder, level) for level in range(len(course.ladder)))
    return next((level for level, role in enumerate(roles) if role in HELD_BY[suspect]), None)


def _route(
    profile: Profile, situation: Situation, suspect: Suspect | None, involved: Involved | None
) -> Route:
    course = plot_course(profile, situation=situation.code, involved=involved)
    return Route(
        suspect=suspect,
        involved=involved,
        steps=_steps(course),
        left_out=course.excludes,
        head_if_agreed=involved is not None and profile.group(involved).head_if_agreed,
        verdicts=who_is_told(profile, situation.code, involved),
    )


def _steps(course: Course) -> tuple[Role, ...]:
    return tuple(role_at(course.ladder, level) for level in range(len(course.ladder)))
