"""One tick, one use case: each job opens its transaction, calls a service and is done."""

from collections.abc import Awaitable, Callable

from models.database import Database
from services.alerts import service as alerts
from services.duty import checks as duty
from services.inbox import service as inbox
from services.ports import Clock
from services.profile import Profile
from services.reminders import service as reminders

BATCH = 500

Beat = Callable[[], Awaitable[None]]


async def plan_reminders(database: Database, clock: Clock, profile: Profile) -> None:
    """Turn due plans into notifications, a batch a transaction, until none is due."""
    while True:
        async with database.reading() as session:
            if not await reminders.has_due(session, now=clock.now()):
                return
        async with database.transaction() as session:
            await reminders.plan_due(session, now=clock.now(), profile=profile, limit=BATCH)


async def escalate(database: Database, clock: Clock, profile: Profile) -> None:
    """Send abandoned reports and let untaken cases climb."""
    while True:
        async with database.reading() as session:
            if not await alerts.has_due(session, now=clock.now()):
                return
        async with database.transaction() as session:
            await alerts.escalate_due(session, now=clock.now(), profile=profile)


async def audit_cases(database: Database, clock: Clock, beat: Beat) -> None:
    """Watch the watcher; while all is well somebody elsewhere hears our heart beat."""
    async with database.transaction() as session:
        is_well = await alerts.mend_stalled(session, now=clock.now())
    if is_well:
        await beat()


async def check_duty(database: Database, clock: Clock, profile: Profile) -> None:
    """Ask those on duty, once a week, whether they can be reached, and tell who didn't answer."""
    async with database.transaction() as session:
        await duty.ask_due(session, now=clock.now(), profile=profile)
        await duty.report_silent(session, now=clock.now(), profile=profile)


async def purge(database: Database, clock: Clock) -> None:
    """Forget the raw words of updates handled long ago."""
    async with database.transaction() as session:
        await inbox.purge(session, now=clock.now())
