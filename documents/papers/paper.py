"""A paper before it has a form: a title, and sections of sentences, points and a table.

What nobody has told stands in square brackets, and whoever lays it out makes them stand out; what is always
written by hand is a ruled line.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from locales import translate
from services.papers.types import Operator

BLANK = re.compile(r"\[[^\[\]]+\]")
RULE = "_" * 20  # for what is kept nowhere here: beside its label, always a hand's, and nobody forgot it


@dataclass(frozen=True)
class Table:
    """`widths`: how wide the columns are to each other; empty: all the same."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    """`code` is its name for a template; its parts come in this order."""

    code: str
    heading: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """`author` stands in the file's own properties; it is empty where no operator is set."""

    locale: str
    title: str
    author: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]

    def texts(self) -> Iterable[str]:
        """Every sentence and cell of it."""
        yield from self.lead
        for section in self.sections:
            yield from section.lines
            for row in section.table.rows if section.table else ():
                yield from row
            yield from section.points

    def count_blanks(self) -> int:
        return sum(len(BLANK.findall(text)) + text.count(RULE) for text in self.texts())


@dataclass(frozen=True)
class Pen:
    """Writes in one language."""

    locale: str

    def t(self, key: str, /, **params: object) -> str:
        return translate(self.locale, key, **params)

    def each(self, prefix: str, codes: Sequence[str], /, **params: object) -> tuple[str, ...]:
        """The words of "<prefix><code>" for each code."""
        return tuple(self.t(prefix + code, **params) for code in codes)

    def listed(self, prefix: str, codes: Sequence[str]) -> str:
        """The same, as one enumeration."""
        return self.t("papers.comma").join(self.each(prefix, codes))

    def moment(self, instant: datetime | None) -> str:
        """An instant of a fact, which is in the installation's zone already; not yet, where there is none."""
        return f"{instant:%Y-%m-%d %H:%M}" if instant else self.t("papers.not_yet")

    def operator(self, operator: Operator) -> str:
        return operator.name or self.t("papers.blank_operator")

    def contact(self, operator: Operator) -> str:
        return operator.contact or self.t("papers.blank_contact")

    def signatures(self) -> Section:
        """Where the people who answer for a paper sign it."""
        head = self.each("papers.", ("sign_role", "sign_name", "sign_day"))
        roles = self.each("papers.", ("sign_writer", "sign_head"))
        blanks = self.each("papers.", ("blank_name", "blank_day"))
        return Section(
            "signatures",
            self.t("papers.signatures"),
            table=Table(head, tuple((one, *blanks) for one in roles)),
        )
