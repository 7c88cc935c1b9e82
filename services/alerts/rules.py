"""How a case moves, who must not hear of it, and who hears of it next.

situation tapped        who may be involved tapped: that group is excluded
      └────▶ draft ───────────────────────────────────────────────────────▶ open ─────▶ closed
                └── draft_seconds pass: the default exclusions ─────────────┘

open and not taken:   level 0 ──wait──▶ level 1 ──wait──▶ … ──▶ last level ──repeat──▶ last level
                      a level that reaches nobody is skipped at once; the last one repeats for ever
taken:                the climbing ends ──silence──▶ its holder is asked ──silence──▶ lapsed: it climbs again
                      The police report is a fact of its own: neither waits for the other
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from models.case_codes import CaseFact, Involved
from models.codes import Role
from services.errors import CareError
from services.people.rules import narrow
from services.profile import Adult, Profile, When, who_is_told
from services.wallclock import find_zone

# Without what a tired eye confuses when a number is read out: 0O 1IL 2Z 5S 8B UV.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
NUMBER_LENGTH = 4

LONGEST_REPEAT = timedelta(minutes=30)
A_FEW_MINUTES = timedelta(minutes=5)
SAME_TAP = timedelta(seconds=60)  # a second tap on the same fact within it is the same fact
PAST_MIDNIGHT = timedelta(hours=2)  # 23:55 typed at 00:10 was yesterday

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
    }
)
# Its holder may sleep, and it may be closed.
IN_HAND = frozenset({CaseFact.POLICE_CALLED, CaseFact.CHILD_SAFE})
# Whether the child is safe, in its reporter's words or its holder's: the newest of them holds.
SAFETY = frozenset({CaseFact.CHILD_SAFE, CaseFact.CHILD_UNSAFE, CaseFact.CHILD_UNSURE})

# What family and village answered about a missing child: with who said it.
FROM_HOME = frozenset({CaseFact.HOME_HAS, CaseFact.HOME_SEEN, CaseFact.HOME_UNKNOWN})

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
        return Course(frozenset(group.excludes), snapshot(profile, group.ladder_from))
    if _stays_from_school(profile, situation):
        return Course(frozenset({"household", "school_staff"}), snapshot(profile, Role.COUNTY_OFFICER))
    return Course(frozenset({"household"}), snapshot(profile, profile.ladder.steps[0].role))


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


def asked_at_home(
    profile: Profile, situation: str, involved: Involved | None, before: Sequence[str]
) -> frozenset[Adult]:
    """Who may be asked whether a missing child is with them: whom the matrix lets know now.

    Nobody while it isn't said who may be involved: the child may have run from them.
    """
    missing = any(one.asks_home for one in profile.situations if one.code == situation)
    if not missing or involved is None:
        return frozenset()
    verdicts = who_is_told(profile, situation, involved, before)
    return frozenset(one.adult for one in verdicts if one.when is When.NOW) - {Adult.OTHER_SIDE}


def snapshot(profile: Profile, start: Role) -> Ladder:
    """The steps from `start` on, with all that is needed to climb them without the profile."""
    shared = {"repeat_minutes": profile.ladder.repeat_minutes, **profile.acknowledgement.model_dump()}
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


def repeat(ladder: Ladder, *, times: int) -> timedelta:
    """How long until the last level is asked once more, after `times` repeats: 5, 10, 20, 30, 30 … min."""
    first = timedelta(minutes=ladder[-1]["repeat_minutes"])
    return min(first * int(2 ** max(0, min(times, 16))), max(first, LONGEST_REPEAT))


def longest_wait(ladder: Ladder, level: int) -> timedelta:
    """How long an untaken case rests at a level at the very most."""
    return max(wait(ladder, level), LONGEST_REPEAT) if is_last(ladder, level) else wait(ladder, level)


def ask_after(ladder: Ladder, facts: Collection[CaseFact]) -> timedelta:
    """How long a taken case may be silent before its holder is asked."""
    if IN_HAND & set(facts):
        return timedelta(hours=_setting(ladder, "review_hours", 24))
    return timedelta(minutes=_setting(ladder, "ask_minutes", 20))


def lapse_after(ladder: Ladder) -> timedelta:
    """How long its holder has to answer the question."""
    lapse = _setting(ladder, "lapse_minutes", 30)
    return timedelta(minutes=lapse - _setting(ladder, "ask_minutes", 20))


def _setting(ladder: Ladder, name: str, default: int) -> int:
    # A ladder frozen by an earlier version doesn't hold it.
    return int(ladder[0].get(name, default)) if ladder else default


def holding(told: Iterable[tuple[CaseFact, bool]]) -> set[CaseFact]:
    """What holds of a case; `told`: the facts as they were entered, and whether its reporter said each.

    That the child is safe counts for its holder only from the holder, who looks: the reporter's word lets
    nobody sleep and closes nothing. A child that isn't safe any more takes the holder's word back.
    """
    known: set[CaseFact] = set()
    for fact, by_reporter in told:
        if fact is CaseFact.CHILD_UNSAFE:
            known.discard(CaseFact.CHILD_SAFE)
        if fact is CaseFact.REROUTED:
            known.discard(CaseFact.HEAD_TOLD)
        if fact is not CaseFact.CHILD_SAFE or not by_reporter:
            known.add(fact)
    return known


def reached_roles(ladder: Ladder, level: int, *, head_told: bool) -> frozenset[Role]:
    """Who may open the case by now: the steps it has come past, and the head once the reporter agreed."""
    roles = {role_at(ladder, step) for step in range(level + 1)}
    return frozenset(roles | {Role.ADMINISTRATOR} if head_told else roles)


def is_unreached(facts: Iterable[CaseFact]) -> bool:
    """Whether the newest step of the ladder found nobody; `facts` are in the order they were entered."""
    steps = (CaseFact.SENT, CaseFact.CLIMBED, CaseFact.UNREACHED)
    newest = [fact for fact in facts if fact in steps][-1:]
    return newest == [CaseFact.UNREACHED]


def typed_time(text: str, *, now: datetime, timezone: str) -> datetime:
    """Return the instant of a typed HH:MM (14:05, 1405, 14点05分, full-width too).

    Today's in `timezone`, or the evening before when it is just past midnight.
    Raises CareError alerts.time_unreadable or alerts.time_future.
    """
    # Any one sign or word of a language may stand between and after, as in 14h05.
    found = re.fullmatch(r"([01]?[0-9]|2[0-3])\D{0,3}([0-5][0-9])\D?", narrow(text).strip())
    if found is None:
        raise CareError("alerts.time_unreadable")
    local = now.astimezone(find_zone(timezone))
    today = local.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
    if today <= local:
        return today.astimezone(now.tzinfo)
    yesterday = today - timedelta(days=1)
    if local - yesterday > PAST_MIDNIGHT:
        raise CareError("alerts.time_future")
    return yesterday.astimezone(now.tzinfo)


def is_same_tap(told: Iterable[tuple[CaseFact, datetime]], fact: CaseFact, *, now: datetime) -> bool:
    """Whether a fact was entered a moment ago: the second tap on a button is the first one."""
    return any(one is fact and at > now - SAME_TAP for one, at in told)


def ensure_past(happened_at: datetime, *, now: datetime) -> None:
    """Raise CareError alerts.time_future for what can't have happened yet."""
    if happened_at > now:
        raise CareError("alerts.time_future")
