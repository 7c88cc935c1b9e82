"""The record of an incident: what is known, its clock, what comes first, and a draft of each notice."""

from documents.papers.paper import Paper, Pen, Section, Table
from documents.papers.setting import about
from services.papers.types import Breach

FIRST = ("stop", "keep", "head", "authority", "people", "police")
AUTHORITY = ("to", "kinds", "cause", "harm", "measures", "ask", "sign")
FAMILY = ("to", "what", "kinds", "harm", "measures", "please", "reach", "sorry", "sign")
STAFF = ("to", "what", "do", "dont", "answer", "reach", "sign")


def breach(facts: Breach, locale: str) -> Paper:
    pen = Pen(locale)
    return Paper(
        locale=locale,
        title=pen.t("breach.title", n=facts.number),
        author=facts.setup.operator.name or "",
        lead=(pen.t("breach.lead", day=facts.made_on), pen.t("papers.blanks")),
        sections=(
            about(pen, facts.setup),
            _record(pen, facts),
            _clock(pen, facts),
            Section("first", pen.t("breach.first"), points=pen.each("breach.first_", FIRST)),
            _notice(pen, facts, "authority", AUTHORITY),
            _notice(pen, facts, "family", FAMILY),
            _notice(pen, facts, "staff", STAFF),
            _afterwards(pen, facts),
            pen.signatures(),
        ),
    )


def _afterwards(pen: Pen, facts: Breach) -> Section:
    points = pen.each("breach.after_", ("1", "2", "3"), n=facts.number)
    return Section("afterwards", pen.t("breach.afterwards"), points=points)


def _record(pen: Pen, facts: Breach) -> Section:
    people = str(facts.people) if facts.people is not None else pen.t("breach.blank_people")
    rows = (
        (pen.t("breach.number"), str(facts.number)),
        (pen.t("breach.kind"), pen.t(f"papers.incident_{facts.kind.value}")),
        (pen.t("breach.happened_at"), _happened(pen, facts)),
        (pen.t("breach.noticed_at"), pen.moment(facts.noticed_at)),
        (pen.t("breach.people"), people),
        (pen.t("breach.words"), facts.words),
    )
    head = pen.each("papers.", ("item", "content"))
    return Section("record", pen.t("breach.record"), (pen.t("breach.record_lead"),), Table(head, rows))


def _happened(pen: Pen, facts: Breach) -> str:
    return pen.moment(facts.happened_at) if facts.happened_at else pen.t("breach.blank_happened")


def _clock(pen: Pen, facts: Breach) -> Section:
    rows = (
        (pen.t("breach.due_at"), pen.moment(facts.due_at)),
        (pen.t("breach.state"), pen.t(f"breach.clock_{facts.clock.value}")),
        (pen.t("breach.authority_told_at"), pen.moment(facts.authority_told_at)),
        (pen.t("breach.people_told_at"), pen.moment(facts.people_told_at)),
        (pen.t("breach.closed_at"), pen.moment(facts.closed_at)),
    )
    law = facts.setup.law
    lines = (
        pen.t("breach.clock_lead", hours=law.authority_hours),
        law.breach[pen.locale],
        pen.t("breach.clock_check"),
    )
    head = pen.each("papers.", ("item", "content"))
    return Section("clock", pen.t("breach.clock"), lines, Table(head, rows))


def _notice(pen: Pen, facts: Breach, to: str, parts: tuple[str, ...]) -> Section:
    """A draft; what was written down stays out of it, because it may name somebody."""
    params = {
        "operator": pen.operator(facts.setup.operator),
        "contact": pen.contact(facts.setup.operator),
        "kind": pen.t(f"breach.plain_{facts.kind.value}"),
        "noticed": pen.moment(facts.noticed_at),
        "happened": _happened(pen, facts),
        "people": facts.people if facts.people is not None else pen.t("breach.blank_people"),
        "day": facts.made_on,
    }
    return Section(f"notice_{to}", pen.t(f"breach.notice_{to}"), pen.each(f"breach.{to}_", parts, **params))
