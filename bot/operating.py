"""The operator's short commands."""

from datetime import UTC, datetime

from bot.asking import who_am_i
from bot.preparing import open_database
from bot.settings import Settings
from bot.words import OperatorError, say
from services import profile as profiles
from services.joining import county as counties
from services.joining import service as joining


async def migrate(settings: Settings) -> None:
    """Opening the database brings it up to date."""
    async with open_database(settings):
        print(say("migrated"))  # noqa: T201


async def invite_founder(
    settings: Settings, *, school: str | None = None, county: str | None = None, township: str | None = None
) -> None:
    """Print the link; whoever opens it first becomes the first administrator, here or of a further school."""
    if (school is None) is not (county is None) or (township is not None and school is None):
        raise OperatorError("school_in_county")
    profile = profiles.load(settings.profile)
    me = await who_am_i(settings)
    now = datetime.now(UTC)
    async with open_database(settings) as database, database.transaction() as transaction:
        if school is None or county is None:
            token = await joining.invite_founder(transaction, now=now, profile=profile)
        else:
            token = await counties.invite_head_of(
                transaction, now=now, profile=profile, county=county, township=township, name=school,
                timezone=settings.timezone,
            )  # fmt: skip
        watched = await counties.is_watched(transaction, now=now, county=county)
    print(say("founder_link", hours=profile.invitation_hours.staff))  # noqa: T201
    print(f"https://t.me/{me.username}?start={token}")  # noqa: T201
    if not watched:
        print(say("founder_no_officer"))  # noqa: T201
