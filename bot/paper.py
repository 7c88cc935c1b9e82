"""`python -m bot paper …`: the papers that the law asks of an operator, as Word files."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.carrying import carry_out

app = typer.Typer(help="The papers that the law asks of an operator, as Word files.", no_args_is_help=True)


class Language(StrEnum):
    ZH_CN = "zh_CN"
    EN = "en"


Out = Annotated[Path, typer.Option("--out", help="The file to write; an existing one is never written over.")]
Template = Annotated[
    Path | None, typer.Option("--template", help="A .docx of your office with {{ placeholders }}.")
]
Locale = Annotated[
    Language | None, typer.Option("--locale", help="The paper's language; else DEFAULT_LOCALE.")
]


@app.command()
def impact(out: Out, locale: Locale = None, template: Template = None) -> None:
    """Write the assessment of the impact on personal information."""
    carry_out("bot.paper_making", "make", kind="impact", out=out, locale=locale, template=template)


@app.command()
def processing(out: Out, locale: Locale = None, template: Template = None) -> None:
    """Write the record of processing: each purpose with its data, ground, recipients and period."""
    carry_out("bot.paper_making", "make", kind="processing", out=out, locale=locale, template=template)


@app.command()
def yearly(
    out: Out,
    year: Annotated[
        int | None, typer.Option(min=2000, max=2999, help="Without it, the last whole year.")
    ] = None,
    locale: Locale = None,
    template: Template = None,
) -> None:
    """Write the yearly report: children, consents, accesses, requests, deletions, incidents; counts only."""
    carry_out(
        "bot.paper_making", "make", kind="yearly", out=out, locale=locale, template=template, which=year
    )


@app.command()
def report(out: Out, locale: Locale = None, template: Template = None) -> None:
    """Write the report of suspected harm as a blank form, or try an office's template of it.

    No case is read here: its words open to whoever has taken it, behind a PIN, and an operator may be
    somebody who must not know of it. The bot fills the form, or the template that REPORT_TEMPLATE names.
    """
    carry_out("bot.paper_making", "make_form", out=out, locale=locale, template=template)


@app.command()
def breach(
    out: Out,
    incident: Annotated[int, typer.Option(help="The number that `incident list` shows.")],
    locale: Locale = None,
    template: Template = None,
) -> None:
    """Write the record of an incident, with its clock and a draft of each notice."""
    carry_out(
        "bot.paper_making", "make", kind="breach", out=out, locale=locale, template=template, which=incident
    )
