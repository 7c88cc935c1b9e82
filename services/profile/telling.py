"""Who outside the ladder is told of a case, and when: the profile's rules from the top, the first that fits.

A verdict tells a person what to do; by itself the bot tells nobody at home.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from models.case_codes import Involved
from services.profile.choices import Code, Fixed, Words

if TYPE_CHECKING:
    from services.profile.schema import Profile

ANY = "any"


class Adult(StrEnum):
    """Whom the matrix speaks of; the law or a habit of the place never asks about anybody else by name."""

    PARENT = "parent"  # one who isn't involved, away or not
    CARER = "carer"  # who looks after the child at home
    OTHER_SIDE = "other_side"  # the parents of the other pupil, where there is one
    VILLAGE = "village"  # its committee and its child director


class When(StrEnum):
    NOW = "now"
    AFTER_POLICE = "after_police"
    PERSON_DECIDES = "person_decides"  # with the police
    NEVER = "never"


def _all(value: Any) -> Any:
    """`any` stands for all of them, here None."""
    return None if value == ANY else value


STRICTNESS = (When.NOW, When.AFTER_POLICE, When.PERSON_DECIDES, When.NEVER)


class Rule(Fixed):
    """For these situations and groups (None: any), what holds for each of these adults.

    `note`: what to say or ask, or what comes first, in one line.
    """

    situations: Annotated[tuple[Code, ...] | None, BeforeValidator(_all)]
    involved: Annotated[tuple[Involved, ...] | None, BeforeValidator(_all)]
    tell: Annotated[Mapping[Adult, When], Field(min_length=1)]
    note: Words | None = None
    source: str
    verified: bool

    def fits(self, situation: str, involved: Involved) -> bool:
        return (self.situations is None or situation in self.situations) and (
            self.involved is None or involved in self.involved
        )


@dataclass(frozen=True)
class Verdict:
    """What holds for one adult, and the rule that says so."""

    adult: Adult
    when: When
    rule: Rule

    @property
    def has_no_other_side(self) -> bool:
        """Whether it speaks of nobody: without another pupil there are no parents to keep it from."""
        return self.adult is Adult.OTHER_SIDE and self.when is When.NEVER


def _end_for_all(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    last = rules[-1] if rules else None
    if last is None or last.situations is not None or last.involved is not None or set(last.tell) != {*Adult}:
        raise ValueError(f"must end with a rule for any situation and any involved, about {', '.join(Adult)}")
    return rules


Telling = Annotated[tuple[Rule, ...], AfterValidator(_end_for_all)]


def who_is_told(
    profile: "Profile", situation: str, involved: Involved | None, before: Sequence[str] = ()
) -> tuple[Verdict, ...]:
    """Say what holds for each adult; while nobody has said who may be involved, it isn't clear.

    Of several answers (`before`: those that were taken back) the strictest holds, adult by adult.
    """
    answers = (involved or Involved.UNCLEAR, *(Involved(one) for one in before))
    return tuple(
        max(
            (_verdict(profile.telling, adult, situation, one) for one in answers),
            key=lambda verdict: STRICTNESS.index(verdict.when),
        )
        for adult in Adult
    )


def list_unused(profile: "Profile") -> list[int]:
    """The places of rules that no case comes to, because those above take them all."""
    won = {
        id(verdict.rule)
        for situation in profile.situations
        for involved in Involved
        for verdict in who_is_told(profile, situation.code, involved)
    }
    # The last one also answers for what the profile no longer lists.
    return [place for place, rule in enumerate(profile.telling[:-1]) if id(rule) not in won]


def _verdict(rules: tuple[Rule, ...], adult: Adult, situation: str, involved: Involved) -> Verdict:
    rule = next(one for one in rules if adult in one.tell and one.fits(situation, involved))
    return Verdict(adult, rule.tell[adult], rule)
