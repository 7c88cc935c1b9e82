"""The machine's clock was set back: what now waits for longer than anything ever may is brought nearer.

Rows keep the instants of the clock that was wrong. Nothing is fired twice by that; but an alert queued just
before would wait an hour, one in a dead worker's hands too, and a case would climb an hour late.
"""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, Notification
from models.codes import CaseState, Priority, Sending
from services.alerts import queries
from services.alerts.rules import A_FEW_MINUTES, longest_wait

A_MOMENT = timedelta(seconds=10)  # two machines' clocks may differ by this much

log = structlog.get_logger()


async def bring_near(session: AsyncSession, *, now: datetime) -> None:
    """Let urgent notices written later than now leave at once, and no case wait longer than one can."""
    queued = (col(Notification.priority) == Priority.URGENT) & (col(Notification.sending) == Sending.QUEUED)
    written_later = col(Notification.created_at) > now + A_MOMENT
    leased_for_long = (col(Notification.sending) == Sending.SENDING) & (
        col(Notification.lease_until) > now + A_FEW_MINUTES
    )
    due = {"not_before": now, "wanted_at": now, "created_at": now}
    await _change(session, (queued & written_later), **due)
    await _change(session, leased_for_long, lease_until=now)
    for case in await session.exec(select(Case).where(queries.waiting())):
        most = A_FEW_MINUTES if case.state is CaseState.DRAFT else longest_wait(case.ladder, case.level)
        if case.escalate_at is not None and case.escalate_at > now + most + A_MOMENT:
            log.error("clock.set_back", case_id=case.id)
            still = queries.waiting()
            await queries.change(session, case_id=case.id or 0, only_if=still, escalate_at=now + most)


async def _change(session: AsyncSession, which: ColumnElement[bool], **values: datetime) -> None:
    changed = update(Notification).where(which).values(**values).returning(col(Notification.id))
    for notification_id in (await session.exec(changed)).scalars():
        log.error("clock.set_back", notification_id=notification_id)
