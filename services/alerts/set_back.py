"""The machine's clock was set back: what now waits for longer than anything ever may is brought nearer.

Rows keep the instants of the clock that was wrong. Nothing is fired twice by that; but an alert queued just
before would wait an hour, one in a dead worker's hands too, and a case would climb an hour late.
"""

from datetime import datetime, timedelta

import structlog
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Case, Notification, Person
from models.case_codes import CaseState
from models.codes import Notice, Priority, Sending
from services.alerts import queries
from services.alerts.events import list_work
from services.alerts.rules import A_FEW_MINUTES, ask_after, lapse_after, longest_wait

A_MOMENT = timedelta(seconds=10)  # two machines' clocks may differ by this much
A_FEW_TRIES = timedelta(minutes=2)  # longer than an urgent notice waits between two of them

log = structlog.get_logger()


async def bring_near(session: AsyncSession, *, now: datetime) -> None:
    """Let no pause, notice or case wait longer than one can."""
    await _shorten_pauses(session, now=now)
    await _release_leases(session, now=now)
    await _hasten_notices(session, now=now)
    await _hasten_cases(session, now=now)


async def _shorten_pauses(session: AsyncSession, *, now: datetime) -> None:
    """A flood wait that was noted later than now is as long as it was, from now on."""
    later = await session.exec(select(Account).where(col(Account.paused_at) > now + A_MOMENT))
    for account in later:
        if account.paused_until is not None and account.paused_at is not None:
            account.paused_until, account.paused_at = now + (account.paused_until - account.paused_at), now
            session.add(account)
            log.error("clock.set_back", account_id=account.id)
    await session.flush()


async def _release_leases(session: AsyncSession, *, now: datetime) -> None:
    held = (col(Notification.sending) == Sending.SENDING, col(Notification.lease_until) > now + A_FEW_MINUTES)
    changed = update(Notification).where(*held).values(lease_until=now).returning(col(Notification.id))
    for notification_id in (await session.exec(changed)).scalars():
        log.error("clock.set_back", notification_id=notification_id)


async def _hasten_notices(session: AsyncSession, *, now: datetime) -> None:
    """What is urgent waits for the next try, or for its chat, and for nothing else."""
    rows = await session.exec(
        select(Notification, Account.paused_until)
        .join(Person, col(Person.id) == col(Notification.recipient_id))
        .outerjoin(Account, col(Account.id) == col(Person.account_id))
        .where(
            Notification.priority == Priority.URGENT,
            Notification.sending == Sending.QUEUED,
            col(Notification.not_before) > now + A_MOMENT,
        )
    )
    for row, paused_until in rows.all():
        pause = paused_until if row.kind is not Notice.KNOCK else None
        wait_ends = max(now, pause or now)
        most = A_MOMENT if row.created_at > now + A_MOMENT else A_FEW_TRIES
        if row.not_before > wait_ends + most:
            log.error("clock.set_back", notification_id=row.id)
            row.not_before, row.wanted_at = wait_ends, min(row.wanted_at, now)
            row.created_at = min(row.created_at, now)
            session.add(row)
    await session.flush()


async def _hasten_cases(session: AsyncSession, *, now: datetime) -> None:
    for case in await session.exec(select(Case).where(col(Case.state) != CaseState.CLOSED)):
        most = now + await _longest_wait(session, case)
        if case.escalate_at is not None and case.escalate_at > most + A_MOMENT:
            log.error("clock.set_back", case_id=case.id)
            still = (col(Case.state) == case.state) & (col(Case.escalate_at) == case.escalate_at)
            await queries.change(session, case_id=case.id or 0, only_if=still, escalate_at=most)


async def _longest_wait(session: AsyncSession, case: Case) -> timedelta:
    if case.state is CaseState.DRAFT:
        return A_FEW_MINUTES
    if case.taken_by_id is None:
        return longest_wait(case.ladder, case.level)
    if case.asked_at is not None:
        return lapse_after(case.ladder)
    return ask_after(case.ladder, await list_work(session, case_id=case.id))
