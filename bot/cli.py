"""The command line. What is heavy is imported by the command that needs it: --help must not wait."""

import asyncio
import os
import sys
import zoneinfo
from importlib import import_module

import typer

app = typer.Typer(
    help="Xiangban 相伴: a chat bot for the people around a child.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback that shows local values shows children
)


@app.command()
def run() -> None:
    """Start the bot: in the sandbox, or with BOT_TOKEN on Telegram."""
    _carry_out("bot.running", "run")


@app.command()
def migrate() -> None:
    """Bring the database to the shape this version expects."""
    _carry_out("bot.operating", "migrate")


@app.command("invite-admin")
def invite_admin() -> None:
    """Print the one-time link by which the first administrator joins."""
    _carry_out("bot.operating", "invite_founder")


@app.command()
def doctor() -> None:
    """Check settings, key, database, token and clock; say what leaves the country."""
    _carry_out("bot.doctor", "examine")


def _carry_out(module: str, command: str) -> None:
    """Read the settings, then run `command`; what an operator can mend is one sentence and exit code 2."""
    from bot.settings import load_settings
    from bot.words import sentence_of

    zoneinfo.reset_tzpath(to=())  # the zones of the locked tzdata: this machine's may be older
    os.umask(0o077)  # what we write is for its owner alone
    try:
        settings = load_settings()
        asyncio.run(getattr(import_module(module), command)(settings))
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(0)
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        sys.exit(2)
