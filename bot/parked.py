"""`python -m bot parked …`: updates that failed three times."""

from typing import Annotated

import typer

from bot.carrying import carry_out

app = typer.Typer(help="Updates that failed three times.", no_args_is_help=True)

InboxId = Annotated[int, typer.Argument(help="The number that `parked list` shows.")]


@app.command("list")
def list_parked() -> None:
    """Show them by number; what they say stays hidden."""
    carry_out("bot.parking", "list_parked")


@app.command()
def retry(inbox_id: InboxId) -> None:
    """Let one be tried anew at the next start of the bot."""
    carry_out("bot.parking", "retry", inbox_id=inbox_id)


@app.command()
def drop(inbox_id: InboxId) -> None:
    """Forget one; it is purged a day later."""
    carry_out("bot.parking", "drop", inbox_id=inbox_id)
