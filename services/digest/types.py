"""What a digest is made from, and what it tells."""

from dataclasses import dataclass
from datetime import date

from services.digest.rules import Entry, Rule
from services.notifications.facts import Facts


@dataclass(frozen=True)
class Week:
    """A school's week as the audit has it; nothing that was done for a case is among `entries`.

    `phones`: on which account each of the staff reads. `homes`: beside which children they, or somebody on
    the same phone, stand at home.
    """

    entries: tuple[Entry, ...]
    phones: dict[int, int | None]
    homes: frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Told:
    name: str
    rule: Rule
    at_least: int


@dataclass(frozen=True)
class UnusualReading(Facts):
    """Who of a school's staff read unusually from one day to another; names no child."""

    school_id: int
    school: str
    first: date
    last: date
    told: tuple[Told, ...]
