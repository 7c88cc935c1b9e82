"""What people's data is used for here: the record of processing, as codes.

Each code has its words in the catalogue `processing`: purpose_*, basis_*, kind_*, people_*, recipient_*,
period_*, measure_*.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Purpose:
    """One line of the record: whose data, of which kinds, on what ground, seen by whom, and how long."""

    code: str
    basis: str
    kinds: tuple[str, ...]
    people: tuple[str, ...]
    recipients: tuple[str, ...]
    period: str
    measures: tuple[str, ...]


SCHOOL = ("class_staff", "administrators", "safeguarding")

PURPOSES = (
    Purpose(
        "care_file", "duty", ("child", "home", "adult", "relation"), ("children", "family"), SCHOOL,
        "file", ("door", "audit", "names_readable"),
    ),
    Purpose(
        "contact", "consent", ("phone", "hours", "months"), ("family",),
        ("class_staff", "telegram"), "file", ("consent_checked", "no_names_in_push"),
    ),
    Purpose(
        "checkins", "duty_or_consent", ("mood", "notes"), ("children",), SCHOOL, "file",
        ("door", "audit", "words_encrypted"),
    ),
    Purpose(
        "family_words", "given", ("words",), ("children", "family"), (*SCHOOL, "telegram"), "file",
        ("words_encrypted", "audit"),
    ),
    Purpose(
        "protection", "statute", ("situation", "involved", "steps"), ("children", "family", "staff"),
        ("ladder", "authorities"), "hold", ("sealed", "no_names_in_push", "audit"),
    ),
    Purpose(
        "staff", "employment", ("adult", "posts", "phone", "ways"), ("staff",),
        ("administrators", "ways", "telegram"), "post", ("audit", "words_encrypted"),
    ),
    Purpose(
        "accountability", "security", ("accesses",), ("family", "staff"), ("machine",), "proof",
        ("chained", "ids_only"),
    ),
    Purpose(
        "running", "security", ("updates", "half_typed", "queue"), ("family", "staff"),
        ("machine", "telegram"), "day", ("words_encrypted", "ids_only"),
    ),
)  # fmt: skip
