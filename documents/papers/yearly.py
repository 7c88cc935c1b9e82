"""The yearly report on the compliance of what is done with minors' data: counts, and no name."""

from documents.papers.paper import Paper, Pen, Section, Table
from documents.papers.setting import about, measures
from services.incidents.rules import Clock
from services.papers.types import Yearly

KNOWN_PURPOSES = frozenset({"contact"})


def yearly(facts: Yearly, locale: str) -> Paper:
    pen = Pen(locale)
    over = "yearly.lead_over" if facts.is_over else "yearly.lead_running"
    lead = pen.t(over, year=facts.year, zone=facts.setup.zone, day=facts.made_on)
    return Paper(
        locale=locale,
        title=pen.t("yearly.title", year=facts.year),
        author=facts.setup.operator.name or "",
        lead=(
            lead,
            facts.setup.law.yearly[locale],
            pen.t("yearly.due", day=facts.due_on),
            pen.t("papers.blanks"),
        ),
        sections=(
            about(pen, facts.setup),
            _children(pen, facts),
            _consents(pen, facts),
            _accesses(pen, facts),
            _requests(pen, facts),
            _deletions(pen, facts),
            _incidents(pen, facts),
            measures(pen, facts.setup),
            Section("left_out", pen.t("yearly.left_out"), pen.each("yearly.left_out_", ("cases", "names"))),
            Section(
                "conclusion", pen.t("yearly.conclusion"), points=pen.each("yearly.conclude_", ("1", "2", "3"))
            ),
            pen.signatures(),
        ),
    )


def _children(pen: Pen, facts: Yearly) -> Section:
    children = facts.children
    rows = (
        (pen.t("yearly.children_registered"), str(children.registered)),
        (pen.t("yearly.children_left"), str(children.left)),
        (pen.t("yearly.children_at_end"), str(children.at_end)),
    )
    return _counted(pen, "children", ("item", "count"), rows)


def _consents(pen: Pen, facts: Yearly) -> Section:
    rows = tuple(
        (_purpose(pen, facts, one.purpose), str(one.granted), str(one.refused), str(one.withdrawn))
        for one in facts.consents
    )
    return _counted(pen, "consents", ("purpose", "granted", "refused", "withdrawn"), rows)


def _purpose(pen: Pen, facts: Yearly, code: str) -> str:
    """The profile's words for it; what an older profile asked for has kept its code only."""
    words = {one.code: one.words[pen.locale] for one in facts.setup.uses}
    known = {one: pen.t(f"yearly.purpose_{one}") for one in KNOWN_PURPOSES}
    return (known | words).get(code, code)


def _accesses(pen: Pen, facts: Yearly) -> Section:
    rows = tuple(
        (pen.t(f"yearly.group_{one.group}"), str(one.allowed), str(one.refused)) for one in facts.accesses
    )
    return _counted(pen, "accesses", ("action", "allowed", "refused_access"), rows)


def _requests(pen: Pen, facts: Yearly) -> Section:
    rows = tuple(
        (
            pen.t(f"yearly.asked_{one.asked.value}"), str(one.granted), str(one.refused), str(one.waiting),
            str(one.late), _days(pen, one.median_days), _days(pen, one.most_days),
        )
        for one in facts.requests
    )  # fmt: skip
    head = ("asked", "granted_request", "refused_request", "waiting", "late", "median_days", "most_days")
    return _counted(pen, "requests", head, rows)


def _days(pen: Pen, days: int | None) -> str:
    return str(days) if days is not None else pen.t("yearly.dash")


def _deletions(pen: Pen, facts: Yearly) -> Section:
    words = {one.kind: one.words[pen.locale] for one in facts.setup.kept}
    rows = tuple((words.get(one.kind, one.kind), str(one.removed)) for one in facts.purges)
    return _counted(pen, "deletions", ("kind", "removed"), rows)


def _incidents(pen: Pen, facts: Yearly) -> Section:
    rows = []
    for one in facts.incidents:
        told = dict(one.told)
        counts = [str(told.get(clock, 0)) for clock in Clock]
        rows.append((pen.t(f"papers.incident_{one.kind.value}"), str(one.noticed), *counts, str(one.closed)))
    return _counted(pen, "incidents", ("kind", "noticed", *Clock, "closed"), tuple(rows))


def _counted(pen: Pen, code: str, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Section:
    """A section with its table, or one sentence where there is nothing to count."""
    heading, lead = pen.t(f"yearly.{code}"), pen.t(f"yearly.{code}_lead")
    if not rows:
        return Section(code, heading, (lead, pen.t("yearly.none")))
    return Section(code, heading, (lead,), Table(pen.each("yearly.head_", head), rows))
