"""The command line. What is heavy is imported by the command that needs it: --help must not wait."""

from pathlib import Path
from typing import Annotated

import typer

from bot import audit, incident, paper, parked, profile, ways
from bot.carrying import carry_out

app = typer.Typer(
    help="Xiangban 相伴: a chat bot for the people around a child.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback that shows local values shows children
)
TelegramId = Annotated[int, typer.Argument(help="The number of their Telegram account.")]
app.add_typer(ways.app, name="ways")
app.add_typer(parked.app, name="parked")
app.add_typer(audit.app, name="audit")
app.add_typer(paper.app, name="paper")
app.add_typer(incident.app, name="incident")
app.add_typer(profile.app, name="profile")


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


@app.command()
def backup() -> None:
    """Write an encrypted copy of the database into BACKUP_DIR, and open it again to see that it is one."""
    carry_out("bot.restoring", "make_backup")


@app.command("backup-key")
def backup_key(path: Annotated[Path, typer.Argument(help="Where the private key is written.")]) -> None:
    """Make a pair of keys for backups: keep the private one away from this machine."""
    carry_out("bot.restoring", "make_key", path=path)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    key: Annotated[Path, typer.Option(help="The file with the private key.")],
) -> None:
    """Bring a backup back, into an empty place only."""
    carry_out("bot.restoring", "restore", file=file, key=key)


@app.command("restore-case-keys")
def restore_case_keys(
    file: Annotated[Path, typer.Argument(help="A copy of the cases' keys.")],
    key: Annotated[Path, typer.Option(help="The file with the private key.")],
) -> None:
    """Put back the keys of cases' files that are missing; what two people have let go stays gone."""
    carry_out("bot.restoring", "restore_case_keys", file=file, key=key)


@app.command("rotate-key")
def rotate_key(
    *,
    finish: Annotated[
        bool, typer.Option("--finish", help="Drop the old keys, once nothing needs them any more.")
    ] = False,
) -> None:
    """Make a new key and encrypt everything anew with it, while the bot stands still."""
    carry_out("bot.rotating", "rotate_key", finish=finish)


@app.command()
def retention(
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Remove it, and write down how much.")] = False,
) -> None:
    """Show how much of what is kept is past its time, by the profile's table."""
    carry_out("bot.retaining", "retain", apply=apply)


@app.command("invite-admin")
def invite_admin(
    school: Annotated[str | None, typer.Option(help="A further school, by its name.")] = None,
    county: Annotated[str | None, typer.Option(help="The county in which it lies.")] = None,
    township: Annotated[str | None, typer.Option(help="Its township, if any.")] = None,
) -> None:
    """Print the one-time link by which the first administrator joins, or the head of a further school."""
    carry_out("bot.operating", "invite_founder", school=school, county=county, township=township)


@app.command("phone-lost")
def phone_lost(telegram_id: TelegramId) -> None:
    """Cut off a phone when nobody at the school can, and print links by which its people come back."""
    carry_out("bot.phones", "lose_phone", telegram_id=telegram_id)


@app.command("reset-pin")
def reset_pin(telegram_id: TelegramId) -> None:
    """Remove a forgotten PIN when nobody at the school can. See the person first."""
    carry_out("bot.phones", "reset_pin", telegram_id=telegram_id)


@app.command()
def doctor() -> None:
    """Check settings, key, database, token and clock; say what leaves the country."""
    carry_out("bot.doctor", "examine")
