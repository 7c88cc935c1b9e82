"""Notice words of danger in what a family wrote, whichever of the languages they wrote in."""

import re
import unicodedata

from services.profile.schema import Phrases, Profile

CLAUSE = re.compile(r"[,.;:!?\n\uff0c\u3002\uff1b\uff1a\uff01\uff1f\u3001\u2026]+")


def speaks_of_danger(profile: Profile, text: str) -> bool:
    """Return whether `text` holds a danger word outside harmless ones (打电话 is a telephone call).

    A false alarm costs an officer one glance, so doubt goes to the officer.
    """
    return _dangerous(profile).search(_without(profile.harmless_words, _plain(text))) is not None


def speaks_of_staff(profile: Profile, text: str) -> bool:
    """Return whether a danger word stands in one clause with somebody who works at the school.

    To speak to a teacher is not to speak of one.
    """
    if not _all(profile.staff_words):
        return False
    staff, danger = _any_of(_all(profile.staff_words)), _dangerous(profile)
    clauses = (_plain(one) for one in CLAUSE.split(text))
    return any(
        staff.search(_without(profile.staff_spoken_to, one))
        and danger.search(_without(profile.harmless_words, one))
        for one in clauses
    )


def _dangerous(profile: Profile) -> re.Pattern[str]:
    return _any_of(_all(profile.danger_words))


def _without(phrases: Phrases, written: str) -> str:
    return _any_of(_all(phrases)).sub(" ", written) if _all(phrases) else written


def _all(phrases: Phrases) -> list[str]:
    return [one for those in phrases.values() for one in those]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    spaced = re.sub(r"\s+", " ", folded)
    # Between Chinese characters a space means nothing, and hides a word from the search.
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", spaced)


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    # The longest first, so that a harmless 打电话 is taken whole; no Latin letter may touch it (rape, grape).
    ordered = sorted((_plain(phrase) for phrase in phrases), key=len, reverse=True)
    return re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, ordered))})(?![a-z])")
