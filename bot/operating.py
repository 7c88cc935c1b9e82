"""The operator's short commands."""

from datetime import UTC, datetime

from bot.asking import who_am_i
from bot.preparing import open_database
from bot.settings import Settings
from bot.words import say
from services import profile as profiles
from services.joining import service as joining


async def migrate(settings: Settings) -> None:
    """Opening the database brings it up to date."""
    async with open_database(settings):
        print(say("migrated"))  # noqa: T201


async def invite_founder(settings: Settings) -> None:
    """Print the link; whoever opens it first becomes the first administrator."""
    profile = profiles.load(settings.profile)
    me = await who_am_i(settings)
    async with open_database(settings) as database, database.transaction() as transaction:
        token = await joining.invite_founder(transaction, now=datetime.now(UTC), profile=profile)
    print(say("founder_link", hours=profile.invitation_hours.staff))  # noqa: T201
    print(f"https://t.me/{me.username}?start={token}")  # noqa: T201
