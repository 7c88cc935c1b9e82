"""One tick, one use case: each job opens its transaction, calls a service and is done."""

from collections.abc import Awaitable, Callable

from models import AuditHead
from models.database import Database
from services.alerts import service as alerts
from services.audit import chain, heads
from services.duty import checks as duty
from services.inbox import service as inbox
from services.ports import Clock
from services.privacy import forgetting, overdue
from services.profile import Profile
from services.reminders import service as reminders

BATCH = 500

Beat = Callable[[], Awaitable[None]]
Tell = Callable[[AuditHead], Awaitable[bool]]  # whether somebody elsewhere has it now


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


async def seal_audit(database: Database) -> None:
    """Bind what was done to the chain of all before it."""
    while True:
        async with database.reading() as session:
            if not await chain.has_unsealed(session):
                return
        async with database.transaction() as session:
            await chain.seal(session)


async def tell_audit(database: Database, clock: Clock, tell: Tell) -> None:
    """Once a day, tell somebody elsewhere how far the chain has come; what wasn't taken is told again."""
    async with database.reading() as session:
        newest = await heads.find_newest(session)
    if newest is None or newest.day != clock.now().date():
        async with database.transaction() as session:
            await heads.note_day(session, now=clock.now())
            newest = await heads.find_newest(session)
    if newest is not None and newest.told_at is None and await tell(newest):
        async with database.transaction() as session:
            await heads.note_told(session, now=clock.now(), head=newest)


async def check_duty(database: Database, clock: Clock, profile: Profile) -> None:
    """Ask those on duty, once a week, whether they can be reached, and tell who didn't answer."""
    async with database.transaction() as session:
        await duty.ask_due(session, now=clock.now(), profile=profile)
        await duty.report_silent(session, now=clock.now(), profile=profile)


async def keep_promises(database: Database, clock: Clock, profile: Profile) -> None:
    """Say once more which requests are overdue, and carry out the deletions that were granted."""
    async with database.reading() as session:
        waits = await overdue.has_any(session, now=clock.now()) or await forgetting.has_any(session)
    if waits:
        async with database.transaction() as session:
            await overdue.remind(session, now=clock.now())
            await forgetting.forget_due(session, now=clock.now(), profile=profile)


async def purge(database: Database, clock: Clock) -> None:
    """Forget the raw words of updates handled long ago."""
    async with database.transaction() as session:
        await inbox.purge(session, now=clock.now())
