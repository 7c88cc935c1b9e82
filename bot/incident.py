"""`python -m bot incident …`: what befell what we hold, its clock, and who was told."""

import sys
from datetime import datetime
from typing import Annotated

import typer

from bot.carrying import carry_out
from models.codes import IncidentKind

MINUTE = "%Y-%m-%d %H:%M"

app = typer.Typer(help="Leaks, losses and changes of what we hold.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(help="The number that `incident list` shows.")]
At = Annotated[
    datetime | None, typer.Option("--at", formats=[MINUTE], help="When, by the clocks of TIMEZONE; else now.")
]


@app.command()
def add(
    kind: Annotated[IncidentKind, typer.Option(help="What happened to it.")],
    noticed: Annotated[datetime, typer.Option(formats=[MINUTE], help="When it was noticed, in TIMEZONE.")],
    happened: Annotated[
        datetime | None, typer.Option(formats=[MINUTE], help="When it began, if known.")
    ] = None,
    people: Annotated[
        int | None, typer.Option(min=0, max=100_000_000, help="How many it may concern.")
    ] = None,
) -> None:
    """Keep an incident; what happened is read from standard input, and encrypted."""
    carry_out(
        "bot.incident_keeping", "add", kind=kind, noticed=noticed, happened=happened, people=people,
        words=sys.stdin.buffer.read().decode(errors="replace"),
    )  # fmt: skip


@app.command("list")
def list_incidents() -> None:
    """Show all of them and how their clocks stand; what was written of them stays hidden."""
    carry_out("bot.incident_keeping", "list_incidents")


@app.command()
def told(
    number: Number,
    authority: Annotated[bool, typer.Option("--authority", help="The authority was told.")] = False,  # noqa: FBT002
    people: Annotated[bool, typer.Option("--people", help="The people concerned were told.")] = False,  # noqa: FBT002
    at: At = None,
) -> None:
    """Remember who was told, and when."""
    carry_out(
        "bot.incident_keeping", "note_told", incident_id=number, authority=authority, people=people, at=at
    )


@app.command()
def close(number: Number) -> None:
    """Say that nothing is left to do."""
    carry_out("bot.incident_keeping", "close", incident_id=number)
