"""Watch the watcher: what should be climbing climbs, what should have left has left."""

from datetime import datetime, timedelta

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, Notification, SentCard
from models.codes import Priority, Sending
from services.alerts import queries, telling

OVERDUE = timedelta(minutes=2)

log = structlog.get_logger()


async def mend_stalled(session: AsyncSession, *, now: datetime) -> None:
    """Give every waiting case a next step, refresh late copies, and complain of what hasn't left."""
    await _restart(session, now=now)
    await _refresh_late_copies(session, now=now)
    await _complain(session, now=now)


async def _restart(session: AsyncSession, *, now: datetime) -> None:
    stalled = await session.exec(select(Case.id).where(queries.waiting(), col(Case.escalate_at).is_(None)))
    for case_id in stalled:
        log.error("alerts.stalled", case_id=case_id)
        await queries.change(
            session,
            case_id=case_id or 0,
            only_if=queries.waiting() & col(Case.escalate_at).is_(None),
            escalate_at=now,
        )


async def _refresh_late_copies(session: AsyncSession, *, now: datetime) -> None:
    """A copy that was on its way while somebody took the case still offers it."""
    standing = select(SentCard.case_id).where(
        col(SentCard.retired_at).is_(None), col(SentCard.person_id) != col(Case.reporter_id)
    )
    late = await session.exec(
        select(Case).where(col(Case.taken_at).is_not(None), col(Case.id).in_(standing.correlate(Case)))
    )
    for case in late:
        await telling.refresh_copies(session, now=now, case=case)


async def _complain(session: AsyncSession, *, now: datetime) -> None:
    overdue = await session.exec(
        select(Notification.id, Notification.kind).where(
            col(Notification.sending).in_((Sending.QUEUED, Sending.SENDING)),
            Notification.priority == Priority.URGENT,
            col(Notification.not_before) < now - OVERDUE,
        )
    )
    for notification_id, kind in overdue:
        log.error("alerts.overdue", notification_id=notification_id, kind=kind)
