"""One tick, one use case: each job opens its transaction, calls a service and is done."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog

from models import AuditHead
from models.database import Database
from scheduler.unattended import unattended
from services.alerts import service as alerts
from services.audit import chain, heads
from services.casework import ringing, weekly
from services.checkins import climbing
from services.digest import queries as digest_queries
from services.digest import service as digest
from services.duty import checks as duty
from services.duty import gaps
from services.fading import queries as fading_queries
from services.fading import service as fading
from services.fading.types import Ended, Later
from services.outbox import fades
from services.outbox.fades import Faded
from services.ports import Clock, Eraser
from services.practice import queries as practice_queries
from services.practice import service as practice
from services.privacy import forgetting, overdue
from services.profile import Kind, Profile
from services.reminders import service as reminders
from services.retention import queries as retention_queries
from services.retention import service as retention

BATCH = 500
A_FEW = 10  # so that a claim's lease outlives them, and a card pressed meanwhile is seldom among them

log = structlog.get_logger()

Beat = Callable[[], Awaitable[None]]
Tell = Callable[[AuditHead], Awaitable[bool]]  # whether somebody elsewhere has it now


async def plan_reminders(database: Database, clock: Clock, profile: Profile) -> None:
    """Turn due plans into notifications, a batch a transaction, until none is due."""
    while True:
        async with database.reading() as session:
            if not await reminders.has_due(session, now=clock.now()):
                return
        async with unattended(database) as session:
            await reminders.plan_due(session, now=clock.now(), profile=profile, limit=BATCH)


async def escalate(database: Database, clock: Clock, profile: Profile) -> None:
    """Send abandoned reports and let untaken cases climb."""
    while True:
        async with database.reading() as session:
            if not await alerts.has_due(session, now=clock.now()):
                return
        async with unattended(database) as session:
            await alerts.escalate_due(session, now=clock.now(), profile=profile)


async def climb_words(database: Database, clock: Clock, profile: Profile) -> None:
    """Let words of danger climb that nobody has open."""
    while True:
        async with database.reading() as session:
            if not await climbing.has_due(session, now=clock.now()):
                return
        async with unattended(database) as session:
            await climbing.climb_due(session, now=clock.now(), profile=profile)


async def ring_clocks(database: Database, clock: Clock) -> None:
    """Ask about everything that is overdue for a case."""
    while True:
        async with database.reading() as session:
            if not await ringing.has_due(session, now=clock.now()):
                return
        async with unattended(database) as session:
            await ringing.ring_due(session, now=clock.now())


async def list_week(database: Database, clock: Clock, profile: Profile) -> None:
    """Once a week, tell everybody on duty which cases are open."""
    async with database.reading() as session:
        due = await weekly.list_due(session, now=clock.now(), profile=profile)
    if due:
        async with unattended(database) as session:
            await weekly.plan(session, now=clock.now(), profile=profile)


async def end_practices(database: Database, clock: Clock) -> None:
    """Drills end by themselves."""
    async with database.reading() as session:
        due = await practice_queries.list_due(session, now=clock.now())
    if due:
        async with unattended(database) as session:
            await practice.end_due(session, now=clock.now())


async def audit_cases(database: Database, clock: Clock, beat: Beat) -> None:
    """Watch the watcher; while all is well somebody elsewhere hears our heart beat."""
    async with unattended(database) as session:
        is_well = await alerts.mend_stalled(session, now=clock.now())
    if is_well:
        await beat()


async def seal_audit(database: Database) -> None:
    """Bind what was done to the chain of all before it."""
    while True:
        async with database.reading() as session:
            if not await chain.has_unsealed(session):
                return
        async with unattended(database) as session:
            await chain.seal(session)


async def tell_audit(database: Database, clock: Clock, tell: Tell) -> None:
    """Once a day, tell somebody elsewhere how far the chain has come; what wasn't taken is told again."""
    async with database.reading() as session:
        newest = await heads.find_newest(session)
    if newest is None or newest.day != clock.now().date():
        async with unattended(database) as session:
            await heads.note_day(session, now=clock.now())
            newest = await heads.find_newest(session)
    if newest is not None and newest.told_at is None and await tell(newest):
        async with unattended(database) as session:
            await heads.note_told(session, now=clock.now(), head=newest)


async def check_duty(database: Database, clock: Clock, profile: Profile) -> None:
    """Ask those on duty, once a week, whether they can be reached; tell who didn't answer, and the gaps."""
    async with unattended(database) as session:
        await duty.ask_due(session, now=clock.now(), profile=profile)
        await duty.report_silent(session, now=clock.now(), profile=profile)
        await gaps.tell_due(session, now=clock.now(), profile=profile)


async def plan_digests(database: Database, clock: Clock) -> None:
    """Go through each school's last week, a school a transaction, once it is day there."""
    async with database.reading() as session:
        waiting = await digest_queries.list_waiting(session, now=clock.now())
    for school_id in waiting:
        async with unattended(database) as session:
            await digest.plan(session, now=clock.now(), school_id=school_id)


async def remove_over(database: Database, clock: Clock, profile: Profile, kinds: Sequence[Kind]) -> None:
    """Remove what is over: words that passed through each time, of everything else once a day."""
    async with database.reading() as session:
        unlooked = await retention_queries.list_unlooked(session, now=clock.now(), kinds=kinds)
    for kind in kinds:
        if kind in unlooked or kind in retention.ALWAYS:
            await remove_kind(database, clock.now(), profile, kind)


async def remove_kind(database: Database, now: datetime, profile: Profile, kind: Kind) -> None:
    """Remove all that is over of a kind, a batch a transaction."""
    is_more = True
    while is_more:
        async with unattended(database) as session:
            is_more = await retention.remove(session, now=now, profile=profile, kind=kind)


async def fade_cards(database: Database, clock: Clock, eraser: Eraser) -> None:
    """Take the words out of cards whose day is over, and delete what was typed, a few at a time."""
    while True:
        async with database.reading() as session:
            if not await fading_queries.has_due(session, now=clock.now()):
                return
        async with unattended(database) as session:
            claimed = await fades.claim(session, now=clock.now(), limit=A_FEW)
        if not claimed:  # another worker has them
            return
        for one in claimed:
            ended = await _fade(eraser, one)
            async with unattended(database) as session:
                await fading.note(session, now=clock.now(), due=one.due, ended=ended)


async def _fade(eraser: Eraser, faded: Faded) -> Ended:
    """Fade one; an accident is this message's alone."""
    try:
        return await eraser.fade(faded)
    except Exception:
        log.exception("fading.accident", chat_id=faded.due.chat_id)
        return Later()


async def keep_promises(database: Database, clock: Clock, profile: Profile) -> None:
    """Say once more which requests are overdue, and carry out the deletions that were granted."""
    async with database.reading() as session:
        waits = await overdue.has_any(session, now=clock.now()) or await forgetting.has_any(session)
    if waits:
        async with unattended(database) as session:
            await overdue.remind(session, now=clock.now())
            await forgetting.forget_due(session, now=clock.now(), profile=profile)
