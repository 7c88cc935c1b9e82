"""The command line. What is heavy is imported by the command that needs it: --help must not wait."""

import typer

from bot import audit, parked, ways
from bot.carrying import carry_out

app = typer.Typer(
    help="Xiangban 相伴: a chat bot for the people around a child.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback that shows local values shows children
)
app.add_typer(ways.app, name="ways")
app.add_typer(parked.app, name="parked")
app.add_typer(audit.app, name="audit")


@app.command()
def run() -> None:
    """Start the bot: in the sandbox, or with BOT_TOKEN on Telegram."""
    carry_out("bot.running", "run")


@app.command()
def work() -> None:
    """Plan, climb and deliver beside a `run` that hears: for more than one process on PostgreSQL."""
    carry_out("bot.working", "work")


@app.command()
def migrate() -> None:
    """Bring the database to the shape this version expects."""
    carry_out("bot.operating", "migrate")


@app.command("invite-admin")
def invite_admin() -> None:
    """Print the one-time link by which the first administrator joins."""
    carry_out("bot.operating", "invite_founder")


@app.command()
def doctor() -> None:
    """Check settings, key, database, token and clock; say what leaves the country."""
    carry_out("bot.doctor", "examine")
