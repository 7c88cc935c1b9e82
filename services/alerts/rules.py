"""How a case moves, who must not hear of it, and who hears of it next.

situation tapped        who may be involved tapped: that group is excluded
      └────▶ draft ───────────────────────────────────────────────────────▶ open ─────▶ closed
                └── draft_seconds pass: the default exclusions ─────────────┘

open and not taken:   level 0 ──wait──▶ level 1 ──wait──▶ … ──▶ last level ──repeat──▶ last level
                      a level that reaches nobody is skipped at once; the last one repeats for ever
                      on duty first ──half the wait──▶ the others of that level, within the same wait
taken:                the climbing ends ──silence──▶ its holder is asked ──silence──▶ lapsed: it climbs again
                      The police report is a fact of its own: neither waits for the other
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from models.case_codes import CaseFact, Involved
from models.codes import Role
from services.alerts.safety import Said, are_all_safe, is_unsafe, words_of
from services.profile import Adult, Profile

# Without what a tired eye confuses when a number is read out: 0O 1IL 2Z 5S 8B UV.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
NUMBER_LENGTH = 4

LONGEST_REPEAT = timedelta(minutes=30)
A_FEW_MINUTES = timedelta(minutes=5)

# What shows that somebody is at work on a case; who merely opens it may have put the phone down again.
AT_WORK = frozenset(
    {
        CaseFact.TAKEN,
        CaseFact.POLICE_CALLED,
        CaseFact.POLICE_SILENT,
        CaseFact.CANNOT_SPEAK,
        CaseFact.GOING_TO_STATION,
        CaseFact.HEAD_TOLD,
        CaseFact.STILL_ON_IT,
        CaseFact.CHILD_SAFE,
        CaseFact.REPORTED,
        CaseFact.ACCEPTED,
        CaseFact.FILED,
        CaseFact.NOT_FILED,
        CaseFact.TRANSFERRED,
        CaseFact.REFERRED,
        CaseFact.REFERRAL_ANSWERED,
        CaseFact.PROTECTED,
        CaseFact.ASSESSED,
        CaseFact.PLANNED,
        CaseFact.REVIEWED,
        CaseFact.SIBLING_LINKED,
        CaseFact.SIBLING_CLEARED,
        CaseFact.WRITTEN,
        CaseFact.TAKEN_BACK,
        CaseFact.LEFT_OUT,
        CaseFact.LET_IN,
        CaseFact.CLOSE_ASKED,
        CaseFact.CLOSE_REFUSED,
        CaseFact.PARENT_TOLD,
        CaseFact.CARER_TOLD,
        CaseFact.OTHER_SIDE_TOLD,
        CaseFact.VILLAGE_TOLD,
    }
)
# Its holder may sleep; with a plan, its own reviews ring.
IN_HAND = frozenset(
    {CaseFact.POLICE_CALLED, CaseFact.CHILD_SAFE, CaseFact.REPORTED, CaseFact.ACCEPTED, CaseFact.PROTECTED}
)
WITH_A_PLAN = timedelta(days=7)

# What family and village answered about a missing child, and about one that was hurt: with who said it.
WHERE_IT_IS = frozenset({CaseFact.HOME_HAS, CaseFact.HOME_SEEN, CaseFact.HOME_UNKNOWN})
WHO_COMES = frozenset({CaseFact.HOME_COMING, CaseFact.HOME_RINGS})
FROM_HOME = WHERE_IT_IS | WHO_COMES
ABOUT_HOME = FROM_HOME | {CaseFact.HOME_UNREACHED}  # each names somebody

# That an adult was told what happened, by whoever has the case.
TOLD_FACTS: Mapping[Adult, CaseFact] = MappingProxyType(
    {
        Adult.PARENT: CaseFact.PARENT_TOLD,
        Adult.CARER: CaseFact.CARER_TOLD,
        Adult.OTHER_SIDE: CaseFact.OTHER_SIDE_TOLD,
        Adult.VILLAGE: CaseFact.VILLAGE_TOLD,
    }
)

Ladder = list[dict[str, Any]]


@dataclass(frozen=True)
class Course:
    """Whom a case is kept from, and the ladder it climbs, as both stand when it is sent."""

    excludes: frozenset[str]  # household, school_staff
    ladder: Ladder


def draw_number(year: int, pick: Callable[[str], str]) -> str:
    """Return a number such as 2026-K7QF; `pick` chooses one character at random."""
    return f"{year}-{''.join(pick(ALPHABET) for _ in range(NUMBER_LENGTH))}"


def plot_course(profile: Profile, *, situation: str, involved: Involved | None) -> Course:
    """Decide who is left out and where the ladder begins; `involved` None is an abandoned report."""
    if involved is not None:
        group = profile.group(involved)
        return Course(frozenset(group.excludes), snapshot(profile, situation, group.ladder_from))
    if _stays_from_school(profile, situation):
        excludes = frozenset({"household", "school_staff"})
        return Course(excludes, snapshot(profile, situation, Role.COUNTY_OFFICER))
    return Course(frozenset({"household"}), snapshot(profile, situation, profile.ladder.steps[0].role))


def _stays_from_school(profile: Profile, situation: str) -> bool:
    """Whether the situation points at the school; one that the profile no longer has is treated as if."""
    known = {one.code: one.default_exclusion for one in profile.situations}
    return known.get(situation, "school") == "school"


def may_tell_head(profile: Profile, involved: Involved | None, before: Collection[str]) -> bool:
    """Whether the reporter may agree that the head knows: never where any answer pointed at the school."""
    if involved is None or not profile.group(involved).head_if_agreed:
        return False
    earlier = (profile.group(one) for one in before)
    return all("school_staff" not in one.excludes or one.head_if_agreed for one in earlier)


def snapshot(profile: Profile, situation: str, start: Role) -> Ladder:
    """The steps from `start` on, with all that is needed to climb them without the profile."""
    to_police = all(one.goes_to_police for one in profile.situations if one.code == situation)
    shared = {
        "repeat_minutes": profile.ladder.repeat_minutes,
        **profile.acknowledgement.model_dump(),
        "police_nag_minutes": profile.police_nag_minutes if to_police else None,
        "feedback_days": profile.feedback_days.days,
        "review_days": list(profile.review_days),
    }
    return [
        {"role": step.role.value, "wait_minutes": step.wait_minutes, **shared}
        for step in profile.ladder.starting_at(start)
    ]


def is_last(ladder: Ladder, level: int) -> bool:
    return level >= len(ladder) - 1


def find_role(ladder: Ladder, level: int | None) -> Role | None:
    """The role of a level noted earlier; a late answer may have shortened the ladder since."""
    return role_at(ladder, level) if level is not None and level < len(ladder) else None


def role_at(ladder: Ladder, level: int) -> Role:
    return Role(ladder[level]["role"])


def wait(ladder: Ladder, level: int) -> timedelta:
    """How long the people of a level have before the next one is told."""
    return timedelta(minutes=ladder[level]["wait_minutes"])


def first_part(ladder: Ladder, level: int) -> timedelta:
    """How long whoever is on duty has before the others of the same level are told, within its wait."""
    return wait(ladder, level) / 2


def repeat(ladder: Ladder, *, times: int) -> timedelta:
    """How long until the last level is asked once more, after `times` repeats: 5, 10, 20, 30, 30 … min."""
    first = timedelta(minutes=ladder[-1]["repeat_minutes"])
    return min(first * int(2 ** max(0, min(times, 16))), max(first, LONGEST_REPEAT))


def longest_wait(ladder: Ladder, level: int) -> timedelta:
    """How long an untaken case rests at a level at the very most."""
    return max(wait(ladder, level), LONGEST_REPEAT) if is_last(ladder, level) else wait(ladder, level)


def ask_after(ladder: Ladder, facts: Collection[CaseFact]) -> timedelta:
    """How long a taken case may be silent before its holder is asked."""
    is_unsafe = CaseFact.CHILD_UNSAFE in facts  # then nobody sleeps, whatever was planned
    if CaseFact.PLANNED in facts and not is_unsafe:
        return WITH_A_PLAN
    if IN_HAND & set(facts) and not is_unsafe:
        return timedelta(hours=_setting(ladder, "review_hours", 24))
    return timedelta(minutes=_setting(ladder, "ask_minutes", 20))


def lapse_after(ladder: Ladder) -> timedelta:
    """How long its holder has to answer the question."""
    lapse = _setting(ladder, "lapse_minutes", 30)
    return timedelta(minutes=lapse - _setting(ladder, "ask_minutes", 20))


def _setting(ladder: Ladder, name: str, default: int) -> int:
    # A ladder frozen by an earlier version doesn't hold it.
    return int(ladder[0].get(name, default)) if ladder else default


def holding(told: Iterable[Said]) -> set[CaseFact]:
    """What holds of a case; `told`: the facts as they were entered.

    That the child is safe holds when every child is whom the case is about, that it isn't, when one isn't;
    either takes back what was done for its safety before.
    """
    told = list(told)
    known: set[CaseFact] = set()
    for fact, _, _ in told:
        if fact is CaseFact.REOPENED:  # what was in hand before is owed anew
            known &= {CaseFact.HEAD_TOLD}
        if fact in {CaseFact.CHILD_UNSAFE, CaseFact.SIBLING_LINKED}:
            known.discard(CaseFact.PROTECTED)
        if fact is CaseFact.REROUTED:
            known.discard(CaseFact.HEAD_TOLD)
        known.add(fact)
    words = words_of(told)
    known -= {CaseFact.CHILD_SAFE, CaseFact.CHILD_UNSAFE}
    known |= {CaseFact.CHILD_SAFE} if are_all_safe(words) else set()
    return known | ({CaseFact.CHILD_UNSAFE} if is_unsafe(words) else set())


def reached_roles(ladder: Ladder, level: int, *, head_told: bool) -> frozenset[Role]:
    """Who may open the case by now: the steps it has come past, and the head once the reporter agreed."""
    roles = {role_at(ladder, step) for step in range(level + 1)}
    return frozenset(roles | {Role.ADMINISTRATOR} if head_told else roles)


def is_unreached(facts: Iterable[CaseFact]) -> bool:
    """Whether the newest step of the ladder found nobody; `facts` are in the order they were entered."""
    steps = (CaseFact.SENT, CaseFact.CLIMBED, CaseFact.UNREACHED)
    newest = [fact for fact in facts if fact in steps][-1:]
    return newest == [CaseFact.UNREACHED]
