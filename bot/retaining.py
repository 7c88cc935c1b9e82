"""`retention`: what is past its time, shown or removed."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.preparing import open_database
from bot.settings import Settings
from bot.words import locale, say
from scheduler.jobs import remove_kind
from services import profile as profiles
from services.audit import service as audit
from services.profile import Kind, Profile
from services.retention import queries
from services.retention.queries import Over
from services.retention.rules import period_of
from services.retention.service import ALWAYS


async def retain(settings: Settings, *, apply: bool) -> None:
    """Print a line a kind, and with `apply` remove what was counted."""
    profile, now = profiles.load(settings.profile), datetime.now(UTC)
    async with open_database(settings) as database:
        async with database.reading() as session:
            found = await queries.list_over(session, now=now, profile=profile)
        print("\n".join(_line(profile, over) for over in found))  # noqa: T201
        if not apply:
            print(say("retention_shown"))  # noqa: T201
            return
        async with database.transaction() as session:
            await audit.record(
                session, now=now, actor=None, action="apply_retention", subject="installation",
                subject_id=None, allowed=True,
            )  # fmt: skip
        for kind in Kind:
            await remove_kind(database, now, profile, kind)
    print(say("retention_applied"))  # noqa: T201


def kinds_to_remove(settings: Settings) -> Sequence[Kind]:
    """What the running bot removes by itself."""
    return tuple(Kind) if settings.retention else ALWAYS


def _line(profile: Profile, over: Over) -> str:
    words = period_of(profile, over.kind).words[locale()]
    return say("retention_line", n=f"{over.count:>7,}", kind=words, day=f"{over.before:%Y-%m-%d}")
