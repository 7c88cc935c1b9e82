"""What several papers say of an installation: who answers for it, and how it is set."""

from documents.papers.paper import Pen, Section, Table
from services.papers.types import Lies, Setup


def about(pen: Pen, setup: Setup) -> Section:
    """Who answers for it, and where it runs."""
    world = "papers.world_live" if setup.is_live else "papers.world_sandbox"
    reviewed = "papers.profile_reviewed" if setup.is_reviewed else "papers.profile_unreviewed"
    rows = (
        (pen.t("papers.operator"), pen.operator(setup.operator)),
        (pen.t("papers.contact"), pen.contact(setup.operator)),
        (pen.t("papers.system"), pen.t(world)),
        (pen.t("papers.profile"), pen.t(reviewed, profile=setup.profile, day=setup.reviewed_on)),
        (pen.t("papers.database"), pen.t(f"papers.database_{setup.database}")),
        (pen.t("papers.zone"), setup.zone),
    )
    head = pen.each("papers.", ("item", "content"))
    return Section("about", pen.t("papers.about"), table=Table(head, rows))


def measures(pen: Pen, setup: Setup) -> Section:
    """What stands between people's data and harm: what is built in, and what this operator switched on."""
    on, off = pen.t("papers.on"), pen.t("papers.off")
    rows = [
        (pen.t(f"papers.measure_{code}"), on) for code in ("door", "encryption", "audit", "sealed", "logs")
    ]
    rows += [
        (pen.t("papers.measure_key"), pen.t(f"papers.key_{setup.key.value}")),
        (pen.t("papers.measure_backup"), pen.t(f"papers.backup_{setup.backup.value}")),
        (pen.t("papers.measure_audit_copy"), on if setup.is_audit_told else off),
        (pen.t("papers.measure_hearing"), pen.t("papers.webhook" if setup.has_webhook else "papers.polling")),
    ]
    advice = [
        code
        for code, is_wanting in (
            ("key_beside", setup.key is Lies.BESIDE),
            ("backup_nowhere", setup.backup is Lies.NOWHERE),
            ("backup_beside", setup.backup is Lies.BESIDE),
            ("audit_untold", not setup.is_audit_told),
        )
        if is_wanting
    ]
    head = pen.each("papers.", ("measure", "state"))
    return Section(
        "measures", pen.t("papers.measures"), (pen.t("papers.measures_lead"),), Table(head, tuple(rows)),
        pen.each("papers.advice_", advice),
    )  # fmt: skip


def abroad(pen: Pen, setup: Setup, schemes: tuple[str, ...]) -> Section:
    """Through whose hands it passes, and what the law says where it leaves the country."""
    if setup.is_live:
        lines = [pen.t("papers.abroad_telegram"), setup.law.abroad[pen.locale]]
    else:
        lines = [pen.t("papers.abroad_sandbox")]
    if schemes:
        lines.append(pen.t("papers.ways", schemes=pen.t("papers.comma").join(schemes)))
    return Section("abroad", pen.t("papers.abroad"), tuple(lines))
