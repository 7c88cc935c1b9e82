"""`doctor`: look at everything an operator can mend, and say it in plain sentences."""

import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.asking import who_am_i
from bot.backing_up import list_backups, made_at
from bot.findings import Finding, all_findings
from bot.key_findings import key_findings
from bot.preparing import open_database
from bot.settings import Settings
from bot.template_findings import template_findings
from bot.words import OperatorError, say
from services import profile as profiles
from services.audit import chain

OLD_HOURS = 36  # one a day is made; what is older has failed since
LATE_SECONDS = 30  # a clock further off than this signs reminders with the wrong minute


async def examine(settings: Settings) -> None:
    """Print one line a finding; exit with 1 when something has to be mended."""
    good = True
    async for finding in _findings(settings):
        print(("✓ " if finding.good else "✗ ") + finding.sentence)  # noqa: T201
        good = good and finding.good
    if not good:
        sys.exit(1)


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    yield Finding(good=True, sentence=say("doctor_world", database=_without_password(settings.database)))
    yield _profile(settings)
    for finding in key_findings(settings):
        yield finding
    for finding in template_findings(settings):
        yield finding
    for finding in await _inside(settings):
        yield finding
    yield _backups(settings)
    yield Finding(good=True, sentence=say(f"doctor_retention_{'on' if settings.retention else 'off'}"))
    async for finding in _bot_api(settings):
        yield finding
    yield Finding(good=True, sentence=_what_leaves(settings))


def _profile(settings: Settings) -> Finding:
    try:
        profile = profiles.load(settings.profile)
    except profiles.ProfileError as error:
        return Finding(good=False, sentence=f"PROFILE: {error}")
    return Finding(good=True, sentence=say("doctor_profile", profile=profile.id, day=profile.last_reviewed))


def _backups(settings: Settings) -> Finding:
    """Whether there are any, and how old the newest is; none at all is advice, not a fault."""
    if settings.backup_dir is None:
        return Finding(good=True, sentence=say("doctor_backup_none"))
    found = list_backups(settings.backup_dir)
    if not found:
        return Finding(good=False, sentence=say("doctor_backup_not_yet", path=settings.backup_dir))
    hours = (datetime.now(UTC) - made_at(found[-1])) / timedelta(hours=1)
    return Finding(good=hours <= OLD_HOURS, sentence=say("doctor_backup", path=found[-1], hours=round(hours)))


async def _inside(settings: Settings) -> list[Finding]:
    try:
        profile = profiles.load(settings.profile)
        async with open_database(settings) as database, database.reading() as session:
            # The sandbox's clock may be ahead of ours: who came there today isn't of tomorrow.
            now = max(datetime.now(UTC), await chain.last_at(session) or datetime.min.replace(tzinfo=UTC))
            return await all_findings(session, now=now, profile=profile)
    except OperatorError as error:
        return [Finding(good=False, sentence=error.sentence())]
    except profiles.ProfileError:  # said already
        return []


async def _bot_api(settings: Settings) -> AsyncIterator[Finding]:
    try:
        me = await who_am_i(settings)
    except OperatorError as error:
        # Without a sandbox running there is nobody to ask, and nothing wrong.
        yield Finding(good=error.code == "no_sandbox", sentence=error.sentence())
        return
    yield Finding(good=True, sentence=say("doctor_token", username=me.username))
    if me.date and not settings.is_sandbox:
        yield _clock(me.date)


def _clock(date: str) -> Finding:
    seconds = abs((datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds())
    good = seconds <= LATE_SECONDS
    return Finding(
        good=good, sentence=say("doctor_clock" if good else "doctor_clock_off", seconds=round(seconds))
    )


def _what_leaves(settings: Settings) -> str:
    """Telegram's servers stand abroad: with a Chinese profile this is an export of children's data."""
    if settings.is_sandbox:
        return say("leaves_nothing")
    return say("leaves_china" if settings.profile.startswith("CN") else "leaves_telegram")


def _without_password(url: str) -> str:
    head, at, tail = url.rpartition("@")
    return f"{head.split('://')[0]}://…@{tail}" if at else url
