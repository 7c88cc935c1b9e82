"""Notice words of danger in what a family wrote, whichever of the languages they wrote in."""

import re
import unicodedata

from services.profile.schema import Profile


def speaks_of_danger(profile: Profile, text: str) -> bool:
    """Return whether `text` holds a danger word outside harmless ones (打电话 is a telephone call).

    A false alarm costs an officer one glance, so doubt goes to the officer.
    """
    written = _plain(text)
    harmless = [phrase for phrases in profile.harmless_words.values() for phrase in phrases]
    if harmless:
        written = _any_of(harmless).sub(" ", written)
    return bool(
        _any_of([phrase for phrases in profile.danger_words.values() for phrase in phrases]).search(written)
    )


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    spaced = re.sub(r"\s+", " ", folded)
    # Between Chinese characters a space means nothing, and hides a word from the search.
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", spaced)


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    # The longest first, so that a harmless 打电话 is taken whole; no Latin letter may touch it (rape, grape).
    ordered = sorted((_plain(phrase) for phrase in phrases), key=len, reverse=True)
    return re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, ordered))})(?![a-z])")
