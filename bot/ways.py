"""`python -m bot ways …`: other ways to reach people on duty than Telegram."""

import sys
from typing import Annotated

import typer

from bot.carrying import carry_out

app = typer.Typer(help="Other ways to reach people on duty than Telegram.", no_args_is_help=True)

PersonId = Annotated[int, typer.Argument(help="The number that `ways list` shows.")]


@app.command("list")
def list_ways() -> None:
    """Show everybody on duty, and by which ways they can be reached."""
    carry_out("bot.way_keeping", "list_ways")


@app.command()
def add(
    person_id: PersonId,
    url: Annotated[
        str,
        typer.Argument(help="An apprise address; - reads it from standard input, unseen by your history."),
    ],
) -> None:
    """Send a test to an address, and keep it if the test is taken."""
    carry_out("bot.way_keeping", "add", person_id=person_id, url=sys.stdin.readline() if url == "-" else url)


@app.command()
def remove(way_id: Annotated[int, typer.Argument(help="The number behind #.")]) -> None:
    """Forget a way and its address."""
    carry_out("bot.way_keeping", "remove", way_id=way_id)


@app.command()
def test(person_id: PersonId) -> None:
    """Send a test by each of somebody's ways."""
    carry_out("bot.way_keeping", "test", person_id=person_id)
