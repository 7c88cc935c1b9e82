"""Assessment of the impact on personal information, before the use begins and whenever it changes."""

from documents.papers.paper import Paper, Pen, Section, Table
from documents.papers.setting import about, abroad, measures
from services.papers.purposes import Purpose
from services.papers.types import Impact

RISKS = (
    "outsider", "abuser", "dispute", "phone", "colleague", "machine", "stolen", "messenger", "wrong_alarm",
    "outage",
)  # fmt: skip
OPEN = ("names", "telegram", "owner", "screens", "profile")


def impact(facts: Impact, locale: str) -> Paper:
    pen = Pen(locale)
    return Paper(
        locale=locale,
        title=pen.t("impact.title"),
        author=facts.setup.operator.name or "",
        lead=(
            pen.t("impact.lead", day=facts.made_on),
            facts.setup.law.impact[locale],
            pen.t("papers.blanks"),
        ),
        sections=(
            about(pen, facts.setup),
            _why(pen, facts),
            _purposes(pen, facts.purposes),
            abroad(pen, facts.setup, facts.schemes),
            measures(pen, facts.setup),
            _risks(pen),
            Section("open", pen.t("impact.open"), points=pen.each("impact.open_", OPEN)),
            Section(
                "conclusion", pen.t("impact.conclusion"), points=pen.each("impact.conclude_", ("1", "2", "3"))
            ),
            pen.signatures(),
        ),
    )


def _why(pen: Pen, facts: Impact) -> Section:
    people = facts.people
    counted = pen.t(
        "impact.people", children=people.children, below=people.below_gate, gate=people.gate,
        family=people.family, staff=people.staff,
    )  # fmt: skip
    return Section(
        "why", pen.t("impact.why"), (pen.t("impact.why_lead"), counted),
        points=pen.each("impact.why_", ("sensitive", "entrusted", "abroad", "no_automation")),
    )  # fmt: skip


def _purposes(pen: Pen, purposes: tuple[Purpose, ...]) -> Section:
    head = pen.each("impact.", ("purpose", "basis", "necessary"))
    rows = tuple(
        (
            pen.t(f"processing.purpose_{one.code}"),
            pen.t(f"processing.basis_{one.basis}"),
            pen.t(f"impact.need_{one.code}"),
        )
        for one in purposes
    )
    return Section("purposes", pen.t("impact.purposes"), table=Table(head, rows))


def _risks(pen: Pen) -> Section:
    head = pen.each("impact.", ("risk", "done", "left"))
    rows = tuple(
        (pen.t(f"impact.risk_{one}"), pen.t(f"impact.done_{one}"), pen.t(f"impact.left_{one}"))
        for one in RISKS
    )
    return Section("risks", pen.t("impact.risks"), (pen.t("impact.risks_lead"),), Table(head, rows))
