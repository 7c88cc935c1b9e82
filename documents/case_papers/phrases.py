"""What both papers of a case say in the same way: who, when, to whom, and what nobody has told us."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from documents.papers.paper import RULE, Pen, Section, Table
from models.case_codes import Authority
from models.codes import Kin
from services.alerts.safety import SAFETY
from services.casework.paper_types import CasePaper, Happened, Told, Who
from services.profile import Profile, Situation

PAIR = (3, 8)  # an item, and what stands there


@dataclass(frozen=True)
class Phrases:
    """`paper` in one language, with the names that `profile` gives to things."""

    paper: CasePaper
    profile: Profile
    locale: str
    pen: Pen = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pen", Pen(self.locale))

    def t(self, key: str, /, **params: object) -> str:
        return self.pen.t(f"casepaper.{key}", **params)

    def blank(self, what: str) -> str:
        """A line for a hand, which says what belongs there."""
        return self.t("blank", what=self.t(f"blank_{what}"))

    def or_blank(self, text: str | None, what: str) -> str:
        return text or self.blank(what)

    def moment(self, instant: datetime | None) -> str:
        return f"{instant:%Y-%m-%d %H:%M}" if instant else self.blank("when")

    def day(self, day: date | None) -> str:
        return f"{day:%Y-%m-%d}" if day else self.blank("born_on")

    def who(self, who: Who) -> str:
        if who.is_kept:
            return self.t("reporter_kept")
        return who.name or self.t("system")

    def authority(self, code: Authority) -> str:
        found = {one.code: one.words[self.locale] for one in self.profile.authorities}
        return found.get(code, code.value)

    def situation(self) -> Situation | None:
        return next((one for one in self.profile.situations if one.code == self.paper.situation), None)

    def pairs(self, code: str, rows: Sequence[tuple[str, str]], *, lines: tuple[str, ...] = ()) -> Section:
        """A section that is a table of items; each row names its item by a key."""
        table = Table(self._head("item", "content"), tuple((self.t(key), text) for key, text in rows), PAIR)
        return Section(code, self.t(f"part_{code}"), lines, table)

    def listed(
        self, code: str, head: Sequence[str], rows: Sequence[tuple[str, ...]], widths: tuple[int, ...]
    ) -> Section:
        """A section that is a table of several, or one sentence where there are none."""
        if not rows:
            return Section(code, self.t(f"part_{code}"), (self.t("none"),))
        return Section(code, self.t(f"part_{code}"), table=Table(self._head(*head), tuple(rows), widths))

    def _head(self, *keys: str) -> tuple[str, ...]:
        return tuple(self.t(f"head_{key}") for key in keys)

    def fact(self, one: Happened) -> str:
        name = self.t(f"fact_{one.fact.value}")
        return self.t("of_sibling", what=name) if one.of_sibling and one.fact in SAFETY else name

    def told_row(self, one: Told) -> tuple[str, ...]:
        """One report to an authority; a number that hasn't come back is left to a hand."""
        return (
            self.authority(one.authority),
            self.t(f"channel_{one.channel.value}"),
            self.moment(one.reported_at),
            self.who(one.who),
            self.or_blank(one.receipt, "receipt"),
        )

    def situation_rows(self) -> list[tuple[str, str]]:
        paper, found = self.paper, self.situation()
        known = f"{found.code}  {found.words[self.locale]}" if found else paper.situation
        law = (found.basis[self.locale] if found.basis else found.source) if found else None
        if found and not found.verified:
            law = self.t("unverified", law=law)
        rows = [("situation", self.or_blank(known, "situation")), ("law", self.or_blank(law, "law"))]
        if found:
            rows.insert(1, ("meaning", found.meaning[self.locale]))
        involved = self.t(f"involved_{paper.involved.value}") if paper.involved else None
        return [*rows, ("involved", self.or_blank(involved, "involved"))]

    def _contact(self) -> str:
        """How home is rung: whoever looks after the child first."""
        at_home = (one for one in self.paper.child.adults if one.kin is Kin.CARER)
        return "\n".join(line for one in at_home for line in one.contact) or RULE

    def child_rows(self) -> list[tuple[str, str]]:
        child = self.paper.child
        age = None if child.age is None else self.t("years", n=child.age)
        return [
            ("child_name", self.or_blank(child.name, "name")),
            ("sex", RULE),
            ("born_on", self.day(child.born_on)),
            ("age", self.or_blank(age, "age")),
            ("id_number", child.id_number or RULE),
            ("school", self.or_blank(child.school_name, "school")),
            ("class", self.or_blank(child.class_name, "class")),
            ("address", self.or_blank(child.address or child.village, "address")),
            ("contact", self._contact()),
        ]
