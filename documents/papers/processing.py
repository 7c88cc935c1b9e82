"""Record of processing: a table for each purpose."""

from documents.papers.paper import Paper, Pen, Section, Table
from documents.papers.setting import about, abroad
from locales import plural
from services.papers.purposes import Purpose
from services.papers.types import Kept, Processing, Use


def processing(facts: Processing, locale: str) -> Paper:
    pen = Pen(locale)
    return Paper(
        locale=locale,
        title=pen.t("processing.title"),
        author=facts.setup.operator.name or "",
        lead=(
            pen.t("processing.lead", day=facts.made_on),
            facts.setup.law.processing[locale],
            pen.t("papers.blanks"),
        ),
        sections=(
            about(pen, facts.setup),
            *(_purpose(pen, one) for one in facts.purposes),
            *_uses(pen, facts.setup.uses),
            *_kept(pen, facts.setup.kept),
            Section(
                "not_done",
                pen.t("processing.not_done"),
                points=pen.each("processing.never_", ("1", "2", "3")),
            ),
            abroad(pen, facts.setup, facts.schemes),
            pen.signatures(),
        ),
    )


def _purpose(pen: Pen, one: Purpose) -> Section:
    rows = (
        (pen.t("processing.kinds"), pen.listed("processing.kind_", one.kinds)),
        (pen.t("processing.people"), pen.listed("processing.people_", one.people)),
        (pen.t("processing.basis"), pen.t(f"processing.basis_{one.basis}")),
        (pen.t("processing.recipients"), pen.listed("processing.recipient_", one.recipients)),
        (pen.t("processing.period"), pen.t(f"processing.period_{one.period}")),
        (pen.t("processing.measures"), pen.listed("processing.measure_", one.measures)),
    )
    head = pen.each("papers.", ("item", "content"))
    return Section(one.code, pen.t(f"processing.purpose_{one.code}"), table=Table(head, rows))


def _uses(pen: Pen, uses: tuple[Use, ...]) -> tuple[Section, ...]:
    """What people are told, and what they are asked."""
    if not uses:
        return ()
    head = pen.each("processing.", ("use", "meaning", "way"))
    rows = tuple(
        (
            one.words[pen.locale],
            one.meaning[pen.locale],
            pen.t("processing.asked" if one.is_option else "processing.told"),
        )
        for one in uses
    )
    return (Section("uses", pen.t("processing.uses"), table=Table(head, rows)),)


def _kept(pen: Pen, kept: tuple[Kept, ...]) -> tuple[Section, ...]:
    if not kept:
        return ()
    head = pen.each("processing.", ("kept_what", "kept_for", "kept_after"))
    rows = tuple(
        (one.words[pen.locale], _length(pen, one), pen.t(f"processing.after_{one.after}")) for one in kept
    )
    return (Section("kept", pen.t("processing.kept"), (pen.t("processing.kept_lead"),), Table(head, rows)),)


def _length(pen: Pen, one: Kept) -> str:
    if one.years is not None:
        return plural(pen.locale, "processing.years", one.years)
    return plural(pen.locale, "processing.days", one.days or 0)
