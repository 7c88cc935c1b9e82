"""What a typed name may be."""

import unicodedata

from services.errors import CareError

LONGEST_NAME = 40


def clean_name(text: str) -> str:
    """Return a name as it will be kept: one line, no outer or doubled spaces, rare characters untouched.

    Raises CareError people.name_empty or people.name_long (over 40 characters).
    """
    visible = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in text)
    name = " ".join("".join(one for one in visible if unicodedata.category(one) != "Cf").split())
    if not any(one.isalpha() for one in name):
        raise CareError("people.name_empty")
    if len(name) > LONGEST_NAME:
        raise CareError("people.name_long", most=LONGEST_NAME)
    return name


def narrow(text: str) -> str:
    """Turn full-width digits and signs into the ordinary ones, for dates and numbers (not for names)."""
    return unicodedata.normalize("NFKC", text)
