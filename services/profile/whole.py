"""What shows only in a profile as a whole: a reference that leads nowhere, a ladder that ends inside."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from models.case_codes import Involved
from models.codes import Role
from services.profile.sources import Key
from services.profile.telling import list_unused

if TYPE_CHECKING:
    from services.profile.schema import Profile

ON_A_CARD = 30
NEVER_TOLD = frozenset({Role.SUBJECT_TEACHER, Role.VOLUNTEER})  # a ladder can't climb to them


class Fault(NamedTuple):
    """`place`: the keys that lead to it."""

    place: tuple[Key, ...]
    sentence: str


def find_faults(profile: "Profile") -> Iterator[Fault]:
    """Yield what is wrong, each in a sentence without its full stop."""
    yield from _ladder(profile)
    yield from _groups(profile)
    yield from _references(profile)
    yield from _telling(profile)
    if len(profile.situations) > ON_A_CARD:
        yield Fault(("situations",), f"situations: at most {ON_A_CARD}, for they are chosen from one card")
    for field in ("danger_words", "harmless_words", "staff_words", "staff_spoken_to"):
        if {*getattr(profile, field)} - {*profile.languages}:
            yield Fault((field,), f"{field}: only the profile's languages")


def _ladder(profile: "Profile") -> Iterator[Fault]:
    roles = [step.role for step in profile.ladder.steps]
    for place, role in enumerate(roles):
        if role in NEVER_TOLD:
            yield Fault(("ladder", "steps", place), f"ladder: nobody with the role {role} is told of cases")
    for role, times in Counter(roles).items():
        if times > 1:
            yield Fault(("ladder", "steps"), f"ladder: goes in a circle, {role} is a step of it twice")
    if roles[-1] is not Role.COUNTY_OFFICER:
        yield Fault(
            ("ladder", "steps"),
            f"ladder: ends with {roles[-1]}, so nobody outside hears of a case; end it with county_officer",
        )


def _groups(profile: "Profile") -> Iterator[Fault]:
    steps = {step.role for step in profile.ladder.steps}
    for place, group in enumerate(profile.involved):
        key, where = ("involved", place), f"involved {group.code}"
        if "household" not in group.excludes:
            yield Fault(key, f"{where}: excludes must name the household")
        if "school_staff" in group.excludes and group.ladder_from != "county_officer":
            yield Fault(key, f"{where}: excludes the school, so ladder_from must be county_officer")
        if group.ladder_from not in steps:
            yield Fault(key, f"{where}: ladder_from is no step of the ladder")
    if {group.code for group in profile.involved} != set(Involved):
        yield Fault(("involved",), f"involved must have exactly {', '.join(Involved)}")


def _references(profile: "Profile") -> Iterator[Fault]:
    situations = {situation.code for situation in profile.situations}
    for field in ("tags", "care_types", "from_home"):
        for place, one in enumerate(getattr(profile, field)):
            if one.situation is not None and one.situation not in situations:
                yield Fault((field, place), f"{one.code}: situation {one.situation} is not in the list")
    authorities = {one.code for one in profile.authorities}
    advice = {one.code for one in profile.advice}
    for place, situation in enumerate(profile.situations):
        for field, codes, known in (
            ("authority", situation.authority, authorities),
            ("checklist", situation.checklist, advice),
        ):
            for code in dict.fromkeys(codes):
                if code not in known or codes.count(code) > 1:
                    wrong = "stands twice" if code in known else "is not in the list"
                    yield Fault(
                        ("situations", place, field), f"situation {situation.code}: {field} {code} {wrong}"
                    )


def _telling(profile: "Profile") -> Iterator[Fault]:
    known = {situation.code for situation in profile.situations}
    for place, rule in enumerate(profile.telling):
        for code in rule.situations or ():
            if code not in known:
                yield Fault(
                    ("telling", place, "situations"),
                    f"telling, rule {place + 1}: situation {code} is not in the list",
                )


def find_unused(profile: "Profile", own: int) -> Iterator[Fault]:
    """Yield the rules of who is told that no case comes to; after the first `own` they may be replaced."""
    for place in list_unused(profile):
        if place < own:
            yield Fault(
                ("telling", place),
                f"telling, rule {place + 1}: no case comes to it, the rules above take all",
            )
