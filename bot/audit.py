"""`python -m bot audit …`: whether what was done is still written as it was."""

from pathlib import Path
from typing import Annotated

import typer

from bot.carrying import carry_out

app = typer.Typer(help="The chain of who did or saw what.", no_args_is_help=True)


@app.command()
def verify(
    told: Annotated[
        Path | None,
        typer.Option(help="A text with what somebody elsewhere was told (lines with #PLACE DIGEST)."),
    ] = None,
) -> None:
    """Walk the whole chain; name the first entry that isn't what it was, and exit with 1."""
    carry_out("bot.audit_keeping", "verify", told=told)


@app.command()
def head() -> None:
    """Print how far the chain has come, to be kept elsewhere."""
    carry_out("bot.audit_keeping", "show_head")


@app.command()
def tell() -> None:
    """Send the same to AUDIT_COPY now."""
    carry_out("bot.audit_keeping", "tell")
