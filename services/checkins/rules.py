"""A check-in's life, and what it asks.

             recall (its author, within the profile's minutes)
    stored ─────────────────────────────────────────────────────▶ recalled
      │ words, while it can still be recalled and has none
      └ later, or when it has words: an amendment, a note of its own that stands beside it

A worrying tag asks one question after the note is stored: injury → injury:accident | unclear | hurt.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.errors import CareError
from services.profile import Profile
from services.wallclock import find_zone, local

LONGEST_WORDS = 1000
STRAIGHT_TO_OFFER = "self_harm"  # nothing is asked: whoever speaks of it is taken at their word
UNCLEAR, HURT = "unclear", "hurt"
HARMLESS = {"injury": "accident"}  # any other worry may have a known cause
WHERE = "absent"  # not a harm yet: does anybody know where the child is?
KNOWN = "known"


@dataclass(frozen=True)
class Question:
    """What a stored tag asks; without `answers` it only offers the red button."""

    tag: str
    answers: tuple[str, ...]


def clean_words(text: str, *, earlier: str | None = None) -> str:
    """Return words as they will be kept, after `earlier` ones on lines of their own.

    Raises CareError checkins.words_empty, or checkins.words_long with how many are too many.
    """
    written = "".join(one for one in text if one == "\n" or unicodedata.category(one) != "Cc").strip()
    if not written:
        raise CareError("checkins.words_empty")
    whole = f"{earlier}\n{written}" if earlier else written
    if len(whole) > LONGEST_WORDS:
        raise CareError("checkins.words_long", over=len(whole) - LONGEST_WORDS, most=LONGEST_WORDS)
    return whole


def ensure_choices(profile: Profile, *, mood: int, tags: Sequence[str]) -> list[str]:
    """Return the tags in the profile's order. Raises CareError checkins.old_button for unknown ones."""
    known = [tag.code for tag in profile.tags]
    if mood not in {one.value for one in profile.moods} or not set(tags) <= set(known):
        raise CareError("checkins.old_button")
    return [code for code in known if code in tags]


def toggle(tags: Sequence[str], tag: str) -> list[str]:
    """Return the tags with this one put in or taken out."""
    return [one for one in tags if one != tag] if tag in tags else [*tags, tag]


def can_recall(profile: Profile, *, entered_at: datetime, now: datetime) -> bool:
    return entered_at > recall_limit(profile, now=now)


def recall_limit(profile: Profile, *, now: datetime) -> datetime:
    """What was entered after this instant can still be recalled."""
    return now - timedelta(minutes=profile.recall_minutes)


def question_of(profile: Profile, tags: Sequence[str]) -> Question | None:
    """The one question these tags ask, if it hasn't been answered."""
    if any(":" in tag for tag in tags):
        return None
    worrying = [tag.code for tag in profile.tags if tag.worrying == "ask" and tag.code in tags]
    if STRAIGHT_TO_OFFER in worrying:
        return Question(STRAIGHT_TO_OFFER, ())
    worrying.sort(key=WHERE.__eq__)  # a harm comes before an absence
    return Question(worrying[0], answers_to(worrying[0])) if worrying else None


def answers_to(tag: str) -> tuple[str, ...]:
    return (KNOWN, UNCLEAR) if tag == WHERE else (HARMLESS.get(tag, KNOWN), UNCLEAR, HURT)


def answered(tags: Sequence[str], tag: str, answer: str) -> list[str]:
    """Return the tags with the answer; a second, different one stands beside the first.

    Raises CareError checkins.old_button for an answer to a tag that isn't there, or that nobody offered.
    """
    code = f"{tag}:{answer}"
    if answer not in answers_to(tag) or tag not in {base(one) for one in tags}:
        raise CareError("checkins.old_button")
    if tag in tags:
        return [code if one == tag else one for one in tags]
    return list(tags) if code in tags else [*tags, code]


def offers_red(tags: Sequence[str]) -> bool:
    """Whether what was noted may be a reason to report."""
    return any(_gives_reason(tag) for tag in tags)


def situation_of(profile: Profile, tags: Sequence[str]) -> str | None:
    """Which situation what was noted speaks of; the red button leads there."""
    reasons = {base(tag) for tag in tags if _gives_reason(tag)}
    return next((one.situation for one in profile.tags if one.code in reasons), None)


def _gives_reason(tag: str) -> bool:
    return base(tag) == STRAIGHT_TO_OFFER or tag.partition(":")[2] in {UNCLEAR, HURT}


def base(tag: str) -> str:
    """The profile's code of a stored tag, without its answer."""
    return tag.partition(":")[0]


def today(now: datetime, timezone: str) -> date:
    """The day it is at the school."""
    return local(now, find_zone(timezone)).date()
