"""`python -m bot profile …`: whether a profile can be used, and whom it has told when."""

from pathlib import Path
from typing import Annotated

import typer

from bot.carrying import carry_out
from bot.paper import Locale

app = typer.Typer(help="What a place decides: the files in profiles/.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="A profile, such as profiles/CN.yaml.")]


@app.command()
def check(file: File) -> None:
    """Say all that is wrong with it, with its line, and what nobody has verified; exit with 1 if wrong."""
    carry_out("bot.profile_reading", "check", file=file)


@app.command()
def routing(file: File, locale: Locale = None) -> None:
    """Print who is told what and when, for every situation and whoever it may have been, as Markdown."""
    carry_out("bot.profile_reading", "show_routing", file=file, locale=locale)
